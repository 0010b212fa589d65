import { createMultitask } from '../multitask/create-multitask.ts';
import type { Dataset } from '../multitask/data/index.ts';
import { type ColumnUse, type TableColumn, tableColumns } from '../multitask/datasets/index.ts';
import { boolean, text } from '../multitask/options/index.ts';
import { anyOperands, type FlagTable, flagsHelp, onlyOperand, readCommandLine } from './command-line/index.ts';
import { columnLines } from './tables/column-lines.ts';
import { namedDataset } from './tables/named-dataset.ts';
import { dataHelp, tableFlags, tableOf } from './tables/table-flags.ts';

export const flags = {
  options: {
    data: { type: text, value: 'DATA', about: 'The same as DATA alone', also: ['table', 'file', 'dataset', 'input'] },
    json: {
      type: boolean,
      about: 'One line of JSON: a list of { name, type, kind, distinct, examples, use, why, warnings }',
    },
  },
  ...tableFlags,
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Shows the columns of a table: what each becomes, why, and what to look at; so that you can say which are labels.

Usage: multitask-notebook columns DATA [options]

DATA is what --data is of train and predict; the first 10,000 rows of a table are looked at. ${dataHelp}
${flagsHelp(flags)}
Examples:
  npx multitask-notebook columns clicks.csv
  npx multitask-notebook columns export.txt --delimiter ';' --decimal , --labels bought=yes
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands } = readCommandLine(args, flags, anyOperands);
  const { data, json } = given.options;
  const source = onlyOperand('DATA')(data === undefined ? operands : [data, ...operands]);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { signal } = interrupted;
  const { datasets } = createMultitask({ signal: () => signal });
  const dataset = await namedDataset(datasets, source, { seed: 1, signal });
  const columns = dataset ? usesOf(dataset) : await tableColumns(source, { ...tableOf(given), signal });
  process.stdout.write(json ? `${JSON.stringify(columns)}\n` : inWords(columns));
  return 0;
}

/** A dataset that comes along says itself what its columns are. */
function usesOf({ features, tasks }: Dataset): ColumnUse[] {
  return [
    ...tasks.map(({ name, kind, description = '' }): ColumnUse => {
      return {
        name,
        use: 'label',
        why: `a ${kind} label${description === '' ? '' : `, ${description}`}`,
        warnings: [],
      };
    }),
    ...features.columns.map(({ name, ...column }): ColumnUse => {
      if (column.kind === 'numeric') return { name, use: 'numeric', why: 'numbers', warnings: [] };
      return { name, use: column.kind, why: `${column.values.length} values`, warnings: [] };
    }),
  ];
}

function inWords(columns: readonly (ColumnUse | TableColumn)[]): string {
  return columnLines(
    columns.map((column) => {
      const examples = 'examples' in column && column.examples.length > 0 ? `, e.g. ${column.examples.join(', ')}` : '';
      const kind = 'kind' in column && column.kind === 'binary' && column.use !== 'label' ? ' (it can be a label)' : '';
      return { ...column, why: `${column.why}${kind}${examples}` };
    }),
  );
}
