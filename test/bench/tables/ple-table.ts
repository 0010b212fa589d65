import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import type { StudyDifference } from '../../../kernel/multitask/experiments/index.ts';
import { estimate } from '../../../kernel/statistics/index.ts';
import { byTask } from '../by-task.ts';
import type { CensusModel, PleTable } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/** Compares the models on census-income; every epoch is judged on the validation half only. */
export async function* pleTable(
  { compare, models }: Library,
  census: Dataset,
  { seeds, mostEpochs, tell }: PleOptions,
): AsyncGenerator<Omit<PleTable, 'about'>> {
  const candidates = Object.fromEntries(
    makers.map(([name, make]) => [name, (seed: number) => models[make](census.features, census.tasks, { seed })]),
  );
  const fit = { epochs: mostEpochs, batchSize, earlyStopping: { patience } };
  // Each trial is trained once: what is compared with another baseline is read from here.
  const folder = await mkdtemp(join(tmpdir(), 'ple-table-'));
  try {
    const studyWith = (baseline: CensusModel) => compare(candidates, census, { seeds, baseline, fit, folder });
    const study = await studyWith('single-task');
    for (const trial of study.trials) {
      if (trial.state === 'failed') throw new Error(`${trial.candidate}, seed ${trial.seed}: ${trial.reason}`);
      const { income, marital } = trial.metrics;
      tell(`${trial.candidate}, seed ${trial.seed}: ${income.auc} ${marital.auc}, epoch ${trial.epoch}`);
    }
    const differences: PleTable['differences'][number][] = [];
    for (const [a, b] of pairs) {
      const { differences: found } = await studyWith(b);
      const of = byTask((task) => found.find((each) => each.candidate === a && each.task === task) as StudyDifference);
      differences.push({
        a,
        b,
        difference: byTask((task) => {
          const { mean, error, n, lower, upper, pValue, verdict } = of[task];
          return { mean, error, n, lower, upper, pValue, verdict };
        }),
        rowError: byTask((task) => of[task].rowsError as number),
      });
    }
    yield {
      seeds,
      mostEpochs,
      patience,
      batchSize,
      table: makers.map(([name]) => {
        const model = candidates[name](1);
        const { title, parameterCount: parameters } = model;
        model.dispose();
        const own = study.trials.flatMap((trial) =>
          trial.state === 'done' && trial.candidate === name ? [trial.epoch] : [],
        );
        const auc = byTask((task) => {
          const result = study.results.find((each) => each.candidate === name && each.task === task);
          return result?.metrics.auc as PleTable['table'][number]['auc']['income'];
        });
        return { model: name, title, parameters, auc, epochsKept: estimate(own) };
      }),
      differences,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export type PleOptions = {
  readonly seeds: readonly number[];
  readonly mostEpochs: number;
  /** Hears a line about each run. */
  readonly tell: (line: string) => void;
};

const batchSize = 256;
const patience = 2;
const makers = [
  ['single-task', 'singleTask'],
  ['shared-bottom', 'sharedBottom'],
  ['mmoe', 'mmoe'],
  ['ple', 'ple'],
] as const;
const pairs = [
  ['ple', 'mmoe'],
  ['ple', 'shared-bottom'],
  ['ple', 'single-task'],
  ['mmoe', 'shared-bottom'],
] as const;
