import { createMultitask } from '../multitask/create-multitask.ts';
import { text } from '../multitask/options/index.ts';
import { rowOptions } from '../multitask/training/index.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine, UsageError } from './command-line/index.ts';
import { writeColumns } from './predict/write-columns.ts';
import { checkColumnFlags } from './tables/check-column-flags.ts';
import { namedDataset } from './tables/named-dataset.ts';
import { dataHelp, tableFlags, tableOf } from './tables/table-flags.ts';

export const flags = {
  prediction: {
    data: {
      type: text,
      needed: true,
      value: 'DATA',
      about:
        'A table with the columns of the model, read as its own was but for what flags say; or the name of a dataset, for its test rows',
      also: ['table', 'file', 'dataset', 'input'],
    },
    output: { type: text, needed: true, value: 'FILE', about: 'A .csv or .parquet file', also: ['save', 'to'] },
    trainer: rowOptions.trainer,
    threads: rowOptions.threads,
  },
  ...tableFlags,
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Predicts with a trained model: one row for each row of the data, one column for each output.

Usage: multitask-notebook predict CHECKPOINT --data DATA --output FILE [options]

CHECKPOINT is a folder that \`train --save\` or \`model.save\` wrote.

${flagsHelp(flags)}
${dataHelp}
Examples:
  multitask-notebook train mmoe --save runs/mmoe
  multitask-notebook predict runs/mmoe --data census-income --output predictions.parquet
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands: folder } = readCommandLine(args, flags, onlyOperand('CHECKPOINT'));
  const { data, output, trainer, threads } = given.prediction;
  if (!/\.(csv|parquet)$/i.test(output))
    throw new UsageError(`--output must end in .csv or .parquet; it is ${output}.`);

  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { models, datasets } = createMultitask({ signal: () => interrupted.signal });
  const model = await models.load(folder);
  const { signal } = interrupted;
  const dataset = await namedDataset(datasets, data, { seed: 1, signal });
  const table = tableOf(given);
  checkColumnFlags(table, model.network);
  const { csv, missing, labels } = table;
  const rows = dataset ? dataset.test : await model.read(data, { csv, missing, labels, signal });
  const columns = await model.predict(rows, { trainer, threads });
  await writeColumns(output, columns, rows.length);
  process.stdout.write(
    `${rows.length.toLocaleString('en-US')} rows of ${Object.keys(columns).join(', ')} in ${output}\n`,
  );
  return 0;
}
