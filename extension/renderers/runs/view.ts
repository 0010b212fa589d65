import { textWidth } from '../../../kernel/payloads/reading/text-width.ts';
import {
  countedRuns,
  distinctNames,
  type FromRunsTable,
  type RunEntry,
  type RunRow,
  rowsOf,
  runRecords,
  type ToRunsTable,
} from '../../../kernel/payloads/runs/index.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../../kernel/payloads/training.ts';
import { copyText, csv, element, frames, pictureUrl } from '../host/index.ts';
import { runsGrid } from './grid.ts';
import { type Listing, listing, type Measure } from './listing.ts';
import { runsPlot } from './plot/plot.ts';
import type { Drawn } from './plot/scene.ts';
import type { TableState } from './state.ts';
import { runsToolbar } from './toolbar.ts';

export type RunsView = {
  readonly hear: (message: ToRunsTable) => void;
  readonly resize: (width: number) => void;
};

/** More lines than this nobody tells apart. */
export const mostDrawn = 12;

/** The table of all runs and, below it, the plot of those that are selected. */
export function runsView(
  root: HTMLElement,
  first: TableState,
  { keep, post }: { readonly keep: (state: TableState) => void; readonly post: (message: FromRunsTable) => void },
): RunsView {
  let state = first;
  let note = '';
  let width = 0;
  const rows = new Map<string, RunRow>();
  /** The whole runs behind the rows that are drawn, and the rows that they were asked for. */
  const payloads = new Map<string, TrainingPayload>();
  const asked = new Map<string, RunRow>();
  let list: Listing | undefined;

  const toolbar = runsToolbar(state.search, {
    search: (search) => change({ search }),
    copy: () => copyText(root, csvOf(current().found)),
  });
  const grid = runsGrid({
    sort({ id, first: direction }) {
      const { order } = state;
      const other = order.direction === 'ascending' ? 'descending' : 'ascending';
      change({ order: { column: id, direction: order.column === id ? other : direction } });
    },
    select: (key) => change({ selected: toggled(state.selected, key) }),
    fold: (key, to) =>
      change({ open: [...state.open.filter((each) => each !== key), ...(to === 'open' ? [key] : [])] }),
    openCell(key) {
      const entry = current().entries.get(key);
      if (entry?.kind === 'run') post({ kind: 'open', key });
    },
  });
  const plot = runsPlot({
    save: (format) =>
      void pictureUrl(plot.node, format).then((url) => post({ kind: 'save', name: 'training-runs', format, url })),
    copy: () => copyText(root, csvOf(selectedEntries().flatMap(({ entry }) => rowsOf(entry)))),
    remove: (key) => change({ selected: state.selected.filter((each) => each !== key) }),
    clear: () => change({ selected: [] }),
  });
  const empty = element('p', { class: 'dim', hidden: true });
  root.classList.add('runs');
  root.append(toolbar.node, grid.node, empty, plot.node);
  const pictures = frames(root, draw);
  const measure = measured(root);

  function current(): Listing {
    list ??= listing(
      [...rows.values()].sort((a, b) => a.seen - b.seen),
      state,
      measure,
    );
    return list;
  }

  function change(next: Partial<TableState>): void {
    if ('order' in next || 'search' in next || 'open' in next) list = undefined;
    state = { ...state, ...next };
    keep(state);
    pictures.now();
  }

  /** A selected run that is inside a group, or that is gone, is looked up by its own key. */
  function selectedEntries(): readonly { readonly key: string; readonly entry: RunEntry }[] {
    return state.selected.flatMap((key) => {
      const entry = current().entries.get(key);
      return entry === undefined ? [] : [{ key, entry }];
    });
  }

  function draw(): void {
    if (width <= 0) return;
    const all = current();
    const selected = selectedEntries();
    const drawnEntries = selected.slice(0, mostDrawn);
    toolbar.draw(all, note);
    grid.draw({ listing: all, order: state.order, selected: selected.map(({ key }) => key), drawn: mostDrawn });
    empty.hidden = all.lines.length > 0;
    empty.textContent =
      all.total === 0
        ? 'No runs yet. Every training run of this session and of the notebooks in this folder will be listed here.'
        : 'No run is found. The search looks for each word in model, notebook, data, verdict and name=value of settings.';
    const names = distinctNames(drawnEntries.map(({ entry }) => entry));
    const drawn = drawnEntries.map(({ key, entry }, i): Drawn => {
      const needed = drawnRows(entry);
      const known = needed.flatMap((row) => payloads.get(row.key) ?? []);
      return { key, entry, name: names[i] ?? '', payloads: known.length === needed.length ? known : [] };
    });
    root.classList.toggle('runs-with-plot', drawn.length > 0);
    plot.draw({ drawn, left: selected.length - drawn.length, width });
    askFor(drawnEntries.flatMap(({ entry }) => drawnRows(entry)));
  }

  function askFor(needed: readonly RunRow[]): void {
    const keys = new Set(needed.map(({ key }) => key));
    for (const key of [...payloads.keys()]) if (!keys.has(key)) payloads.delete(key);
    for (const key of [...asked.keys()]) if (!keys.has(key)) asked.delete(key);
    const missing = needed.filter((row) => asked.get(row.key) !== row);
    if (missing.length === 0) return;
    for (const row of missing) asked.set(row.key, row);
    post({ kind: 'payloads', keys: missing.map(({ key }) => key) });
  }

  return {
    hear(message) {
      switch (message.kind) {
        case 'rows':
          for (const key of message.removed) rows.delete(key);
          for (const row of message.rows) rows.set(row.key, row);
          note = message.note;
          list = undefined;
          return pictures.ask();
        case 'payloads':
          for (const { key, payload } of message.runs) {
            const parsed = parseTrainingPayload(payload);
            if (parsed.ok) payloads.set(key, parsed.value);
          }
          return pictures.ask();
        case 'select':
          return change({ selected: message.keys });
      }
    },
    resize(next) {
      width = next;
      pictures.ask();
    },
  };
}

/** In the page's own font, which no estimate knows. */
function measured(root: HTMLElement): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(root).fontFamily;
  return (text, size, weight) => {
    if (context === null) return textWidth(text, size, weight);
    context.font = `${weight} ${size}px ${family}`;
    return context.measureText(text).width;
  };
}

/** A mean is drawn of the seeds it is taken over; where none has ended, of all. */
function drawnRows(entry: RunEntry): readonly RunRow[] {
  const all = rowsOf(entry);
  if (entry.kind === 'run') return all;
  const counted = countedRuns(all);
  return counted.length > 0 ? counted : all;
}

function toggled(keys: readonly string[], key: string): readonly string[] {
  return keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key];
}

function csvOf(rows: readonly RunRow[]): string {
  const { header, lines } = runRecords(rows);
  return csv(header, lines);
}
