import { createMultitask } from '../multitask/create-multitask.ts';
import { text } from '../multitask/options/index.ts';
import { rowOptions } from '../multitask/training/index.ts';
import { count } from '../text/index.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine, UsageError } from './command-line/index.ts';
import { scoringFlags, scoringOf } from './predict/cluster-flags.ts';
import { writeColumns } from './predict/write-columns.ts';
import { checkColumnFlags } from './tables/check-column-flags.ts';
import { namedDataset } from './tables/named-dataset.ts';
import { dataHelp, tableFlags, tableOf } from './tables/table-flags.ts';

export const flags = {
  prediction: {
    data: {
      type: text,
      value: 'DATA',
      without: 'a cluster reads --rows',
      about:
        'A table with the columns of the model, read as its own was but for what flags say; or the name of a dataset, for its test rows',
      also: ['table', 'file', 'dataset', 'input'],
    },
    output: {
      type: text,
      needed: true,
      value: 'PATH',
      about: 'A .csv or .parquet file; of a cluster a folder',
      also: ['save', 'to'],
    },
    trainer: rowOptions.trainer,
    threads: rowOptions.threads,
  },
  cluster: scoringFlags,
  ...tableFlags,
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Predicts with a trained model: one row for each row of the data, one column for each output.

Usage: multitask-notebook predict CHECKPOINT --data DATA --output FILE [options]
       multitask-notebook predict CHECKPOINT --rows PATH --cluster URL --output FOLDER [options]

CHECKPOINT is a folder that \`train --save\` or \`model.save\` wrote.

${flagsHelp(flags)}
${dataHelp}
Examples:
  npx multitask-notebook train mmoe --save runs/mmoe
  npx multitask-notebook predict runs/mmoe --data census-income --output predictions.parquet
  npx multitask-notebook predict runs/mmoe --rows '/mnt/log/*.parquet' --cluster http://head:8265 \\
    --keys user_id,item_id --output /mnt/scores
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands: folder } = readCommandLine(args, flags, onlyOperand('CHECKPOINT'));
  const { data, output, trainer, threads } = given.prediction;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const multitask = createMultitask({
    signal: () => interrupted.signal,
    warn: (line) => void process.stderr.write(`${line}\n`),
    progress: progressLine,
  });
  const { models, datasets } = multitask;
  const remote = scoringOf(multitask, given.cluster);
  if (remote) {
    const { rows, ...options } = remote;
    const ours = Object.entries({ data, trainer, threads }).find(([, value]) => value !== undefined)?.[0];
    if (ours !== undefined)
      throw new UsageError(`--${ours} is for rows that are read here, not for --rows of a cluster.`);
    const model = await models.load(folder);
    try {
      const scores = await model.predict(rows, { ...options, output });
      process.stdout.write(
        `${count(scores.rows)} rows of ${scores.columns.join(', ')} in ${count(scores.files)} files in ${scores.output}\n`,
      );
      return 0;
    } catch (error) {
      if (!interrupted.signal.aborted) throw error;
      process.stderr.write('Interrupted: files that are scored stay, and the same command goes on.\n');
      return 130;
    }
  }
  if (data === undefined)
    throw new UsageError("--data is missing: a table to predict, or --rows '/mnt/log/*.parquet' and a cluster.");
  if (!/\.(csv|parquet)$/i.test(output))
    throw new UsageError(`--output must end in .csv or .parquet; it is ${output}.`);
  const model = await models.load(folder);
  const { signal } = interrupted;
  const dataset = await namedDataset(datasets, data, { seed: 1, signal });
  const table = tableOf(given);
  checkColumnFlags(table, model.network);
  const { csv, missing, labels } = table;
  const rows = dataset ? dataset.test : await model.read(data, { csv, missing, labels, signal });
  const columns = await model.predict(rows, { trainer, threads });
  await writeColumns(output, columns, rows.length);
  process.stdout.write(`${count(rows.length)} rows of ${Object.keys(columns).join(', ')} in ${output}\n`);
  return 0;
}

/** How much is done, in the last line of a terminal; nothing where nobody watches it grow. */
function progressLine(label: string, total: number) {
  const { stderr } = process;
  let done = 0;
  return {
    get value() {
      return done;
    },
    set value(rows) {
      done = rows;
      if (stderr.isTTY) stderr.write(`\r${label}: ${count(rows)} of ${count(total)} rows`);
    },
    done: () => void (stderr.isTTY && stderr.write('\n')),
  };
}
