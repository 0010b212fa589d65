import { kindOf, type TableValue, valueText } from '../../../kernel/payloads/table/index.ts';

/** Writes a value into a cell, which is used again for others. What is not here yet is three dots. */
export function fillCell(cell: HTMLElement, value: TableValue | undefined): void {
  const kind = value === undefined ? 'waits' : kindOf(value);
  const text = value === undefined ? '…' : valueText(value).replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ⏎ ');
  if (cell.textContent !== text) cell.textContent = text;
  const name = `table-cell table-${kind}`;
  if (cell.className !== name) cell.className = name;
}
