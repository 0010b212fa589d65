import type { Hue } from '../../../kernel/payloads/marks.ts';
import { comparisonAxis, type Differences } from '../../../kernel/payloads/reading/reports/comparison-axis.ts';
import { fraction, plusMinus } from '../../../kernel/text/index.ts';
import { element, rovingFocus, setAttributes, setText, stackedWidth, svgElement } from '../host/index.ts';

/** A candidate of a task, as it is drawn. */
export type DrawnRow = Differences & {
  readonly candidate: string;
  /** Its number and the standard error of it. */
  readonly mean: number | null;
  readonly error: number | null;
  /** `better` and `worse` stand out. */
  readonly judgement: string;
  /** All that is known of it. */
  readonly words: string;
};

export type TaskScene = {
  readonly title: string;
  readonly rows: readonly DrawnRow[];
  /** Of the view's content, in CSS pixels. */
  readonly width: number;
};

export type TaskPart = { readonly node: HTMLElement; readonly draw: (scene: TaskScene) => void };

/**
 * The candidates of one task: their numbers, and their differences to the baseline on one axis about zero. `mark` stands
 * before the title; a row's hue is that of its task or, where candidates own the hues, its own.
 */
export function comparisonTask(hueOf: (row: number) => Hue, ...mark: readonly SVGElement[]): TaskPart {
  const title = element('span', {});
  const grid = element('div', { class: 'comparison-grid', role: 'grid' });
  const ends = [0, 1, 2].map(() => element('span', {}));
  const axis = element('div', { class: 'comparison-axis small dim', 'aria-hidden': 'true' }, ...ends);
  const node = element(
    'section',
    { class: 'comparison-task' },
    element('div', { class: 'comparison-name' }, ...mark, title),
    grid,
    axis,
  );
  const focus = rovingFocus(grid, '.comparison-plot');
  let rows: readonly RowPart[] = [];
  return {
    node,
    draw({ title: words, rows: drawn, width }) {
      setText(title, words);
      setAttributes(grid, { 'aria-label': words });
      if (rows.length !== drawn.length)
        focus.keep(() => {
          rows = drawn.map((_, i) => rows[i] ?? rowPart(hueOf(i)));
          grid.replaceChildren(...rows.map(({ node }) => node));
        });
      const { reach, labels } = comparisonAxis(drawn);
      const room = width <= stackedWidth ? width : width - besides;
      const x = (value: number) => margin + ((value + reach) / (2 * reach)) * (room - 2 * margin);
      for (const [i, row] of drawn.entries()) rows[i]?.draw(row, { x, room });
      for (const [i, label] of labels.entries()) if (ends[i]) setText(ends[i], label);
    },
  };
}

/** Widths of the columns beside the plot, with their gaps, and the room at its ends for half a mark: those of the style sheet. */
export const columns = { name: 190, value: 110, verdict: 132, gap: 12 } as const;
const besides = columns.name + columns.value + columns.verdict + 3 * columns.gap;
const margin = 6;
const height = 30;

type RowPart = {
  readonly node: HTMLElement;
  readonly draw: (row: DrawnRow, place: { x: (value: number) => number; room: number }) => void;
};

function rowPart(hue: Hue): RowPart {
  const name = element('span', { class: 'comparison-candidate', role: 'rowheader' });
  const mean = element('b', {});
  const error = element('span', { class: 'dim' });
  const zero = svgElement('path', { class: 'comparison-zero' });
  const dots = svgElement('path', { fill: `var(--${hue})`, 'fill-opacity': 0.45 });
  const line = svgElement('path', { stroke: `var(--${hue})`, 'stroke-width': 2 });
  const square = svgElement('rect', { width: 8, height: 8, y: height / 2 - 4, class: 'comparison-mean' });
  square.setAttribute('fill', `var(--${hue})`);
  const drawing = svgElement('svg', { height, 'aria-hidden': 'true' }, zero, dots, line, square);
  const plot = element('span', { class: 'comparison-plot', role: 'gridcell', tabindex: -1 }, drawing);
  const verdict = element('span', { class: 'comparison-judgement', role: 'gridcell' });
  const node = element(
    'div',
    { class: 'comparison-row', role: 'row' },
    name,
    element('span', { class: 'comparison-value', role: 'gridcell' }, mean, ' ', error),
    plot,
    verdict,
  );
  return {
    node,
    draw(row, { x, room }) {
      const { words } = row;
      setText(name, row.candidate);
      setAttributes(name, { title: row.candidate });
      setAttributes(node, { 'data-tip': words });
      setAttributes(plot, { 'data-tip': words, 'aria-label': words });
      setText(mean, fraction(row.mean));
      setText(error, plusMinus(row.error));
      setText(verdict, row.judgement);
      node.dataset.judgement = row.judgement;
      setAttributes(drawing, { width: room });
      setAttributes(zero, { d: `M${x(0).toFixed(1)} 3V${height - 3}` });
      setAttributes(dots, { d: row.differences.map(({ value }, i) => dot(x(value), i)).join('') || undefined });
      const { interval } = row;
      setAttributes(line, {
        d:
          interval === null
            ? undefined
            : `M${x(interval.lower).toFixed(1)} ${height / 2}H${x(interval.upper).toFixed(1)}`,
      });
      setAttributes(square, { x: interval === null ? undefined : (x(interval.mean) - 4).toFixed(1) });
      square.style.display = interval === null ? 'none' : '';
    },
  };
}

/** On one of three lines, so that seeds that fall together are still seen. */
function dot(x: number, position: number): string {
  const y = height / 2 + ((position % 3) - 1) * 5;
  return `M${(x - 2.4).toFixed(1)} ${y}a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0`;
}
