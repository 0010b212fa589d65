import { count, percent, significant, type Table, type TableBundle, tableBundle } from '../../text/index.ts';
import type { Column, Dataset, Features, RowStream, Rows, Task } from '../data/index.ts';
import type { ColumnUse } from './table/decide-column.ts';

/** A dataset whose parts know what they are called, so that plots can say it, and which shows itself as a table. */
export function presented<Some extends Presentable>(dataset: Some): Some {
  const named = <Part extends Rows | RowStream>(part: Part, name: string): Part => ({
    ...part,
    name: `${dataset.name} ${name}`,
  });
  const shown = {
    ...dataset,
    train: named(dataset.train, 'train'),
    validation: named(dataset.validation, 'validation'),
    test: named(dataset.test, 'test'),
  };
  return Object.defineProperty(shown, Symbol.for('Jupyter.display'), { value: () => datasetBundle(shown) });
}

type Presentable = Omit<Dataset, 'train'> & {
  readonly train: Rows | RowStream;
  /** Of a table of one's own: what each column became. */
  readonly columns?: readonly ColumnUse[];
  readonly notes?: readonly string[];
};

/** The parts, and for a table of one's own a line a column: nothing vanishes or changes its kind without a word. */
function datasetBundle(dataset: Presentable): TableBundle {
  const parts = tableBundle(datasetTable(dataset));
  if (!dataset.columns) return parts;
  const columns = tableBundle(columnsTable(dataset.columns, dataset.notes ?? []));
  return {
    'text/plain': `${parts['text/plain']}\n\n${columns['text/plain']}`,
    'text/html': parts['text/html'] + columns['text/html'],
  };
}

/** One line a column: what it became, why, and what to look at. */
function columnsTable(columns: readonly ColumnUse[], notes: readonly string[]): Table {
  return {
    title: 'Columns',
    header: ['column', 'use', 'why', 'look at'],
    rows: columns.map(({ name, use, why, warnings }) => [name, use, why, warnings.join('; ')]),
    notes,
    align: () => 'left',
  };
}

/** One line per part: its rows, and for each task the share of positives or the mean of what is observed. */
export function datasetTable({ name, features, tasks, ...parts }: Presentable): Table {
  const { train, validation, test } = parts;
  return {
    title: `${name}: ${columnCounts(features)}; ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
    header: ['', 'rows', ...tasks.map(taskHead)],
    rows: Object.entries({ train, validation, test })
      .filter(([, part]) => part.length > 0)
      .map(([part, rows]) => [part, count(rows.length), ...tasks.map((task) => level(rows, task))]),
  };
}

function taskHead({ name, kind, description }: Task): string {
  const what = description === undefined ? name : `${name} (${description})`;
  return kind === 'binary' ? what : `${what}, mean`;
}

function level(rows: Rows | RowStream, { name, kind }: Task): string {
  const labels = 'labels' in rows ? rows.labels[name] : undefined;
  if (!labels) return '';
  let sum = 0;
  let observed = 0;
  for (const label of labels) {
    if (Number.isNaN(label)) continue;
    sum += label;
    observed++;
  }
  if (observed === 0) return '–';
  return kind === 'binary' ? percent(sum / observed, 1) : significant(sum / observed, 3);
}

function columnCounts({ columns }: Features): string {
  const ofKind = (kind: Column['kind'], word: string) => {
    const found = columns.filter((column) => column.kind === kind).length;
    return found > 0 ? [`${found} ${word}`] : [];
  };
  const kinds = [...ofKind('numeric', 'numeric'), ...ofKind('categorical', 'categorical'), ...ofKind('list', 'list')];
  return `${kinds.join(', ')} ${columns.length === 1 ? 'column' : 'columns'}`;
}
