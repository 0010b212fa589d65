import { escapeMarkup } from '../text/index.ts';

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

/** An id that two pictures share only where they share all of `content`: they may stand in one page. */
export function uniqueId(prefix: string, ...content: readonly Svg[]): string {
  // FNV-1a; http://www.isthe.com/chongo/tech/comp/fnv
  let hash = 0x811c9dc5;
  for (const character of content.join('')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return `${prefix}-${(hash >>> 0).toString(36)}`;
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

function escaped(text: string): string {
  // XML 1.0 has no way to write the other control characters, and one of them makes the whole file unreadable.
  const writable = text.replace(/[^\t\n\r\u{20}-\u{fffd}\u{10000}-\u{10ffff}]|\p{Surrogate}/gu, '\u{fffd}');
  return escapeMarkup(writable);
}
