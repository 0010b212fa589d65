import { svgElement } from './element.ts';

/**
 * What is seen of a view as one SVG: its texts where they stand, its drawings, its rules and grounds. Controls are left
 * out; nothing in it refers to a style sheet or another file.
 */
export function viewAsSvg(root: HTMLElement): Picture {
  const box = root.getBoundingClientRect();
  const gaps = [...root.children].filter((child) => child.matches(leftOut)).map(outerBox);
  const closed = gaps.reduce((sum, { height }) => sum + height, 0);
  const frame: Frame = {
    x: (left) => left - box.left,
    // What stands below a row of controls moves up into its place.
    y: (top) => top - box.top - gaps.reduce((sum, gap) => sum + (top >= gap.bottom - 1 ? gap.height : 0), 0),
    baseline: textMeasure(),
  };
  const [width, height] = [Math.ceil(box.width), Math.ceil(box.height - closed)];
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const drawing = svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size });
  const ground = getComputedStyle(root).getPropertyValue('--background');
  drawing.append(svgElement('rect', { width, height, fill: ground || '#ffffff' }));
  copyNode(root, drawing, frame);
  return { svg: new XMLSerializer().serializeToString(drawing), width, height };
}

export type Picture = { readonly svg: string; readonly width: number; readonly height: number };

/** From a place on the page to one in the picture; and how far down in a line's box its baseline lies, as a share. */
type Frame = {
  readonly x: (left: number) => number;
  readonly y: (top: number) => number;
  readonly baseline: (style: CSSStyleDeclaration) => number;
};

/** With the space above it; no height for what is not shown. */
function outerBox(row: Element): { readonly bottom: number; readonly height: number } {
  const box = row.getBoundingClientRect();
  const { marginTop, position } = getComputedStyle(row);
  const isSeen = box.height > 0 && position !== 'absolute' && position !== 'fixed';
  return { bottom: box.bottom, height: isSeen ? box.height + Number.parseFloat(marginTop) : 0 };
}

const leftOut =
  '.controls, .menu, .splits, .figure-actions, .for-readers, .cursor, .multitask-tip, button, select, style, .draglayer, .hoverlayer, .zoomlayer, .modebar-container';

function copyNode(node: Element, into: SVGElement, frame: Frame): void {
  if (node.matches(leftOut)) return;
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  if (node instanceof SVGSVGElement) {
    into.append(copySvg(node, frame));
    return;
  }
  copyBox(node, style, into, frame);
  for (const child of node.childNodes) {
    if (child instanceof Text) copyText(child, style, into, frame);
    else if (child instanceof Element) copyNode(child, into, frame);
  }
}

/** Ground and rules of a box. */
function copyBox(node: Element, style: CSSStyleDeclaration, into: SVGElement, frame: Frame): void {
  const box = node.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return;
  const [x, y] = [frame.x(box.left), frame.y(box.top)];
  if (isSeen(style.backgroundColor) && !node.matches('.multitask')) {
    into.append(svgElement('rect', { x, y, width: box.width, height: box.height, fill: style.backgroundColor }));
  }
  const rule = (width: string, colour: string, d: string) => {
    const size = Number.parseFloat(width);
    if (size > 0 && isSeen(colour)) into.append(svgElement('path', { d, stroke: colour, 'stroke-width': size }));
  };
  rule(style.borderTopWidth, style.borderTopColor, `M${x} ${y + 0.5}h${box.width}`);
  rule(style.borderBottomWidth, style.borderBottomColor, `M${x} ${y + box.height - 0.5}h${box.width}`);
  const leftWidth = Number.parseFloat(style.borderLeftWidth);
  rule(style.borderLeftWidth, style.borderLeftColor, `M${x + leftWidth / 2} ${y}v${box.height}`);
}

function isSeen(colour: string): boolean {
  return colour !== '' && colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour);
}

/** One element per line: a paragraph that wraps stays wrapped. */
function copyText(node: Text, style: CSSStyleDeclaration, into: SVGElement, frame: Frame): void {
  for (const { text, box } of textLines(node)) {
    into.append(
      svgElement(
        'text',
        {
          x: frame.x(box.left),
          y: frame.y(box.top) + frame.baseline(style) * box.height,
          fill: style.color,
          'font-family': style.fontFamily,
          'font-size': style.fontSize,
          'font-weight': style.fontWeight,
          'xml:space': 'preserve',
        },
        text,
      ),
    );
  }
}

function textLines(node: Text): readonly { readonly text: string; readonly box: DOMRect }[] {
  const range = document.createRange();
  const lines: { text: string; box: DOMRect }[] = [];
  let from = 0;
  for (const character of node.data) {
    range.setStart(node, from);
    range.setEnd(node, from + character.length);
    from += character.length;
    const box = range.getClientRects()[0];
    if (box === undefined || box.width === 0) continue;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.box.top - box.top) < 2) last.text += character;
    else lines.push({ text: character, box });
  }
  return lines.filter(({ text }) => text.trim() !== '');
}

function textMeasure(): (style: CSSStyleDeclaration) => number {
  const context = document.createElement('canvas').getContext('2d');
  return ({ fontWeight, fontSize, fontFamily }) => {
    if (context === null) return 0.8;
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('x');
    return ascent / (ascent + descent);
  };
}

const written = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
] as const;

function copySvg(node: SVGSVGElement, frame: Frame): SVGElement {
  const copy = node.cloneNode(true) as SVGSVGElement;
  const [sources, copies] = [
    [node, ...node.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ];
  const gone: Element[] = [];
  for (const [i, source] of sources.entries()) {
    const target = copies[i];
    if (target === undefined) continue;
    const style = getComputedStyle(source);
    if (i > 0 && (source.matches(leftOut) || style.display === 'none')) gone.push(target);
    target.removeAttribute('style');
    target.removeAttribute('class');
    const above = i === 0 || source.parentElement === null ? undefined : getComputedStyle(source.parentElement);
    for (const name of written) {
      const value = style.getPropertyValue(name);
      const isInherited = name !== 'opacity' && above?.getPropertyValue(name) === value;
      if (value !== '' && !isInherited) target.setAttribute(name, value);
    }
    // A page with a base address makes Plotly write whole addresses; in the file the clip is its own.
    const clip = target.getAttribute('clip-path');
    if (clip !== null) target.setAttribute('clip-path', clip.replace(/url\(["']?[^)#]*#([^)"']*)["']?\)/, 'url(#$1)'));
  }
  for (const target of gone) target.remove();
  const box = node.getBoundingClientRect();
  const place = {
    x: frame.x(box.left),
    y: frame.y(box.top),
    width: box.width,
    height: box.height,
    overflow: 'visible',
  };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  return copy;
}
