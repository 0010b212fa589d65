import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { TablePayload } from '../../../kernel/payloads/table/index.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { fillCell } from './cells.ts';
import { type HeadActions, type HeadCell, headCell } from './head.ts';
import type { Reader } from './reader.ts';
import { type Box, boxOf, type Cell, filtersRow, isIn, namesRow, type Selection } from './selection.ts';
import { columnWidths, headHeight, indexWidth, rowHeight } from './widths.ts';

export type TableGrid = {
  readonly node: HTMLElement;
  /** The element that has the focus, whichever cell is active. */
  readonly grid: HTMLElement;
  readonly draw: () => void;
  readonly reveal: (cell: Cell) => void;
  readonly toTop: () => void;
  readonly cellAt: (target: EventTarget | null) => Cell | undefined;
  /** Rows of a page. */
  readonly page: () => number;
  readonly filterInput: (column: number) => HTMLInputElement | undefined;
  readonly dispose: () => void;
};

type Row = { readonly node: HTMLElement; readonly head: HTMLElement; readonly cells: HTMLElement[] };

/** A browser makes no element higher than 33 million pixels: of longer tables a stretch of a million rows is scrolled through. */
export const stretch = 1_000_000;

let grids = 0;

/** The table itself. Only rows and columns in sight have elements; the browser scrolls. */
export function tableGrid(
  payload: TablePayload,
  reader: Reader,
  scene: { readonly selection: () => Selection; readonly isChosen: () => boolean; readonly base: () => number },
  actions: HeadActions,
): TableGrid {
  const id = `table-grid-${++grids}`;
  const widths = columnWidths(payload);
  const left = indexWidth(payload);
  const corner = element(
    'div',
    { role: 'columnheader', class: 'table-corner', 'aria-colindex': 1 },
    element('span', { class: 'for-readers' }, 'row'),
  );
  const names = element('div', { role: 'row', class: 'table-names', 'aria-rowindex': 1 }, corner);
  const lead = element(
    'div',
    { role: 'rowheader', class: 'table-lead', 'aria-colindex': 1 },
    element('span', { class: 'for-readers' }, 'filters'),
  );
  const filters = element('div', { role: 'row', class: 'table-filters', 'aria-rowindex': 2 }, lead);
  const head = element('div', { role: 'rowgroup', class: 'table-head' }, names, filters);
  const body = element('div', { role: 'rowgroup', class: 'table-body' });
  const grid = element(
    'div',
    {
      role: 'grid',
      class: 'table-grid',
      tabindex: 0,
      'aria-label': payload.title ?? 'Table',
      'aria-multiselectable': 'true',
    },
    head,
    body,
  );
  const node = element('div', { class: 'table-scroll' }, grid);
  grid.style.setProperty('--left', `${left}px`);
  const heads = new Map<number, HeadCell>();
  const rows = new Map<number, Row>();

  const common = { getScrollElement: () => node, scrollToFn: elementScroll, observeElementRect, observeElementOffset };
  const onChange = (): void => draw();
  const down = new Virtualizer<HTMLElement, HTMLElement>({
    ...common,
    count: rowCount(),
    estimateSize: () => rowHeight,
    overscan: 10,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    onChange,
  });
  const across = new Virtualizer<HTMLElement, HTMLElement>({
    ...common,
    horizontal: true,
    count: widths.length,
    estimateSize: (column) => widths[column] ?? 0,
    overscan: 3,
    paddingStart: left,
    scrollPaddingStart: left,
    onChange,
  });
  const stops = [down._didMount(), across._didMount()];

  function rowCount(): number {
    return Math.max(0, Math.min(stretch, reader.count() - scene.base()));
  }

  function draw(): void {
    const count = rowCount();
    if (down.options.count !== count) down.setOptions({ ...down.options, count });
    down._willUpdate();
    across._willUpdate();
    const [seen, columns] = [down.getVirtualItems(), across.getVirtualItems()];
    setAttributes(grid, { 'aria-rowcount': reader.count() + 2, 'aria-colcount': payload.columns.length + 1 });
    grid.style.width = `${across.getTotalSize()}px`;
    grid.style.height = `${headHeight + count * rowHeight}px`;
    drawHead(columns);
    drawRows(seen, columns);
    mark();
    want(seen, columns);
  }

  function drawHead(columns: readonly VirtualItem[]): void {
    const kept = new Set(columns.map(({ index }) => index));
    for (const [column, cell] of heads) {
      if (kept.has(column)) continue;
      cell.name.remove();
      cell.filter.remove();
      heads.delete(column);
    }
    for (const { index, start, size } of columns) {
      const known = heads.get(index);
      const cell = known ?? headCell(payload, index, id, actions);
      if (!known) {
        heads.set(index, cell);
        for (const [parent, child] of [
          [names, cell.name],
          [filters, cell.filter],
        ] as const) {
          child.style.left = `${start}px`;
          child.style.width = `${size}px`;
          parent.append(child);
        }
      }
      cell.draw(reader, size);
    }
  }

  function drawRows(seen: readonly VirtualItem[], columns: readonly VirtualItem[]): void {
    const base = scene.base();
    const wanted = new Set(seen.map(({ index }) => index + base));
    const free: Row[] = [];
    for (const [position, row] of rows) {
      if (wanted.has(position)) continue;
      rows.delete(position);
      free.push(row);
    }
    const box = scene.isChosen() ? boxOf(scene.selection()) : undefined;
    for (const { index, start } of seen) {
      const position = index + base;
      const row = rows.get(position) ?? free.pop() ?? newRow();
      rows.set(position, row);
      fillRow(row, position, start, columns, box);
    }
    for (const { node: spare } of free) spare.remove();
  }

  function newRow(): Row {
    const rowHead = element('div', { role: 'rowheader', class: 'table-row-name', 'aria-colindex': 1 });
    const row = element('div', { role: 'row', class: 'table-row' }, rowHead);
    body.append(row);
    return { node: row, head: rowHead, cells: [] };
  }

  function fillRow(
    { node: row, head: rowHead, cells }: Row,
    position: number,
    start: number,
    columns: readonly VirtualItem[],
    box: Box | undefined,
  ): void {
    const top = `translateY(${start - headHeight}px)`;
    if (row.style.transform !== top) row.style.transform = top;
    setAttributes(row, { 'aria-rowindex': position + 3, 'data-row': position });
    const number = reader.rowAt(position);
    setText(rowHead, number === undefined ? '…' : (payload.index?.[number] ?? String(number)));
    for (const [i, { index, start: x, size }] of columns.entries()) {
      let cell = cells[i];
      if (!cell) {
        cell = element('div', { role: 'gridcell', dir: 'auto' });
        cells.push(cell);
        row.append(cell);
      }
      fillCell(cell, reader.value(position, index));
      const [left, width] = [`${x}px`, `${size}px`];
      if (cell.style.left !== left) cell.style.left = left;
      if (cell.style.width !== width) cell.style.width = width;
      setAttributes(cell, {
        id: `${id}-${position}-${index}`,
        'aria-colindex': index + 2,
        'aria-selected': box && isIn(box, position, index) ? 'true' : undefined,
      });
    }
    for (const spare of cells.splice(columns.length)) spare.remove();
  }

  /** The active cell, as long as it is in sight. */
  function mark(): void {
    const { row, column } = scene.selection().active;
    const name =
      row === namesRow ? `${id}-n${column}` : row === filtersRow ? `${id}-f${column}` : `${id}-${row}-${column}`;
    const cell = document.getElementById(name);
    for (const each of grid.querySelectorAll('.table-active')) if (each !== cell) each.classList.remove('table-active');
    cell?.classList.add('table-active');
    setAttributes(grid, { 'aria-activedescendant': cell ? name : undefined });
  }

  function want(seen: readonly VirtualItem[], columns: readonly VirtualItem[]): void {
    const [first, last, near, far] = [seen[0], seen.at(-1), columns[0], columns.at(-1)];
    if (!near || !far) return;
    reader.want(
      {
        start: (first?.index ?? 0) + scene.base(),
        count: first && last ? last.index - first.index + 1 : 0,
        firstColumn: near.index,
        columnCount: far.index - near.index + 1,
      },
      columns.map(({ index }) => index),
    );
  }

  return {
    node,
    grid,
    draw,
    reveal({ row, column }) {
      // What is scrolled must have its size first.
      draw();
      if (row >= 0) down.scrollToIndex(row - scene.base(), { align: 'auto' });
      across.scrollToIndex(column, { align: 'auto' });
      draw();
    },
    toTop: () => down.scrollToOffset(0),
    cellAt(target) {
      const cell = target instanceof Element ? target.closest<HTMLElement>('[aria-colindex]') : null;
      const row = cell?.closest<HTMLElement>('[data-row]')?.dataset.row;
      if (!cell || row === undefined || !grid.contains(cell)) return undefined;
      return { row: Number(row), column: Number(cell.getAttribute('aria-colindex')) - 2 };
    },
    page: () => Math.max(1, Math.floor((node.clientHeight - headHeight) / rowHeight) - 1),
    filterInput: (column) => heads.get(column)?.input,
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
