/**
 * Markup of an output that may stand in a page as it is, or undefined: then the output's text is shown instead.
 *
 * Nothing is repaired or stripped. Every tag and every attribute must be known and harmless and every element closed, so
 * that what passes can neither run, nor fetch, nor break out of its place.
 */
export function harmlessMarkup(markup: string, kind: 'svg' | 'html', idPrefix: string): string | undefined {
  const source = markup.replace(/^\s*(<\?xml[^>]*\?>)?\s*(<!--(?:(?!-->)[\s\S])*-->\s*)?(<!DOCTYPE svg[^>]*>)?\s*/, '');
  if (kind === 'svg' && !/^<svg[\s>]/.test(source)) return undefined;
  const open: string[] = [];
  let safe = '';
  let at = 0;
  for (const tag of source.matchAll(/<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g)) {
    const [whole, closing, name = '', attributes = '', selfClosing] = tag;
    const between = source.slice(at, tag.index);
    if (between.includes('<')) return undefined;
    if (!elements[kind].has(name)) return undefined;
    safe += between;
    at = tag.index + whole.length;
    if (closing) {
      if (attributes !== '' || open.pop() !== name) return undefined;
      safe += `</${name}>`;
      continue;
    }
    const list = harmlessAttributes(attributes, kind, idPrefix);
    if (list === undefined) return undefined;
    const isEmpty = selfClosing === '/' || emptyElements.has(name);
    if (!isEmpty) open.push(name);
    safe += `<${name}${list}${isEmpty ? '/' : ''}>`;
  }
  const rest = source.slice(at);
  return rest.includes('<') || open.length > 0 ? undefined : safe + rest;
}

const elements = {
  svg: new Set(
    'svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath linearGradient stop'.split(
      ' ',
    ),
  ),
  html: new Set(
    'p div span table caption thead tbody tfoot tr th td b strong i em u s code pre br hr ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote sub sup small details summary'.split(
      ' ',
    ),
  ),
} as const;

const emptyElements = new Set(['br', 'hr']);

const attributeNames = {
  svg: /^(xmlns|width|height|viewBox|role|preserveAspectRatio|font-(family|size|weight|style)|x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|rx|ry|d|points|transform|fill(-opacity|-rule)?|stroke(-width|-opacity|-linejoin|-linecap|-dasharray|-dashoffset)?|opacity|text-anchor|dominant-baseline|paint-order|shape-rendering|clip-path|clipPathUnits|gradientUnits|offset|stop-color|stop-opacity|id|class|xml:space|aria-[a-z]+)$/,
  html: /^(class|colspan|rowspan|scope|title|align|lang|dir|style|open|start|aria-[a-z]+)$/,
} as const;

/** What tables say of themselves and of their cells. */
const harmlessStyle =
  /^\s*((text-align\s*:\s*(left|right|center)|white-space\s*:\s*nowrap|max-width\s*:\s*\d+em|overflow(-x)?\s*:\s*(auto|hidden)|text-overflow\s*:\s*ellipsis)\s*(;\s*|$))*$/;

function harmlessAttributes(attributes: string, kind: 'svg' | 'html', idPrefix: string): string | undefined {
  let safe = '';
  for (const [, name = '', quoted = ''] of attributes.matchAll(/([\w:-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const value = quoted.slice(1, -1);
    if (!attributeNames[kind].test(name)) return undefined;
    if (name === 'xmlns' && value !== 'http://www.w3.org/2000/svg') return undefined;
    if (name === 'style' && !harmlessStyle.test(value)) return undefined;
    // Names of one picture must not be those of another on the same page.
    const own = name === 'id' ? idPrefix + value : value.replace(/^url\(#([\w-]+)\)$/, `url(#${idPrefix}$1)`);
    if (/url\(/i.test(own) && !/^url\(#[\w-]+\)$/.test(own)) return undefined;
    safe += ` ${name}="${own.replaceAll('"', '&quot;')}"`;
  }
  return safe;
}
