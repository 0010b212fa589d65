import {
  arrangementWords,
  isCut,
  type TableOrder,
  type TablePayload,
  tableFacts,
  valueText,
} from '../../../kernel/payloads/table/index.ts';
import { count } from '../../../kernel/text/index.ts';
import { type Ask, copyText, csv, element, follow, setText, type Theme, type View } from '../host/index.ts';
import { csvValue } from './csv.ts';
import { stretch, type TableGrid, tableGrid } from './grid.ts';
import { listenToGrid } from './listen.ts';
import { createReader, type Reader } from './reader.ts';
import { boxOf, cellsIn, type Selection } from './selection.ts';
import { tableToolbar } from './toolbar.ts';

/** A table: its head says what each column holds, sorts and filters; cells are selected and copied. */
export function tableView(
  root: HTMLElement,
  firstTheme: Theme,
  first: TablePayload,
  ask: Ask | undefined,
): View<TablePayload> {
  const shown = follow(root, firstTheme, first, draw);
  const status = element('div', { class: 'table-status', role: 'status' });
  const again = element('button', { type: 'button', class: 'table-again' }, 'Ask again');
  const state = element('div', { class: 'table-state' }, status, again);
  const value = element('div', { class: 'table-value', role: 'region', 'aria-label': 'The active cell', tabindex: 0 });
  const toolbar = tableToolbar({
    copy,
    clear: () => reader.arrange({ filters: [] }),
    find: (column) => move({ row: Math.max(0, selection.active.row), column }),
    page: (to) => {
      base = to;
      parts.toTop();
      draw();
    },
  });
  const words = element('pre', { class: 'table-said', role: 'region', 'aria-label': 'What it says', tabindex: 0 });
  const place = element('div', {});
  root.append(toolbar.node, words, state, place, value);
  let selection: Selection = start;
  let base = 0;
  let said = '';
  let payload = first;
  let reader: Reader;
  let parts: TableGrid;
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  build();

  function build(): void {
    stop();
    selection = start;
    base = 0;
    reader = createReader(payload, ask, () => shown.pictures.ask());
    parts = tableGrid(
      payload,
      reader,
      { selection: () => selection, isChosen: () => selection !== start, base: () => base },
      { sort, filter },
    );
    setText(words, payload.said ?? '');
    words.hidden = words.textContent === '';
    place.replaceChildren(parts.node);
    const silence = listenToGrid(parts, {
      size: () => ({ rows: reader.count(), columns: payload.columns.length, page: parts.page() }),
      selection: () => selection,
      select,
      sort,
      copy,
    });
    stop = () => {
      silence();
      parts.dispose();
      clearTimeout(timer);
    };
    again.onclick = () => reader.askAgain();
  }

  function sort(column: number): void {
    const { order, filters } = reader.arrangement();
    const next: TableOrder | undefined =
      order?.column !== column
        ? { column, direction: 'ascending' }
        : order.direction === 'ascending'
          ? { column, direction: 'descending' }
          : undefined;
    rearrange(() => reader.arrange({ order: next, filters }));
  }

  /** After a pause: a filter of a million rows is not asked for at every letter. */
  function filter(column: number, words: string): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { order, filters } = reader.arrangement();
      const others = filters.filter((each) => each.column !== column);
      const wanted = words.trim() === '' ? others : [...others, { column, words }];
      rearrange(() => reader.arrange({ order, filters: wanted }));
    }, 200);
  }

  function rearrange(arrange: () => void): void {
    said = '';
    base = 0;
    parts.toTop();
    arrange();
    shown.pictures.now();
  }

  function select(next: Selection): void {
    selection = next;
    said = '';
    const { row } = next.active;
    if (row >= 0 && (row < base || row >= base + stretch)) base = Math.floor(row / stretch) * stretch;
    parts.reveal(next.active);
    sayValue();
    draw();
  }

  function move(active: Selection['active']): void {
    select({ anchor: active, active });
    parts.grid.focus({ preventScroll: true });
  }

  /** The whole value of the active cell: what its width cuts, and what the kernel has more of. */
  function sayValue(): void {
    const { row, column } = selection.active;
    const held = row < 0 || selection === start ? undefined : reader.value(row, column);
    const name = payload.columns[column]?.name ?? '';
    if (held === undefined) {
      setText(value, '');
      return;
    }
    const write = (words: string): void => {
      const number = reader.rowAt(row) ?? row;
      value.replaceChildren(
        element('span', { class: 'dim' }, `${payload.index?.[number] ?? number} · `, element('bdi', {}, name), ' '),
        element('span', { class: 'table-whole', dir: 'auto' }, words),
      );
    };
    write(valueText(held));
    if (isCut(held)) reader.whole(row, column, write);
  }

  function copy(): void {
    const isAll = selection === start;
    const box = isAll
      ? { top: 0, bottom: reader.count() - 1, left: 0, right: payload.columns.length - 1 }
      : boxOf(selection);
    const last = Math.min(box.bottom, reader.count() - 1);
    const bottom = Math.min(last, box.top + mostCopied - 1);
    const columns = Array.from({ length: box.right - box.left + 1 }, (_, i) => box.left + i);
    const lines = [];
    let [away, cut] = [last - bottom, 0];
    for (let row = box.top; row <= bottom; row++) {
      const values = columns.map((column) => reader.value(row, column));
      if (values.some((each) => each === undefined)) {
        away++;
        continue;
      }
      cut += values.filter((each) => each !== undefined && isCut(each)).length;
      lines.push(values.map((each) => (each === undefined ? null : csvValue(each))));
    }
    const isOne = cellsIn(box) === 1;
    const header = columns.map((column) => payload.columns[column]?.name ?? '');
    const text = isOne ? String(lines[0]?.[0] ?? '') : csv(header, lines);
    void copyText(root, text).then(
      () => say(copiedWords({ rows: lines.length, columns: columns.length, away, cut })),
      () => say('Not copied: the clipboard cannot be written to here.'),
    );
  }

  function say(words: string): void {
    said = words;
    draw();
  }

  function draw(): void {
    if (shown.payload !== payload) {
      payload = shown.payload;
      build();
    }
    if (shown.width <= 0) return;
    parts.draw();
    const arrangement = reader.arrangement();
    toolbar.draw({ payload, facts: tableFacts(payload), rows: reader.count(), base, arrangement });
    const { state: how, words = '' } = reader.state() ?? {};
    const arranged = arrangementWords(arrangement, {
      names: payload.columns.map(({ name }) => name),
      found: reader.count(),
      of: reader.looked(),
      length: payload.length,
    });
    const asking =
      how === 'waits'
        ? 'Waits for the cell that runs…'
        : how === 'works' && reader.isArranging()
          ? 'Working it out…'
          : '';
    setText(status, [said, asking || arranged, how === 'refused' ? words : ''].filter((part) => part !== '').join(' '));
    again.hidden = how !== 'refused';
    if (value.textContent === '') sayValue();
  }

  return {
    ...shown.view,
    dispose() {
      shown.view.dispose();
      stop();
    },
  };
}

/** Nothing was chosen yet: copying takes all. */
const start: Selection = { anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } };
const mostCopied = 100_000;

function copiedWords({
  rows,
  columns,
  away,
  cut,
}: {
  rows: number;
  columns: number;
  away: number;
  cut: number;
}): string {
  const size = `${count(rows)} ${rows === 1 ? 'row' : 'rows'} × ${count(columns)} ${columns === 1 ? 'column' : 'columns'}`;
  return [
    `Copied ${size} as CSV.`,
    away > 0 ? `${count(away)} more ${away === 1 ? 'row is' : 'rows are'} not here.` : '',
    cut > 0 ? `${count(cut)} long ${cut === 1 ? 'value is' : 'values are'} cut.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
