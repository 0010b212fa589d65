import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import type { Model } from '../../../kernel/multitask/model/model.ts';
import { estimate, pairedDifference } from '../../../kernel/statistics/paired.ts';
import { byTask } from '../by-task.ts';
import type { ByTask, CensusModel, PleTable } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/**
 * Trains each model on census-income once per seed; every epoch is judged on the validation half only. Gives the table after
 * each seed from the second on.
 */
export async function* pleTable(
  library: Library,
  census: Dataset,
  { seeds, mostEpochs, tell }: PleOptions,
): AsyncGenerator<Omit<PleTable, 'about'>> {
  const rounds: Round[] = [];
  for (const seed of seeds) {
    const trained = new Map<CensusModel, Trained>();
    for (const name of models) {
      const one = await train(library, census, name, seed, mostEpochs);
      trained.set(name, one);
      const { title, auc, epochsKept } = one;
      tell(`${title}, seed ${seed}: ${auc.income.toFixed(4)} ${auc.marital.toFixed(4)}, epoch ${epochsKept}`);
    }
    const of = (name: CensusModel) => trained.get(name) as Trained;
    const rowErrors = pairs.map(([a, b]) =>
      byTask((task) => {
        const labels = census.test.labels[task];
        return library.metrics.compareAuc(labels, of(a).predicted[task], of(b).predicted[task]).error;
      }),
    );
    rounds.push({ of, rowErrors });
    if (rounds.length > 1) yield tableOf(rounds, seeds.slice(0, rounds.length), mostEpochs);
  }
}

/** What one seed gave: each model, and the error that the test rows cause of each pair's difference. */
type Round = { readonly of: (name: CensusModel) => Trained; readonly rowErrors: readonly ByTask<number>[] };

function tableOf(rounds: readonly Round[], seeds: readonly number[], mostEpochs: number): Omit<PleTable, 'about'> {
  const over = <Value>(name: CensusModel, value: (trained: Trained) => Value) =>
    rounds.map(({ of }) => value(of(name)));
  return {
    seeds,
    mostEpochs,
    patience,
    batchSize,
    table: models.map((model) => ({
      model,
      title: rounds[0].of(model).title,
      parameters: rounds[0].of(model).parameters,
      auc: byTask((task) => estimate(over(model, ({ auc }) => auc[task]))),
      epochsKept: estimate(over(model, ({ epochsKept }) => epochsKept)),
    })),
    differences: pairs.map(([a, b], pair) => ({
      a,
      b,
      difference: byTask((task) =>
        pairedDifference(
          over(a, ({ auc }) => auc[task]),
          over(b, ({ auc }) => auc[task]),
        ),
      ),
      rowError: byTask((task) => estimate(rounds.map(({ rowErrors }) => rowErrors[pair][task])).mean),
    })),
  };
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
  readonly predicted: ByTask<ArrayLike<number>>;
};

async function train(library: Library, census: Dataset, name: CensusModel, seed: number, mostEpochs: number) {
  const fitted = name === 'single-task' ? census.tasks.map((task) => [task]) : [census.tasks];
  const make = library.models[name === 'ple' || name === 'mmoe' ? name : 'sharedBottom'];
  const parts: { model: Model; epoch: number; predicted: Readonly<Record<string, ArrayLike<number>>> }[] = [];
  for (const tasks of fitted) {
    const model = make(census.features, tasks, { seed });
    const { validation, test } = census;
    const fit = { epochs: mostEpochs, batchSize, validation, earlyStopping: { patience } };
    let epoch = 0;
    for await (const event of model.train(census.train, fit)) if (event.kind === 'ended') epoch = event.keptEpoch ?? 0;
    parts.push({ model, epoch, predicted: await model.predict(test) });
    model.dispose();
  }
  const predicted: Readonly<Record<string, ArrayLike<number>>> = Object.assign(
    {},
    ...parts.map((part) => part.predicted),
  );
  return {
    title: name === 'single-task' ? 'Single-task' : parts[0].model.title,
    parameters: parts.reduce((sum, { model }) => sum + model.parameterCount, 0),
    epochsKept: parts.reduce((sum, { epoch }) => sum + epoch, 0) / parts.length,
    auc: byTask((task) => library.metrics.auc(census.test.labels[task], predicted[task])),
    predicted: byTask((task) => predicted[task]),
  } satisfies Trained;
}
