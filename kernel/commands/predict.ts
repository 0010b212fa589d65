import { createMultitask } from '../multitask/create-multitask.ts';
import { onlyOperand, readCommandLine, UsageError } from './command-line.ts';
import { writeColumns } from './predict/write-columns.ts';
import { oneOf } from './train/model-flags.ts';

export const help = `Predicts with a trained model: one row for each row of the data, one column for each output.

Usage: multitask-notebook predict CHECKPOINT --data FILE --output FILE [--trainer NAME]

CHECKPOINT is a folder that \`train --save\` or \`model.save\` wrote.

  --data FILE     CSV, Parquet or JSON with the columns of the model; or census-income, for its test rows
  --output FILE   .csv or .parquet
  --trainer NAME  simd or tfjs (simd)

Examples:
  multitask-notebook train mmoe --save runs/mmoe
  multitask-notebook predict runs/mmoe --data census-income --output predictions.parquet
`;

const options = {
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
  const rows = values.data === 'census-income' ? (await datasets.censusIncome()).test : await model.read(values.data);
  const columns = await model.predict(rows, { trainer });
  await writeColumns(output, columns, rows.length);
  process.stdout.write(
    `${rows.length.toLocaleString('en-US')} rows of ${Object.keys(columns).join(', ')} in ${output}\n`,
  );
  return 0;
}
