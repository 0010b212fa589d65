import { createMultitask } from '../multitask/create-multitask.ts';
import { tableOptions } from '../multitask/datasets/index.ts';
import type { Model } from '../multitask/model/index.ts';
import { catalog, isFunnel, methodName, modelOptions } from '../multitask/models/index.ts';
import { boolean } from '../multitask/options/index.ts';
import { type FitOptions, fitOptions } from '../multitask/training/index.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine, UsageError } from './command-line/index.ts';
import { dataHelp, tableFlags, tableOf } from './tables/table-flags.ts';
import { clusterFlags, clusterOf } from './train/cluster-flags.ts';
import { dataFlags } from './train/data-flags.ts';
import { fitFlags, fitOf } from './train/fit-flags.ts';
import { modelFlags, modelName, modelOptionsOf } from './train/model-flags.ts';
import { readData } from './train/read-data.ts';
import { jsonReport, textReport } from './train/report.ts';

export const flags = {
  data: {
    ...dataFlags,
    weight: { ...tableOptions.weight, value: 'COLUMN' },
    stream: { type: boolean, about: tableOptions.stream.about },
  },
  ...tableFlags,
  training: {
    ...fitFlags,
    threads: fitOptions.threads,
    seed: {
      ...modelOptions.seed,
      about: 'Seed of all that is drawn: the parts of a table, first weights, the order of rows',
    },
    save: { ...fitOptions.checkpoint, value: 'DIR', also: ['checkpoint', 'folder', 'output'] },
    resume: {
      type: boolean,
      about: 'Goes on from the checkpoint in the folder of --save; `epochs` counts from its beginning',
    },
    json: { type: boolean, about: 'One JSON object a line, the last {"test": {...}}' },
  },
  cluster: clusterFlags,
  model: modelFlags,
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Trains a model and evaluates it on the test rows.

Usage: multitask-notebook train MODEL [options]

MODEL is one of ${Object.keys(catalog).join(', ')}.

${flagsHelp(flags)}
${dataHelp}
Examples:
  npx multitask-notebook train mmoe --epochs 3 --seed 1
  npx multitask-notebook train esmm --json
  npx multitask-notebook train ple --data clicks.parquet --labels click,purchase --save runs/ple
  npx multitask-notebook train ple --data sample.parquet --labels click,purchase --rows '/mnt/log/*.parquet' \\
    --cluster http://head:8265 --storage /mnt/shared --workers 8
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands } = readCommandLine(args, flags, onlyOperand('MODEL'));
  const name = modelName(operands);
  const { threads, seed, save, resume, json, ...training } = given.training;
  const changes = modelOptionsOf(name, given.model);
  if (resume && save === undefined) throw new UsageError('--resume needs --save, the folder to go on from.');
  if (resume && Object.keys(changes).length > 0)
    throw new UsageError('--resume goes on with the model as it is: leave out the flags that would change it.');

  const interrupted = new AbortController();
  // The second Ctrl-C ends the process as it would without this.
  process.once('SIGINT', () => interrupted.abort());
  const multitask = createMultitask({
    signal: () => interrupted.signal,
    warn: (line) => void process.stderr.write(`${line}\n`),
  });
  const { models, datasets } = multitask;
  const remote = clusterOf(multitask, given.cluster);
  const resumed = resume && save !== undefined ? await models.load(save) : undefined;
  if (resumed && resumed.network.model !== name)
    throw new UsageError(`${save} holds a checkpoint of ${resumed.network.model}, not of ${name}.`);
  const { weight, validation, test, stream } = given.data;
  const data = await readData(datasets, {
    data: given.data.data ?? (isFunnel(name) ? 'click-funnel' : 'census-income'),
    table: { ...tableOf(given), ...(weight === undefined ? {} : { weight }) },
    validation,
    test,
    stream: stream ? 'stream' : 'in memory',
    seed,
    resumed,
    signal: interrupted.signal,
  });

  const model: Model = resumed ?? models[methodName(name)](data.features, data.tasks, { ...changes, seed });
  const out = (text: string) => void process.stdout.write(text);
  const progress = process.stderr.isTTY ? (text: string) => void process.stderr.write(text) : undefined;
  const report = json ? jsonReport(model, out) : textReport(out, progress, flags);
  const { trainer } = training;
  const fit: FitOptions = {
    ...fitOf(training),
    ...(threads === undefined ? {} : { threads }),
    ...(save === undefined ? {} : { checkpoint: save }),
    seed,
    resume: resume === true,
    validation: data.validation,
    ...(remote ? { on: remote.on } : { data: data.name }),
  };
  if (data.columns) report.columns(data.name, data.columns, data.notes ?? []);
  for (const events = model.train(remote?.rows ?? data.train, fit); ; ) {
    const { done, value } = await events.next();
    if (done) break;
    report.event(value);
  }
  if (interrupted.signal.aborted) return 130;
  const { metrics = [] } = fit;
  if (data.test.length > 0)
    report.test(await model.evaluate(data.test, { trainer, threads, metrics }), data.test.length);
  return 0;
}
