import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { TablePayload } from '../../../kernel/payloads/table/index.ts';
import { element, setAttributes } from '../host/index.ts';
import { type HeadActions, type HeadCell, headCell } from './head.ts';
import type { Reader } from './reader.ts';
import { tableRows } from './rows.ts';
import { boxOf, type Cell, filtersRow, namesRow, type Selection } from './selection.ts';
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
  const body = tableRows(payload, reader);
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
    body.node,
  );
  const node = element('div', { class: 'table-scroll' }, grid);
  grid.style.setProperty('--left', `${left}px`);
  const heads = new Map<number, HeadCell>();
  /** What was in sight when it was drawn last. */
  let inSight = '';
  let active: Element | undefined;

  const common = { getScrollElement: () => node, scrollToFn: elementScroll, observeElementRect, observeElementOffset };
  const onChange = (): void => render('moved');
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
    setAttributes(grid, { 'aria-rowcount': reader.count() + 2, 'aria-colcount': payload.columns.length + 1 });
    grid.style.width = `${across.getTotalSize()}px`;
    grid.style.height = `${headHeight + count * rowHeight}px`;
    render('all');
  }

  /** Scrolling writes only what comes into sight, and nothing where that is what was there. */
  function render(what: 'all' | 'moved'): void {
    down._willUpdate();
    across._willUpdate();
    const [rows, columns] = [down.getVirtualItems(), across.getVirtualItems()];
    const base = scene.base();
    const sight = [rows[0], rows.at(-1), columns[0], columns.at(-1)].map((item) => item?.index).join(' ');
    if (what === 'moved' && sight === inSight) return;
    inSight = sight;
    drawHead(columns, what);
    body.draw({ rows, columns, base, box: scene.isChosen() ? boxOf(scene.selection()) : undefined }, what);
    mark();
    want(rows, columns);
  }

  function drawHead(columns: readonly VirtualItem[], what: 'all' | 'moved'): void {
    const kept = new Set(columns.map(({ index }) => index));
    for (const [column, cell] of heads) {
      if (kept.has(column)) continue;
      cell.name.remove();
      cell.filter.remove();
      heads.delete(column);
    }
    for (const { index, start, size } of columns) {
      const known = heads.get(index);
      const cell = known ?? headCell(payload, index, actions);
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
      if (what === 'all' || !known) cell.draw(reader, size);
    }
  }

  /** The active cell, as long as it is in sight. */
  function mark(): void {
    const { row, column } = scene.selection().active;
    const head = heads.get(column);
    const cell = row === namesRow ? head?.name : row === filtersRow ? head?.filter : body.cell(row, column);
    if (active !== cell) {
      active?.classList.remove('table-active');
      active?.removeAttribute('id');
    }
    // A cell that is used again has lost its class.
    cell?.classList.add('table-active');
    active = cell;
    const name = `${id}-active`;
    if (cell) setAttributes(cell, { id: name });
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
