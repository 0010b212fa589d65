import { escapeMarkup } from '../../text/index.ts';

/**
 * JSX without React: elements are text of HTML that a cell shows, so `<table>{rows}</table>` is rich output. Text is escaped;
 * a component is a function of its attributes.
 */
export type Element = { readonly html: string; readonly [Symbol.toPrimitive]: () => string };

type Attributes = Readonly<Record<string, unknown>>;
type Component = (attributes: Attributes) => unknown;

/** `<name attributes>children</name>` */
export function element(
  name: string | Component,
  attributes: Attributes | null,
  ...children: readonly unknown[]
): unknown {
  if (typeof name === 'function') return name({ ...attributes, children });
  const open = `<${name}${Object.entries(attributes ?? {})
    .map(attribute)
    .join('')}>`;
  return fragmentOf(voidElements.has(name) ? open : `${open}${children.map(content).join('')}</${name}>`);
}

/** `<>children</>` */
export function fragment({ children }: { readonly children: readonly unknown[] }): Element {
  return fragmentOf(children.map(content).join(''));
}

function fragmentOf(html: string): Element {
  return Object.freeze({
    html,
    [Symbol.toPrimitive]: () => html,
    [Symbol.for('Jupyter.display')]: () => ({ 'text/html': html, 'text/plain': html }),
  });
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && Symbol.toPrimitive in value && 'html' in value;
}

function content(child: unknown): string {
  if (Array.isArray(child)) return child.map(content).join('');
  if (isElement(child)) return child.html;
  return child === null || child === undefined || typeof child === 'boolean' ? '' : escapeMarkup(String(child));
}

function attribute([name, value]: [string, unknown]): string {
  if (value === null || value === undefined || value === false || typeof value === 'function') return '';
  if (!/^[\w:-]+$/.test(name)) return '';
  const text = name === 'style' && typeof value === 'object' ? styleOf(value as Attributes) : String(value);
  const htmlName = renamed[name] ?? name;
  return value === true ? ` ${htmlName}` : ` ${htmlName}="${escapeMarkup(text)}"`;
}

/** React's names for attributes whose own are words of JavaScript. */
const renamed: Readonly<Record<string, string>> = { className: 'class', htmlFor: 'for' };

function styleOf(style: Attributes): string {
  return Object.entries(style)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${value}`)
    .join('; ');
}

/** https://html.spec.whatwg.org/#void-elements */
const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
