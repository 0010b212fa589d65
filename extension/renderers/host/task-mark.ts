import { markPath, taskMark } from '../../../kernel/payloads/marks.ts';
import { svgElement } from './element.ts';

/** A task's shape in its hue, before its name. Decoration: the name says the same. */
export function taskMarkIcon(position: number): SVGSVGElement {
  const { hue, shape } = taskMark(position);
  return svgElement(
    'svg',
    { class: 'mark', viewBox: '0 0 10 10', 'aria-hidden': 'true' },
    svgElement('path', { d: markPath(shape, 5, 5, 4.2), fill: `var(--${hue})` }),
  );
}
