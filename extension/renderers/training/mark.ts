import { type MarkShape, markPath, taskMark } from '../../../kernel/payloads/marks.ts';
import { svgElement } from '../host/index.ts';

/** A task's shape in its hue, before its name. Decoration: the name says the same. */
export function taskMarkIcon(position: number): SVGSVGElement {
  const { hue, shape } = taskMark(position);
  return svgElement(
    'svg',
    { class: 'mark', viewBox: '0 0 10 10', 'aria-hidden': 'true' },
    svgElement('path', { d: markPath(shape, 5, 5, 4.2), fill: `var(--${hue})` }),
  );
}

/** Plotly's size for a shape that looks as large as a circle of `size`. */
export function plotlySize(shape: MarkShape, size: number): number {
  return shape === 'circle' || shape === 'square' ? size : size * 1.3;
}
