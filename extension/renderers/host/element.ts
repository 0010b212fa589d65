/** Builds DOM nodes. Children that are strings become text nodes: nothing from a payload is ever parsed as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

/** `undefined` and `false` remove an attribute. Only names from our code: values are data, names never are. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export function setAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
  }
}

/** Writes only when something changes, so that selections stay and screen readers hear each text once. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
