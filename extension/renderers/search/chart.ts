import { blend } from '../../../kernel/payloads/colour.ts';
import {
  type SearchChart,
  type SearchLine,
  searchChart,
} from '../../../kernel/payloads/reading/reports/search-chart.ts';
import { searchTrialWords } from '../../../kernel/payloads/reading/reports/search-words.ts';
import { fitted } from '../../../kernel/payloads/reading/text-width.ts';
import type { SearchPayload } from '../../../kernel/payloads/search.ts';
import { element, rovingFocus, setAttributes, svgElement, type Theme } from '../host/index.ts';

type Chart = {
  readonly node: HTMLElement;
  readonly draw: (payload: SearchPayload, theme: Theme, width: number) => void;
  /** Marks the line of a trial, or of none. */
  readonly point: (trial: number | undefined) => void;
};

/** Parallel axes with a line a trial. One stop of Tab: arrows go from line to line, the best first. */
export function searchChartPart(): Chart {
  // The best lies on top and is read first, so what is seen and what is reached are in opposite orders.
  const seen = svgElement('g', { 'aria-hidden': 'true' });
  const frame = svgElement('g', { 'aria-hidden': 'true' });
  const reached = svgElement('g', { role: 'presentation' });
  const drawing = svgElement('svg', { role: 'presentation', height }, seen, frame, reached);
  const node = element('div', { class: 'search-chart' }, drawing);
  const focus = rovingFocus(node, '.search-reach');
  let parts: ReadonlyMap<number, LinePart> = new Map();

  function point(trial: number | undefined): void {
    for (const [number, { line }] of parts) line.classList.toggle('search-pointed', number === trial);
  }
  const leave = () => point(undefined);
  const enter = ({ target }: Event) => {
    const found = [...parts].find(([, { reach }]) => reach === target);
    if (found) point(found[0]);
  };
  // Not on an SVG element: one with a listener for focus takes the focus itself in Chromium.
  for (const kind of ['mouseover', 'focusin']) node.addEventListener(kind, enter);
  for (const kind of ['mouseout', 'focusout']) node.addEventListener(kind, leave);

  return {
    node,
    point,
    draw(payload, theme, width) {
      const chart = searchChart(payload, { left: 0, right: width, top, bottom });
      const { lines } = chart;
      setAttributes(drawing, { width });
      // A grid without rows is none.
      setAttributes(node, {
        role: lines.length === 0 ? 'img' : 'grid',
        'aria-label': lines.length === 0 ? 'No trial yet' : `Trials by ${payload.metric}, the best first`,
      });
      const before = parts;
      parts = new Map(lines.map(({ trial: { number } }) => [number, before.get(number) ?? linePart(number)]));
      const all = [...parts.values()];
      focus.keep(() => {
        place(
          seen,
          all.map(({ line }) => line),
        );
        place(reached, all.map(({ row }) => row).reverse());
      });
      for (const line of lines)
        parts.get(line.trial.number)?.draw(line, lineColour(line, theme), searchTrialWords(payload, line.trial));
      frame.replaceChildren(...frameNodes(chart));
    },
  };
}

const [top, bottom, height] = [12, 232, 268] as const;

function lineColour({ isBest, rank }: SearchLine, { kind, background, hues }: Theme): string {
  if (isBest) return hues.orange;
  const least = kind === 'high-contrast' ? 0.55 : 0.2;
  return blend(background, hues.blue, least + (1 - least) * rank ** 2);
}

type LinePart = {
  readonly line: SVGPathElement;
  /** A wider one that nobody sees: a pointer need not hit a pixel. */
  readonly reach: SVGPathElement;
  readonly row: SVGGElement;
  readonly draw: (line: SearchLine, stroke: string, words: string) => void;
};

function linePart(trial: number): LinePart {
  const line = svgElement('path', { class: 'search-line', 'data-trial': trial });
  const reach = svgElement('path', { class: 'search-reach', role: 'gridcell', tabindex: -1 });
  return {
    line,
    reach,
    row: svgElement('g', { role: 'row' }, reach),
    draw({ d, isBest }, stroke, words) {
      setAttributes(line, { d, stroke, 'stroke-width': isBest ? 3 : 1.5 });
      setAttributes(reach, { d, 'data-tip': words, 'aria-label': words });
    },
  };
}

/** Touches nothing where the order is right already. */
function place(parent: Element, children: readonly Element[]): void {
  const same = parent.children.length === children.length && children.every((each, i) => parent.children[i] === each);
  if (!same) parent.replaceChildren(...children);
}

function frameNodes({ axes, step }: SearchChart): readonly SVGElement[] {
  return axes.flatMap(({ x, name, anchor, nameX, ticks }) => [
    svgElement('path', { d: `M${x} ${top}V${bottom}`, class: 'search-axis' }),
    ...name.map((words, i) =>
      svgElement('text', { x: nameX, y: bottom + 18 + 14 * i, 'text-anchor': anchor, class: 'search-name' }, words),
    ),
    ...ticks.map(({ y, label }) =>
      svgElement('text', { x: x + 5, y: y + 4, class: 'search-tick' }, fitted(label, Math.max(40, step - 12), 11)),
    ),
  ]);
}
