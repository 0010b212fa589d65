import type { RunTone } from '../../../kernel/payloads/runs/index.ts';
import { svgElement } from '../host/index.ts';

/** How grave it is, by shape and hue. Decoration: the verdict beside it says the same. */
export function toneIcon(tone: RunTone): SVGSVGElement {
  return svgElement('svg', { class: 'mark', viewBox: '0 0 11 11', 'aria-hidden': 'true' }, shape(tone));
}

function shape(tone: RunTone): SVGElement {
  switch (tone) {
    case 'good':
      return stroke('M1 6l3 3 6-7', 'var(--success)');
    case 'finished':
      return svgElement('circle', { cx: 5.5, cy: 5.5, r: 4, fill: 'none', stroke: 'var(--dim)', 'stroke-width': 1.5 });
    case 'running':
      return svgElement('circle', { cx: 5.5, cy: 5.5, r: 4, fill: 'var(--running)' });
    case 'interrupted':
      return svgElement('path', { d: 'M2 1.5h2.5v8H2zM6.5 1.5H9v8H6.5z', fill: 'var(--warning)' });
    case 'warning':
      return svgElement('path', { d: 'M5.5 .8L10.6 10H.4z', fill: 'var(--warning)' });
    case 'error':
      return stroke('M1.5 1.5l8 8m0-8l-8 8', 'var(--error)');
  }
}

function stroke(d: string, colour: string): SVGPathElement {
  return svgElement('path', { d, fill: 'none', stroke: colour, 'stroke-width': 2 });
}
