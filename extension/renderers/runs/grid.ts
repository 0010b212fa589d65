import { taskMark } from '../../../kernel/payloads/marks.ts';
import { type RunColumn, type RunOrder, rowsOf } from '../../../kernel/payloads/runs/index.ts';
import { element, rovingFocus, setAttributes, setText } from '../host/index.ts';
import { type CurveScales, curveScales } from './curve.ts';
import type { Line, Listing } from './listing.ts';
import { checkBox, rowCells, rowSentence } from './row.ts';

export type GridActions = {
  readonly sort: (column: RunColumn) => void;
  readonly select: (key: string) => void;
  readonly fold: (key: string, to: 'open' | 'closed') => void;
  readonly openCell: (key: string) => void;
};

export type GridScene = {
  readonly listing: Listing;
  readonly order: RunOrder;
  /** Keys of the selected entries, in order; those with a place below `drawn` are in the plot. */
  readonly selected: readonly string[];
  readonly drawn: number;
};

export type Grid = {
  readonly node: HTMLElement;
  readonly draw: (scene: GridScene) => void;
};

/** A row in sight, and what it shows. */
type Row = { readonly node: HTMLElement; shows: string };

/** Of a row, in CSS pixels: that of the style sheet. */
export const rowHeight = 28;
/** Rows that exist above and below those in sight, so that scrolling shows no gap. */
const beyond = 8;

/** The table itself. Of its lines only those in sight have elements, so that a thousand cost as much as fifty. */
export function runsGrid(actions: GridActions): Grid {
  const headRow = element('div', { role: 'row', class: 'runs-row runs-head-row', 'aria-rowindex': 1 });
  const head = element('div', { role: 'rowgroup', class: 'runs-head' }, headRow);
  const body = element('div', { role: 'rowgroup', class: 'runs-body' });
  const grid = element(
    'div',
    { role: 'treegrid', class: 'runs-grid', 'aria-label': 'Training runs', 'aria-multiselectable': 'true' },
    head,
    body,
  );
  const node = element('div', { class: 'runs-scroll' }, grid);
  const headFocus = rovingFocus(head, 'button');
  const rows = new Map<string, Row>();
  let scene: GridScene | undefined;
  let scales: CurveScales = new Map();
  let active: string | undefined;
  let columnsShown = '';

  function draw(next: GridScene): void {
    const isOther = next.listing !== scene?.listing;
    scene = next;
    const { columns, widths, lines, found } = next.listing;
    if (isOther) scales = curveScales(found);
    setAttributes(grid, { 'aria-rowcount': lines.length + 1, 'aria-colcount': columns.length });
    grid.style.setProperty('--columns', widths.map((width) => `${width}px`).join(' '));
    grid.style.minWidth = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    body.style.height = `${lines.length * rowHeight}px`;
    drawHead(columns, next.order);
    drawRows();
  }

  function drawHead(columns: readonly RunColumn[], order: RunOrder): void {
    const titles = JSON.stringify(columns.map(({ id, title, about }) => [id, title, about]));
    if (titles !== columnsShown) {
      columnsShown = titles;
      headFocus.keep(() =>
        headRow.replaceChildren(
          ...columns.map((column) => {
            const button = element('button', { type: 'button', 'data-tip': column.about }, column.title);
            button.append(element('span', { class: 'runs-arrow', 'aria-hidden': 'true' }));
            button.onclick = () => actions.sort(column);
            return element(
              'div',
              { role: 'columnheader', class: `runs-cell ${column.align}`, 'data-column': column.id },
              button,
            );
          }),
        ),
      );
    }
    for (const [i, { id }] of columns.entries()) {
      const cell = headRow.children[i];
      if (cell === undefined) continue;
      const isSorted = id === order.column;
      setAttributes(cell, { 'aria-sort': isSorted ? order.direction : 'none' });
      const arrow = cell.querySelector('.runs-arrow');
      if (arrow) setText(arrow, isSorted ? (order.direction === 'ascending' ? '↑' : '↓') : '');
    }
  }

  function drawRows(): void {
    if (scene === undefined) return;
    const { lines } = scene.listing;
    const first = Math.max(0, Math.floor(node.scrollTop / rowHeight) - beyond);
    const last = Math.min(lines.length, Math.ceil((node.scrollTop + node.clientHeight) / rowHeight) + beyond);
    const hadFocus = body.contains(document.activeElement);
    const kept = new Map<string, Row>();
    for (let i = first; i < last; i++) {
      const line = lines[i];
      if (line === undefined) continue;
      const row = rows.get(line.key) ?? { node: element('div', { role: 'row', class: 'runs-row' }), shows: '' };
      kept.set(line.key, row);
      fill(row, scene, line, i);
    }
    rows.clear();
    for (const [key, row] of kept) rows.set(key, row);
    const nodes = [...kept.values()].map((row) => row.node);
    const isSame = body.children.length === nodes.length && nodes.every((row, i) => body.children[i] === row);
    if (!isSame) body.replaceChildren(...nodes);
    if (active === undefined || !lines.some(({ key }) => key === active)) active = lines[0]?.key;
    mark();
    if (hadFocus && !isSame) rows.get(active ?? '')?.node.focus({ preventScroll: true });
  }

  /** One stop of Tab: the row that had the focus last, or the first in sight where that one is far away. */
  function mark(): void {
    const stop = active !== undefined && rows.has(active) ? active : rows.keys().next().value;
    for (const [key, { node: row }] of rows) row.tabIndex = key === stop ? 0 : -1;
  }

  /** A row that shows the same stays untouched: nothing flickers, and who hears it hears it once. */
  function fill(row: Row, { listing: { columns }, selected, drawn }: GridScene, line: Line, place: number): void {
    const at = selected.indexOf(line.key);
    const mark = at >= 0 && at < drawn ? taskMark(at) : undefined;
    const sentence = rowSentence(line, columns);
    const curves = rowsOf(line.entry).map(({ curve }) => curve.values);
    setAttributes(row.node, {
      'data-key': line.key,
      'aria-rowindex': place + 2,
      'aria-level': line.level,
      'aria-selected': String(at >= 0),
      'aria-expanded': line.entry.kind === 'seeds' ? String(line.isOpen) : undefined,
      'aria-label': sentence,
    });
    row.node.style.top = `${place * rowHeight}px`;
    const shows = JSON.stringify([line.isOpen, sentence, columns.map(({ id }) => id), curves, [...scales]]);
    if (shows !== row.shows) {
      row.shows = shows;
      row.node.replaceChildren(...rowCells(line, columns, scales));
    }
    // Only this, where the selection alone has changed: a browser gives no double click to what was made anew after the first.
    row.node.firstElementChild?.firstElementChild?.replaceWith(checkBox(mark, at >= 0));
  }

  function lineOf(target: EventTarget | null): { readonly line: Line; readonly place: number } | undefined {
    const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined;
    const place = scene?.listing.lines.findIndex((each) => each.key === key) ?? -1;
    const line = scene?.listing.lines[place];
    return line && { line, place };
  }

  function goTo(place: number): void {
    const lines = scene?.listing.lines ?? [];
    const line = lines[Math.max(0, Math.min(lines.length - 1, place))];
    if (line === undefined) return;
    active = line.key;
    const top = lines.indexOf(line) * rowHeight;
    const room = node.clientHeight - head.offsetHeight;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + rowHeight > node.scrollTop + room) node.scrollTop = top + rowHeight - room;
    drawRows();
    rows.get(line.key)?.node.focus({ preventScroll: true });
  }

  function press(event: KeyboardEvent): void {
    const found = lineOf(event.target);
    if (found === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { line, place } = found;
    const page = Math.max(1, Math.floor(node.clientHeight / rowHeight) - 2);
    const isGroup = line.entry.kind === 'seeds';
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(place + 1),
      ArrowUp: () => (place === 0 ? head.querySelector<HTMLElement>('[tabindex="0"]')?.focus() : goTo(place - 1)),
      PageDown: () => goTo(place + page),
      PageUp: () => goTo(place - page),
      Home: () => goTo(0),
      End: () => goTo(Number.MAX_SAFE_INTEGER),
      ArrowRight: () => (isGroup && !line.isOpen ? actions.fold(line.key, 'open') : node.scrollBy({ left: 80 })),
      ArrowLeft: () => {
        if (isGroup && line.isOpen) actions.fold(line.key, 'closed');
        else if (line.level === 2) goTo(parentOf(place));
        else node.scrollBy({ left: -80 });
      },
      ' ': () => actions.select(line.key),
      Enter: () => (isGroup ? actions.fold(line.key, line.isOpen ? 'closed' : 'open') : actions.openCell(line.key)),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  function parentOf(place: number): number {
    const lines = scene?.listing.lines ?? [];
    return lines.findLastIndex(({ level }, i) => i < place && level === 1);
  }

  body.addEventListener('keydown', press);
  head.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') goTo(0);
  });
  body.addEventListener('focusin', (event) => {
    active = lineOf(event.target)?.line.key ?? active;
    mark();
  });
  body.addEventListener('click', (event) => {
    const found = lineOf(event.target);
    if (found === undefined || !(event.target instanceof Element)) return;
    const { line } = found;
    if (event.target.closest('.runs-twisty') && line.entry.kind === 'seeds')
      return actions.fold(line.key, line.isOpen ? 'closed' : 'open');
    if (event.target.closest('.runs-link')) return actions.openCell(line.key);
    actions.select(line.key);
  });
  body.addEventListener('dblclick', (event) => {
    const found = lineOf(event.target);
    if (found && !(event.target instanceof Element && event.target.closest('.runs-twisty')))
      actions.openCell(found.line.key);
  });
  node.addEventListener('scroll', drawRows, { passive: true });
  new ResizeObserver(drawRows).observe(node);
  return { node, draw };
}
