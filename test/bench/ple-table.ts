import type { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../kernel/multitask/dataset.ts';
import type { Model } from '../../kernel/multitask/model.ts';
import { byTask } from './by-task.ts';
import { estimate, pairedDifference } from './statistics.ts';
import type { ByTask, CensusModel, PleTable } from './tables-result.ts';

type Library = ReturnType<typeof createMultitask>;

/** Trains each model on census-income once per seed; every epoch is judged on the validation half only. */
export async function pleTable(
  library: Library,
  census: Dataset,
  options: PleOptions,
): Promise<Omit<PleTable, 'about'>> {
  const { seeds, mostEpochs, tell } = options;
  const runs = new Map<CensusModel, Trained[]>();
  for (const seed of seeds) {
    for (const name of models) {
      const trained = await train(library, census, name, seed, mostEpochs);
      runs.set(name, [...(runs.get(name) ?? []), trained]);
      const { auc, epochsKept } = trained;
      tell(`${trained.title}, seed ${seed}: ${auc.income.toFixed(4)} ${auc.marital.toFixed(4)}, epoch ${epochsKept}`);
    }
  }
  const of = (name: CensusModel) => runs.get(name) ?? [];
  const table = models.map((model) => ({
    model,
    title: of(model)[0].title,
    parameters: of(model)[0].parameters,
    auc: byTask((task) => estimate(of(model).map(({ auc }) => auc[task]))),
    epochsKept: estimate(of(model).map(({ epochsKept }) => epochsKept)),
  }));
  const differences = pairs.map(([a, b]) => ({
    a,
    b,
    difference: byTask((task) =>
      pairedDifference(
        of(a).map(({ auc }) => auc[task]),
        of(b).map(({ auc }) => auc[task]),
      ),
    ),
    rowError: byTask((task) => {
      const labels = census.test.labels[task];
      const errors = of(a).map(
        ({ predicted }, i) => library.metrics.compareAuc(labels, predicted[task], of(b)[i].predicted[task]).error,
      );
      return estimate(errors).mean;
    }),
  }));
  return { seeds, mostEpochs, patience, batchSize, table, differences };
}

export type PleOptions = {
  readonly seeds: readonly number[];
  readonly mostEpochs: number;
  /** Hears a line after each run. */
  readonly tell: (line: string) => void;
};

const batchSize = 256;
const patience = 2;
const models: readonly CensusModel[] = ['single-task', 'shared-bottom', 'mmoe', 'ple'];
const pairs = [
  ['ple', 'mmoe'],
  ['ple', 'shared-bottom'],
  ['ple', 'single-task'],
  ['mmoe', 'shared-bottom'],
] as const;

type Trained = {
  readonly title: string;
  readonly parameters: number;
  readonly epochsKept: number;
  readonly auc: ByTask<number>;
  readonly predicted: ByTask<Float32Array>;
};

async function train(library: Library, census: Dataset, name: CensusModel, seed: number, mostEpochs: number) {
  const fitted = name === 'single-task' ? census.tasks.map((task) => [task]) : [census.tasks];
  const make = library.models[name === 'ple' || name === 'mmoe' ? name : 'sharedBottom'];
  const parts: { model: Model; epoch: number; predicted: Readonly<Record<string, Float32Array>> }[] = [];
  for (const tasks of fitted) {
    const model = make(census.features, tasks, { seed });
    const { validation, test } = census;
    const fit = { epochs: mostEpochs, batchSize, validation, earlyStopping: { patience } };
    let epoch = 0;
    for await (const event of model.train(census.train, fit)) if (event.kind === 'ended') epoch = event.keptEpoch ?? 0;
    parts.push({ model, epoch, predicted: await model.predict(test) });
    model.dispose();
  }
  const predicted: Readonly<Record<string, Float32Array>> = Object.assign({}, ...parts.map((part) => part.predicted));
  return {
    title: name === 'single-task' ? 'Single-task' : parts[0].model.title,
    parameters: parts.reduce((sum, { model }) => sum + model.parameterCount, 0),
    epochsKept: parts.reduce((sum, { epoch }) => sum + epoch, 0) / parts.length,
    auc: byTask((task) => library.metrics.auc(census.test.labels[task], predicted[task])),
    predicted: byTask((task) => predicted[task]),
  } satisfies Trained;
}
