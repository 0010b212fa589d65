import type { VirtualItem } from '@tanstack/virtual-core';
import type { TablePayload } from '../../../kernel/payloads/table/index.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { type GridCell, gridCell } from './cells.ts';
import type { Reader } from './reader.ts';
import { type Box, isIn } from './selection.ts';
import { headHeight } from './widths.ts';

/** What is in sight, and what of it is chosen. */
export type Sight = {
  readonly rows: readonly VirtualItem[];
  readonly columns: readonly VirtualItem[];
  /** The position of the row at the top of the stretch that is scrolled through. */
  readonly base: number;
  readonly box: Box | undefined;
};

/** The rows in sight; their elements are used again for others. */
export type TableRows = {
  readonly node: HTMLElement;
  /** `'moved'`: values and what is chosen are as they were, so what was in sight stays as it is. */
  readonly draw: (sight: Sight, what: 'all' | 'moved') => void;
  readonly cell: (position: number, column: number) => HTMLElement | undefined;
};

type Row = {
  readonly node: HTMLElement;
  readonly head: HTMLElement;
  /** By their columns. */
  readonly cells: Map<number, GridCell>;
};

export function tableRows(payload: TablePayload, reader: Reader): TableRows {
  const node = element('div', { role: 'rowgroup', class: 'table-body' });
  const rows = new Map<number, Row>();

  function newRow(): Row {
    const head = element('div', { role: 'rowheader', class: 'table-row-name', 'aria-colindex': 1 });
    const row = element('div', { role: 'row', class: 'table-row' }, head);
    node.append(row);
    return { node: row, head, cells: new Map() };
  }

  function place({ node: row, head }: Row, position: number, start: number): void {
    row.style.transform = `translateY(${start - headHeight}px)`;
    setAttributes(row, { 'aria-rowindex': position + 3, 'data-row': position });
    const number = reader.rowAt(position);
    setText(head, number === undefined ? '…' : (payload.index?.[number] ?? String(number)));
  }

  function fill({ node: row, cells }: Row, position: number, { columns, box }: Sight, what: 'all' | 'new'): void {
    const wanted = new Set(columns.map(({ index }) => index));
    const free: GridCell[] = [];
    for (const [column, cell] of cells) {
      if (wanted.has(column)) continue;
      cells.delete(column);
      free.push(cell);
    }
    for (const { index, start, size } of columns) {
      const known = cells.get(index);
      if (known && what === 'new') continue;
      const cell = known ?? free.pop() ?? gridCell();
      if (cell.node.parentNode !== row) row.append(cell.node);
      cells.set(index, cell);
      cell.place(index, start, size);
      cell.fill(reader.value(position, index));
      cell.choose(box !== undefined && isIn(box, position, index));
    }
    for (const spare of free) spare.node.remove();
  }

  return {
    node,
    draw(sight, what) {
      const { rows: seen, base } = sight;
      const wanted = new Set(seen.map(({ index }) => index + base));
      const free: Row[] = [];
      for (const [position, row] of rows) {
        if (wanted.has(position)) continue;
        rows.delete(position);
        free.push(row);
      }
      for (const { index, start } of seen) {
        const position = index + base;
        const known = rows.get(position);
        const row = known ?? free.pop() ?? newRow();
        const isNew = what === 'all' || !known;
        if (isNew) place(row, position, start);
        fill(row, position, sight, isNew ? 'all' : 'new');
        rows.set(position, row);
      }
      for (const spare of free) spare.node.remove();
    },
    cell: (position, column) => rows.get(position)?.cells.get(column)?.node,
  };
}
