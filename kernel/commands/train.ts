import { createMultitask } from '../multitask/create-multitask.ts';
import type { Model } from '../multitask/model/index.ts';
import { catalog, methodName } from '../multitask/models/index.ts';
import { onlyOperand, readCommandLine, UsageError } from './command-line.ts';
import { dataHelp, readTableFlags, tableFlags, tableFlagsHelp } from './tables/table-flags.ts';
import { fitFlags, fitFlagsHelp, readFitFlags } from './train/fit-flags.ts';
import { modelFlags, modelFlagsHelp, modelName, readModelFlags, share } from './train/model-flags.ts';
import { readData } from './train/read-data.ts';
import { jsonReport, textReport } from './train/report.ts';

export const help = `Trains a model and evaluates it on the test rows.

Usage: multitask-notebook train MODEL [options]

MODEL is one of ${Object.keys(catalog).join(', ')}.

Data
  --data DATA             census-income, click-funnel, correlated-tasks, a table, or a folder with Ali-CCP's files
                          (census-income; for esmm and aitm click-funnel)
  --weight COLUMN         of a table: how much each row counts, in training and in metrics
  --validation SHARE      of a table's rows (0.1)
  --test SHARE            of a table's rows (0.1)
  --stream                leave a table's rows in its file: for tables larger than memory

${dataHelp}
${tableFlagsHelp}
Training
${fitFlagsHelp}  --seed N                (1)
  --save DIR              a checkpoint at the end of every epoch
  --resume                go on from the checkpoint in the folder of --save; --epochs counts from its beginning
  --json                  one JSON object a line, the last {"test": {...}}

Model
${modelFlagsHelp}
Examples:
  multitask-notebook train mmoe --epochs 3 --seed 1
  multitask-notebook train esmm --json
  multitask-notebook train ple --data clicks.parquet --labels click,purchase --save runs/ple
`;

const options = {
  ...modelFlags,
  data: { type: 'string' },
  ...tableFlags,
  weight: { type: 'string' },
  validation: { type: 'string' },
  test: { type: 'string' },
  stream: { type: 'boolean' },
  ...fitFlags,
  seed: { type: 'string' },
  save: { type: 'string' },
  resume: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, options);
  const name = modelName(onlyOperand(positionals, 'MODEL'));
  const seed = values.seed === undefined ? 1 : wholeNumber(values.seed, '--seed');
  const changes = readModelFlags(name, values);
  const fitOptions = { ...readFitFlags(values), seed, checkpoint: values.save };
  if (values.resume && values.save === undefined)
    throw new UsageError('--resume needs --save, the folder to go on from.');
  if (values.resume && Object.keys(changes).length > 0)
    throw new UsageError('--resume goes on with the model as it is: leave out the flags that would change it.');

  const interrupted = new AbortController();
  // The second Ctrl-C ends the process as it would without this.
  process.once('SIGINT', () => interrupted.abort());
  const { models, datasets } = createMultitask({
    signal: () => interrupted.signal,
    tell: (line) => void process.stderr.write(`${line}\n`),
  });
  const resumed = values.resume && values.save !== undefined ? await models.load(values.save) : undefined;
  if (resumed && resumed.network.model !== name)
    throw new UsageError(`${values.save} holds a checkpoint of ${resumed.network.model}, not of ${name}.`);
  const data = await readData(datasets, {
    data: values.data ?? (name === 'esmm' || name === 'aitm' ? 'click-funnel' : 'census-income'),
    table: { ...readTableFlags(values), ...(values.weight === undefined ? {} : { weight: values.weight }) },
    validation: values.validation === undefined ? 0.1 : share(values.validation, '--validation'),
    test: values.test === undefined ? 0.1 : share(values.test, '--test'),
    stream: values.stream ? 'stream' : 'in memory',
    seed,
    resumed,
    signal: interrupted.signal,
  });

  const model: Model = resumed ?? models[methodName(name)](data.features, data.tasks, { ...changes, seed });
  const out = (text: string) => void process.stdout.write(text);
  const progress = process.stderr.isTTY ? (text: string) => void process.stderr.write(text) : undefined;
  const report = values.json ? jsonReport(model, out) : textReport(out, progress);
  const fit = { ...fitOptions, validation: data.validation, data: data.name, resume: values.resume === true };
  if (data.columns) report.columns(data.name, data.columns, data.notes ?? []);
  for (const events = model.train(data.train, fit); ; ) {
    const { done, value } = await events.next();
    if (done) break;
    report.event(value);
  }
  if (interrupted.signal.aborted) return 130;
  if (data.test.length > 0)
    report.test(await model.evaluate(data.test, { trainer: fitOptions.trainer }), data.test.length);
  return 0;
}

function wholeNumber(text: string, flag: string): number {
  if (!/^\d+$/.test(text))
    throw new UsageError(`${flag} must be a whole number from 0 on; it is ${JSON.stringify(text)}.`);
  return Number(text);
}
