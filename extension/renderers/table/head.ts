import {
  type ColumnSummary,
  filterHelp,
  summarySentences,
  summaryWords,
  type TablePayload,
} from '../../../kernel/payloads/table/index.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { histogram } from './histogram.ts';
import type { Reader } from './reader.ts';

/** What stands above a column: its name, which sorts; what it holds; and its filter. */
export type HeadCell = {
  readonly name: HTMLElement;
  readonly filter: HTMLElement;
  readonly input: HTMLInputElement;
  draw(reader: Reader, width: number): void;
};

export type HeadActions = {
  readonly sort: (column: number) => void;
  readonly filter: (column: number, words: string) => void;
};

export function headCell(payload: TablePayload, column: number, actions: HeadActions): HeadCell {
  const { name = '', about } = payload.columns[column] ?? {};
  const arrow = element('span', { class: 'table-arrow', 'aria-hidden': 'true' });
  const label = element('span', { class: 'table-label', dir: 'auto' }, name === '' ? '\u00a0' : name);
  const title = element('span', { class: 'table-name' }, label, arrow);
  const chart = element('span', { class: 'table-summary' });
  const words = element('span', { class: 'table-words' });
  const cell = element(
    'div',
    { role: 'columnheader', class: 'table-head-cell', 'aria-colindex': column + 2 },
    title,
    chart,
    words,
  );
  cell.addEventListener('click', () => actions.sort(column));
  const input = element('input', {
    type: 'text',
    class: 'table-filter',
    tabindex: -1,
    'aria-label': `Filter ${name}`,
    placeholder: 'filter',
    spellcheck: 'false',
    autocomplete: 'off',
    'data-tip': filterHelp,
  });
  input.addEventListener('input', () => actions.filter(column, input.value));
  const filter = element('div', { role: 'gridcell', class: 'table-filter-cell', 'aria-colindex': column + 2 }, input);
  let drawn: ColumnSummary | undefined;
  let drawnWidth = 0;
  return {
    name: cell,
    filter,
    input,
    draw(reader, width) {
      const { order, filters } = reader.arrangement();
      const direction = order?.column === column ? order.direction : undefined;
      setText(arrow, direction === undefined ? '' : direction === 'ascending' ? '↑' : '↓');
      setAttributes(cell, { 'aria-sort': direction ?? 'none' });
      const wanted = filters.find((each) => each.column === column)?.words ?? '';
      if (document.activeElement !== input && input.value !== wanted) input.value = wanted;
      const summary = reader.summary(column);
      if (summary === drawn && width === drawnWidth && drawn !== undefined) return;
      drawn = summary;
      drawnWidth = width;
      chart.replaceChildren(...(summary ? [histogram(summary, width - 16)] : []));
      const [distinct, missing] = summary ? summaryWords(summary) : ['…', ''];
      words.replaceChildren(element('span', {}, distinct), element('span', {}, missing));
      const isPart = summary !== undefined && summary.rows < payload.length;
      cell.classList.toggle('table-part', isPart);
      const tip = [
        about === undefined ? name : `${name}: ${about}`,
        ...(summary ? [summarySentences('holds', summary, payload.length)] : ['what it holds is not known yet']),
        'click or Enter: sort',
      ].join('\n');
      setAttributes(cell, { 'data-tip': tip, 'aria-description': tip });
    },
  };
}
