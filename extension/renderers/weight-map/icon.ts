import { markPath } from '../../../kernel/payloads/marks.ts';
import { gateMark } from '../../../kernel/payloads/reading/gates/look.ts';
import type { MapGate } from '../../../kernel/payloads/reading/gates/map-level.ts';
import { element, svgElement } from '../host/index.ts';

/** A gate's shape in its task's hue; a hollow circle for a shared one. Decoration: the name says the same. */
export function gateIcon(gate: Pick<MapGate, 'task'>): SVGSVGElement {
  const { hue, shape } = gateMark(gate);
  const path =
    hue === undefined
      ? { d: markPath(shape, 5, 5, 3.6), fill: 'none', stroke: 'var(--foreground)', 'stroke-width': 1.5 }
      : { d: markPath(shape, 5, 5, 4.2), fill: `var(--${hue})` };
  return svgElement('svg', { class: 'mark', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svgElement('path', path));
}

/** Shape and name; a name too long for its place is cut, and whole in the tip. */
export function gateName(gate: MapGate): HTMLElement {
  return element(
    'div',
    { class: 'gates-name', title: gate.serves },
    gateIcon(gate),
    element('span', { class: 'gates-cut' }, gate.serves),
  );
}
