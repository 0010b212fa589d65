/** SVG as text: elements are strings; names come from our code, values and text from anywhere and are escaped. */
export type Svg = string;

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function svg(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? decimal(value) : escaped(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join('')}</${name}>`;
}

/** Characters for between tags. */
export function characters(text: string): Svg {
  return escaped(text);
}

/** The outermost element: an opaque ground, no script, no external file; `title` is its text alternative. */
export function picture(
  size: { readonly width: number; readonly height: number },
  title: string,
  ground: string,
  body: readonly Svg[],
): Svg {
  const { width, height } = size;
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${decimal(width)} ${decimal(height)}`,
      role: 'img',
      'font-family': 'sans-serif',
    },
    svg('title', {}, characters(title)),
    svg('rect', { width, height, fill: ground }),
    ...body,
  );
}

/** At most two decimals: a hundredth of a pixel is not seen, and files stay small. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  // XML 1.0 has no way to write the other control characters, and one of them makes the whole file unreadable.
  const writable = text.replace(/[^\t\n\r\u{20}-\u{fffd}\u{10000}-\u{10ffff}]|\p{Surrogate}/gu, '\u{fffd}');
  return writable.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
