import { createMultitask } from '../multitask/create-multitask.ts';
import { onlyOperand, readCommandLine, UsageError } from './command-line.ts';
import { writeColumns } from './predict/write-columns.ts';
import { checkColumnFlags } from './tables/check-column-flags.ts';
import { namedDataset } from './tables/named-dataset.ts';
import { dataHelp, readTableFlags, tableFlags, tableFlagsHelp } from './tables/table-flags.ts';
import { oneOf } from './train/model-flags.ts';

export const help = `Predicts with a trained model: one row for each row of the data, one column for each output.

Usage: multitask-notebook predict CHECKPOINT --data DATA --output FILE [options]

CHECKPOINT is a folder that \`train --save\` or \`model.save\` wrote.

  --data DATA     a table with the columns of the model, read as its own was but for what flags say; or the name of a
                  dataset, for its test rows
  --output FILE   .csv or .parquet
  --trainer NAME  simd or tfjs (simd)

${dataHelp}
${tableFlagsHelp}
Examples:
  multitask-notebook train mmoe --save runs/mmoe
  multitask-notebook predict runs/mmoe --data census-income --output predictions.parquet
`;

const options = {
  ...tableFlags,
  data: { type: 'string' },
  output: { type: 'string' },
  trainer: { type: 'string' },
} as const;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, options);
  const folder = onlyOperand(positionals, 'CHECKPOINT');
  if (values.data === undefined) throw new UsageError('--data is missing.');
  const { output } = values;
  if (output === undefined) throw new UsageError('--output is missing.');
  if (!/\.(csv|parquet)$/i.test(output))
    throw new UsageError(`--output must end in .csv or .parquet; it is ${output}.`);
  const trainer = values.trainer === undefined ? undefined : oneOf('simd', 'tfjs')(values.trainer, '--trainer');

  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { models, datasets } = createMultitask({ signal: () => interrupted.signal });
  const model = await models.load(folder);
  const { signal } = interrupted;
  const dataset = await namedDataset(datasets, values.data, { seed: 1, signal });
  const told = readTableFlags(values);
  checkColumnFlags(told, model.network);
  const { csv, missing, labels } = told;
  const rows = dataset ? dataset.test : await model.read(values.data, { csv, missing, labels, signal });
  const columns = await model.predict(rows, { trainer });
  await writeColumns(output, columns, rows.length);
  process.stdout.write(
    `${rows.length.toLocaleString('en-US')} rows of ${Object.keys(columns).join(', ')} in ${output}\n`,
  );
  return 0;
}
