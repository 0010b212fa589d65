import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { ComparedData } from '../../../kernel/multitask/experiments/candidates.ts';
import { runPool } from '../../../kernel/multitask/experiments/pool.ts';
import { trialKeys } from '../../../kernel/multitask/experiments/trial-log.ts';
import type { Model } from '../../../kernel/multitask/model/index.ts';
import type { FitOptions } from '../../../kernel/multitask/training/index.ts';

export type Library = ReturnType<typeof createMultitask>;

/** Models that are trained on the data of a seed and measured against what is known of them. */
export type Experiment = {
  readonly name: string;
  /** In words, for the page. */
  readonly run: string;
  readonly seeds: number;
  /** The candidates of a seed. */
  readonly prepare: (library: Library, seed: number) => Readonly<Record<string, Prepared>>;
};

export type Prepared = {
  /** The rows that the model reads. */
  readonly data: ComparedData;
  readonly model: Model;
  readonly fit: FitOptions;
  readonly measure: (model: Model) => Promise<Measured>;
};

type Measured = Readonly<Record<string, number>>;

/** [candidate][measure]: a number of each seed. */
export type Found = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/**
 * Runs an experiment, each fit on one thread, so that its numbers depend on nothing else, and as many side by side as there are
 * cores. Gives what is found after each seed from the second on.
 *
 * @param file keeps each run as a line, by a hash of rows, network and options: a run that was broken off goes on.
 */
export async function* runExperiment(
  library: Library,
  { name, seeds, prepare }: Experiment,
  file: string,
  tell: (line: string) => void,
): AsyncGenerator<Found> {
  const known = await openRuns(file);
  const bySeed: Readonly<Record<string, Measured>>[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const measured: Record<string, Measured> = {};
    const jobs = Object.entries(prepare(library, seed)).map(([candidate, prepared]) => async () => {
      const key = trialKeys(prepared.data)(`${name} ${candidate}`, seed, prepared.model.network, prepared.fit);
      const before = known.get(key);
      measured[candidate] = before ?? (await measure(prepared));
      prepared.model.dispose();
      if (!before) await appendFile(file, `${JSON.stringify({ key, numbers: measured[candidate] })}\n`);
      tell(`${name}, seed ${seed}, ${candidate}: ${JSON.stringify(measured[candidate])}`);
    });
    await runPool(jobs, availableParallelism(), new AbortController().signal);
    bySeed.push(measured);
    if (seed > 1) yield foundIn(bySeed);
  }
}

async function measure({ model, data, fit, measure }: Prepared): Promise<Measured> {
  await model.fit(data.train, { validation: data.validation, threads: 1, plot: false, ...fit });
  return measure(model);
}

function foundIn(bySeed: readonly Readonly<Record<string, Measured>>[]): Found {
  const column = (candidate: string, name: string) => bySeed.map((measured) => measured[candidate][name]);
  return Object.fromEntries(
    Object.entries(bySeed[0]).map(([candidate, measures]) => [
      candidate,
      Object.fromEntries(Object.keys(measures).map((name) => [name, column(candidate, name)])),
    ]),
  );
}

async function openRuns(file: string): Promise<ReadonlyMap<string, Measured>> {
  await mkdir(dirname(file), { recursive: true });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
  const runs = lines.map((line) => JSON.parse(line) as { readonly key: string; readonly numbers: Measured });
  return new Map(runs.map(({ key, numbers }) => [key, numbers]));
}
