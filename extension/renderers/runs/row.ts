import { type Mark, markPath } from '../../../kernel/payloads/marks.ts';
import {
  entryTone,
  newest,
  type RunColumn,
  rowsOf,
  runsWords,
  verdictDetails,
} from '../../../kernel/payloads/runs/index.ts';
import { element, svgElement } from '../host/index.ts';
import { type CurveScales, curveDrawing } from './curve.ts';
import type { Line } from './listing.ts';
import { toneIcon } from './tone-icon.ts';

/** The cells of a line, with an empty check box in the first. */
export function rowCells(line: Line, columns: readonly RunColumn[], scales: CurveScales): readonly HTMLElement[] {
  return columns.map((column) => {
    const cell = element('div', { role: 'gridcell', class: `runs-cell ${column.align}`, 'data-column': column.id });
    cell.append(...contentOf(column, line, scales));
    if (column.id === 'verdict') cell.dataset.tip = verdictDetails(line.entry);
    else if (column.align === 'left' && column.id !== 'curve') cell.title = column.text(line.entry);
    return cell;
  });
}

function contentOf(column: RunColumn, line: Line, scales: CurveScales): readonly (Node | string)[] {
  const { entry, level } = line;
  const text = column.text(entry);
  switch (column.id) {
    case 'name':
      return [
        checkBox(undefined, false),
        element(
          'span',
          { class: 'runs-twisty', 'aria-hidden': 'true' },
          entry.kind === 'run' ? '' : line.isOpen ? '▾' : '▸',
        ),
        ...(level === 2 ? [element('span', { class: 'runs-indent' })] : []),
        toneIcon(entryTone(entry)),
        element('span', { class: 'runs-text strong' }, level === 1 ? text : memberName(line)),
      ];
    case 'curve':
      return [curveDrawing(entry, scales)];
    case 'place':
      return [element('span', { class: 'runs-text runs-link' }, text)];
    default: {
      const more = column.more?.(entry) ?? '';
      return [
        element('span', { class: 'runs-text' }, text),
        ...(more === '' ? [] : [element('span', { class: 'runs-more' }, ` ${more}`)]),
      ];
    }
  }
}

/** Inside a group the seed is what tells a run from the others. */
function memberName({ entry }: Line): string {
  const { run } = newest(entry);
  return `seed ${run.seed} · run ${run.number}`;
}

/** Empty, checked, or with the mark that the run has in the plot. */
export function checkBox(mark: Mark | undefined, isSelected: boolean): SVGSVGElement {
  const box = { x: 0.5, y: 0.5, width: 13, height: 13, rx: 2, class: 'runs-box' };
  const inside =
    mark !== undefined
      ? [svgElement('path', { d: markPath(mark.shape, 7, 7, 4.2), fill: `var(--${mark.hue})` })]
      : isSelected
        ? [svgElement('path', { d: 'M3 7l3 3 5-6', class: 'runs-check' })]
        : [];
  return svgElement(
    'svg',
    { class: 'runs-checkbox', width: 14, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
    svgElement('rect', box),
    ...inside,
  );
}

/** What a row is called where its cells are not read one by one. */
export function rowSentence(line: Line, columns: readonly RunColumn[]): string {
  const cells = columns
    .filter(({ id }) => id !== 'name' && id !== 'curve')
    .flatMap((column) => {
      const text = `${column.text(line.entry)} ${column.more?.(line.entry) ?? ''}`.trim();
      return text === '' ? [] : [`${column.title} ${text}`];
    });
  const name = line.level === 2 ? memberName(line) : (columns.find(({ id }) => id === 'name')?.text(line.entry) ?? '');
  const group = line.entry.kind === 'seeds' ? [runsWords(rowsOf(line.entry).length)] : [];
  return [name, ...group, ...cells].join(', ');
}
