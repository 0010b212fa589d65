import { createMultitask } from '../multitask/create-multitask.ts';
import { compareOptions, type Study, type StudyProgress, studyText } from '../multitask/experiments/index.ts';
import { type CatalogName, catalog, isFunnel, methodName } from '../multitask/models/index.ts';
import { boolean } from '../multitask/options/index.ts';
import { type FlagTable, flagsHelp, onlyOperand, readCommandLine, UsageError } from './command-line/index.ts';
import { trialFlags, trialsClusterOf } from './compare/cluster-flags.ts';
import { progressWords } from './compare/progress.ts';
import { columnLines } from './tables/column-lines.ts';
import { dataHelp, tableFlags, tableOf } from './tables/table-flags.ts';
import { dataFlags } from './train/data-flags.ts';
import { fitFlags, fitOf } from './train/fit-flags.ts';
import { modelFlags, modelName, optionsByModel } from './train/model-flags.ts';
import { readData } from './train/read-data.ts';

export const flags = {
  comparison: {
    seeds: compareOptions.seeds,
    baseline: { ...compareOptions.baseline, value: 'MODEL', about: 'The model that the others are compared with' },
    folder: {
      ...compareOptions.folder,
      value: 'DIR',
      about: 'Keeps every trial as it ends; the same command goes on from there',
    },
    atOnce: { ...compareOptions.atOnce, without: 'as many as there are cores' },
    json: { type: boolean, about: 'The study as one JSON object' },
  },
  cluster: trialFlags,
  data: dataFlags,
  ...tableFlags,
  training: fitFlags,
  model: modelFlags,
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Compares models: each is trained with the same seeds, rows and order, the epoch chosen on the validation rows and the
number taken on the test rows; differences are paired by seed, with 95 % intervals and a verdict in words.

Usage: multitask-notebook compare MODEL,MODEL [options]

MODEL is one of ${Object.keys(catalog).join(', ')}; a flag of a model is for those that have it.

${flagsHelp(flags)}
${dataHelp}
Examples:
  npx multitask-notebook compare mmoe,ple,single-task --baseline single-task --seeds 10 --epochs 5
  npx multitask-notebook compare esmm,aitm --folder studies/funnel --json
  npx multitask-notebook compare mmoe,single-task --data clicks.parquet --labels click,purchase
  npx multitask-notebook compare mmoe,ple --seeds 50 --cluster http://head:8265 --storage /mnt/shared --workers 8
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands } = readCommandLine(args, flags, onlyOperand('MODEL,MODEL'));
  const names = modelNames(operands);
  const { seeds, baseline = names[0], folder, atOnce, json } = given.comparison;
  if (!names.some((name) => name === baseline))
    throw new UsageError(`--baseline ${baseline} is none of the compared models, ${names.join(', ')}.`);
  const changes = optionsByModel(names, given.model);
  const fit = fitOf(given.training);

  const interrupted = new AbortController();
  // The second Ctrl-C ends the process as it would without this.
  process.once('SIGINT', () => interrupted.abort());
  const line = process.stderr.isTTY
    ? (text: string) => void process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`)
    : undefined;
  const multitask = createMultitask({
    signal: () => interrupted.signal,
    warn: (text) => void process.stderr.write(`${text}\n`),
    watchStudy: () => (progress: StudyProgress) => {
      line?.(progress.state === 'running' ? progressWords(progress) : '');
    },
  });
  const { models, datasets, compare } = multitask;
  const on = trialsClusterOf(multitask, given.cluster);
  const funnel = names.some(isFunnel);
  const { train, ...data } = await readData(datasets, {
    data: given.data.data ?? (funnel ? 'click-funnel' : 'census-income'),
    table: tableOf(given),
    validation: given.data.validation,
    test: given.data.test,
    stream: 'in memory',
    // How a table is split is the same for all seeds.
    seed: 1,
    signal: interrupted.signal,
  });
  if ('chunks' in train)
    throw new Error(`${data.name}: the train rows are a stream; a comparison needs rows in memory.`);
  if (data.columns && !json) process.stdout.write(`${columnsText(data.name, data.columns, data.notes ?? [])}\n`);

  const candidates = Object.fromEntries(
    names.map((name) => [
      name,
      (seed: number) => models[methodName(name)](data.features, data.tasks, { ...changes(name), seed }),
    ]),
  );
  const study = await compare(
    candidates,
    { ...data, train },
    {
      seeds,
      baseline,
      fit,
      ...(on ? { on } : {}),
      ...(folder === undefined ? {} : { folder }),
      ...(atOnce === undefined ? {} : { atOnce }),
    },
  );
  process.stdout.write(json ? `${JSON.stringify(study)}\n` : report(study));
  if (study.state === 'finished') return 0;
  process.stderr.write(
    `Interrupted: ${study.trials.length} of ${names.length * study.seeds.length} trials are done. ${
      folder === undefined
        ? 'They are not kept; with --folder DIR the same command would go on from there.'
        : `They are kept in ${folder}; the same command goes on from there.`
    }\n`,
  );
  return 130;
}

function report(study: Study): string {
  const words = study.differences.map((difference) => difference.words);
  return `${[studyText(study), ...(words.length === 0 ? [] : ['', ...words])].join('\n')}\n`;
}

function columnsText(name: string, columns: Parameters<typeof columnLines>[0], notes: readonly string[]): string {
  const lines = notes.map((note) => `  ${note}\n`).join('');
  return `${name}: ${columns.length} columns\n${columnLines(columns)}${lines}`;
}

function modelNames(text: string): readonly CatalogName[] {
  const names = text.split(',').map((name) => modelName(name.trim()));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice; a model with itself is no comparison.`);
  if (names.length < 2)
    throw new UsageError(`One model is no comparison: name another behind a comma, e.g. ${names[0]},single-task.`);
  return names;
}
