import type { ColumnSummary } from '../../../kernel/payloads/table/index.ts';
import { edge } from '../../../kernel/payloads/table/index.ts';
import { element, svgElement } from '../host/index.ts';
import { headHeights } from './widths.ts';

/** What a column holds, drawn: bars over its range, or a bar for each of the values that most rows have. Ends are in words below. */
export function histogram(summary: ColumnSummary, width: number): HTMLElement {
  const { range, top, kind } = summary;
  const height = headHeights.chart;
  const shares = range ? range.bins : (top ?? []).map(({ rows }) => rows);
  const most = Math.max(1, ...shares);
  const step = width / Math.max(1, range ? shares.length : Math.max(5, shares.length));
  const bars = shares.map((rows, i) => {
    // What is there is seen, however little it is.
    const tall = rows === 0 ? 0 : Math.max(1, (rows / most) * (height - 2));
    return svgElement('rect', {
      x: i * step,
      y: height - tall,
      width: Math.max(1, step - 1),
      height: tall,
      class: 'table-bar',
    });
  });
  const base = svgElement('rect', { x: 0, y: height - 1, width, height: 1, class: 'table-base' });
  const ends = range
    ? [edge(range.low, kind), range.low === range.high ? '' : edge(range.high, kind)]
    : [top?.[0]?.words ?? '', ''];
  return element(
    'span',
    { class: 'table-chart', 'aria-hidden': 'true' },
    svgElement('svg', { width, height, viewBox: `0 0 ${width} ${height}` }, base, ...bars),
    element('span', { class: 'table-ends' }, ...ends.map((end) => element('span', { dir: 'auto' }, end))),
  );
}
