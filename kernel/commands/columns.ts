import { type TableColumn, tableColumns } from '../multitask/datasets/index.ts';
import { onlyOperand, readCommandLine } from './command-line.ts';

export const help = `Shows the columns of a table, so that you can say which are labels.

Usage: multitask-notebook columns FILE [--json]

FILE is a .csv, .tsv, .parquet, .json, .jsonl or .ndjson file; its first 10,000 rows are looked at.

Options:
  --json  one line of JSON: a list of { name, type, kind, distinct, examples }

Example:
  multitask-notebook columns clicks.csv
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, { json: { type: 'boolean' } });
  const columns = await tableColumns(onlyOperand(positionals, 'FILE'));
  process.stdout.write(values.json ? `${JSON.stringify(columns)}\n` : inWords(columns));
  return 0;
}

function inWords(columns: readonly TableColumn[]): string {
  const width = Math.max(...columns.map(({ name }) => name.length));
  const lines = columns.map(
    ({ name, kind, distinct, examples }) =>
      `${name.padEnd(width)}  ${kind.padEnd(7)}  ${String(distinct).padStart(6)} values, e.g. ${examples.join(', ')}\n`,
  );
  return lines.join('');
}
