import { count, fraction, signed, significant, type Table, type TableBundle, tableBundle } from '../../text/index.ts';
import type { Importance, ImportanceTask, Loss } from './report.ts';

/** As a table: features down, tasks across. */
export function importanceTable({ title, data, rows, repeats, tasks, features }: Importance): Table {
  const shown = features.slice(0, mostRows);
  return {
    title: `Importance · ${[title, ...(data === undefined ? [] : [data])].join(' · ')}`,
    header: ['feature', ...tasks.map(({ name, metric }) => `${name}, ${metric === 'auc' ? 'AUC lost' : 'RMSE risen'}`)],
    rows: shown.map(({ name, losses }) => [name, ...tasks.map((task) => lossText(losses[task.name], task))]),
    align: (column) => (column === 0 ? 'left' : 'right'),
    notes: [
      ...tasks.flatMap(({ name, whole, rows }) =>
        Number.isNaN(whole)
          ? [
              `${name}: ${rows === 0 ? 'no row has a label of it and a weight above 0' : 'its labels have one value'}, so nothing is measured.`,
            ]
          : [],
      ),
      ...(features.length > shown.length ? [`${features.length - shown.length} more features matter less.`] : []),
      `Values dealt out anew among ${count(rows)} rows, ${repeats} times; ± standard error; 0: within two of them.`,
    ],
  };
}

export function importanceBundle(importance: Importance): TableBundle {
  return tableBundle(importanceTable(importance));
}

/** Nobody reads more in a cell. */
const mostRows = 50;

/** `+.0213 ± .0011`; `0 ± .0010` where it is within two standard errors; what is nothing in the digits written is `0`, and no error. */
export function lossText({ loss, error, isKnown }: Loss, { metric }: ImportanceTask): string {
  if (Number.isNaN(loss)) return '–';
  const write = (value: number) => (metric === 'auc' ? fraction(value) : significant(value, 3));
  const number = isKnown ? signed(loss, write) : '0';
  return [says(number) ? number : '0', ...(says(write(error)) ? [`±\u00a0${write(error)}`] : [])].join(' ');
}

const says = (number: string): boolean => /[1-9]/.test(number);
