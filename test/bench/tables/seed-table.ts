import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import { joinRows } from '../../../kernel/multitask/data/join-rows.ts';
import { isCollapsed } from '../../../kernel/multitask/gate-report/alarms.ts';
import type { GateReport, GateSummary } from '../../../kernel/multitask/gate-report/report.ts';
import type { FitOptions } from '../../../kernel/multitask/training/fit-options.ts';
import { estimate } from '../../../kernel/statistics/paired.ts';
import { plainText } from '../../../kernel/text/index.ts';
import { byTask } from '../by-task.ts';
import type { ByTask, CensusTask, GateUse, SeedMode, SeedRow, SeedRun, SeedTable } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/** Trains Shared-Bottom and MMoE in each mode and seed, with PaddleRec's test half looked at after every epoch. */
export async function* seedTable(
  library: Library,
  census: Dataset,
  options: SeedOptions,
): AsyncGenerator<Omit<SeedTable, 'about'>> {
  const { seeds, epochs, tell } = options;
  const allTest = joinRows([census.validation, census.test]);
  const table: SeedRow[] = [];
  for (const [mode, { init, inputs, ...fit }] of Object.entries(modes) as [SeedMode, (typeof modes)[SeedMode]][]) {
    for (const name of ['shared-bottom', 'mmoe'] as const) {
      const make = library.models[name === 'mmoe' ? 'mmoe' : 'sharedBottom'];
      const runs: Measured[] = [];
      let about = { title: '', parameters: 0 };
      for (const seed of seeds) {
        const model = make(census.features, census.tasks, { seed, init, inputs });
        about = { title: model.title, parameters: model.parameterCount };
        const { history } = await model.fit(census.train, { ...fit, epochs, batchSize, validation: census.test });
        const all = await model.evaluate(allTest);
        const predicted = await model.predict(census.test);
        const run: Measured = {
          seed,
          epochs: history.map(({ validation = {} }) => byTask((task) => validation[task].auc ?? Number.NaN)),
          allTest: byTask((task) => all[task].auc ?? Number.NaN),
          buckets: byTask((task) => library.metrics.bucketedAuc(census.test.labels[task], predicted[task])),
          report: name === 'mmoe' ? await library.gateReport(model, census.test) : undefined,
        };
        model.dispose();
        runs.push(run);
        tell(`${about.title}, ${mode}, seed ${seed}: ${run.epochs.map(({ income }) => income.toFixed(4)).join(' ')}`);
      }
      table.push({ model: name, mode, ...about, ...summary(runs) });
    }
  }
  const rows = { train: census.train.length, test: census.test.length, allTest: allTest.length };
  yield { seeds, epochs, batchSize, rows, table };
}

export type SeedOptions = {
  readonly seeds: readonly number[];
  readonly epochs: number;
  /** Hears a line after each run. */
  readonly tell: (line: string) => void;
};

/** PaddleRec's for the complete data. */
const batchSize = 32;

const modes = {
  standardised: { init: 'glorot', inputs: 'standardised' },
  'paddlerec-2020': { init: 'paddlerec-2020', inputs: 'raw', shuffle: false },
  'paddlerec-2022': { init: 'paddlerec-2022', inputs: 'raw', shuffle: false, loss: 'log-loss' },
} as const satisfies Readonly<
  Record<SeedMode, { init: string; inputs: 'raw' | 'standardised' } & Pick<FitOptions, 'shuffle' | 'loss'>>
>;

type Measured = {
  readonly seed: number;
  readonly epochs: readonly ByTask<number>[];
  readonly allTest: ByTask<number>;
  readonly buckets: ByTask<number>;
  readonly report: GateReport | undefined;
};

function summary(runs: readonly Measured[]) {
  const over = (value: (run: Measured, task: CensusTask) => number) =>
    byTask((task) => estimate(runs.map((run) => value(run, task))));
  const gates = runs.map(({ report }) => report?.levels[0]?.gates ?? []);
  return {
    last: over(({ epochs }, task) => epochs[epochs.length - 1][task]),
    best: over(({ epochs }, task) => Math.max(...epochs.map((auc) => auc[task]))),
    mean: over(({ epochs }, task) => epochs.reduce((sum, auc) => sum + auc[task], 0) / epochs.length),
    lastOnAllTestRows: over(({ allTest }, task) => allTest[task]),
    lastInBuckets: over(({ buckets }, task) => buckets[task]),
    gates: gates[0].map(({ serves }, k): GateUse => {
      const of = (value: (gate: GateSummary) => number) => estimate(gates.map((run) => value(run[k])));
      return {
        serves,
        effectiveExperts: of(({ effective }) => effective.overall.order1),
        effectiveExpertsPerRow: of(({ effective }) => effective.perRow.order1),
        entropy: of(({ entropy }) => entropy),
        largestMean: of(({ mean }) => Math.max(...mean)),
        saturated: of(({ saturated }) => saturated),
      };
    }),
    collapsedRuns: gates.filter((run) => run.some(isCollapsed)).length,
    runs: runs.map(
      ({ seed, epochs, report }): SeedRun => ({
        seed,
        epochs,
        ...(report ? { verdict: plainText(report.verdict.headline) } : {}),
      }),
    ),
  };
}
