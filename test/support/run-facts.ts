import type { Baseline, TaskMetrics } from '../../kernel/multitask/metrics/index.ts';
import type { RunFacts } from '../../kernel/multitask/training/verdict/index.ts';

/** A task at the end of each epoch; the last number of a list holds on. */
export type JudgedTask = {
  readonly name?: string;
  readonly kind?: 'binary' | 'numeric';
  readonly auc?: readonly number[];
  readonly aucError?: number;
  /** Mean loss of the validation rows, and of the train rows. */
  readonly loss: readonly number[];
  readonly train: readonly number[];
  readonly lossError?: number;
  readonly constant?: number;
  readonly range?: number;
  readonly rows?: number;
  /** Loss of the first step, and mean over the steps of the last epoch. */
  readonly steps?: readonly [first: number, recent: number];
};

type Given = Partial<Omit<RunFacts, 'tasks' | 'history' | 'how'>> &
  Pick<RunFacts['history'][number], 'conflicts' | 'gates'> & {
    readonly tasks: readonly JudgedTask[];
    readonly epochs?: number;
    readonly validation?: 'none';
    readonly how?: Partial<RunFacts['how']>;
  };

/** What a run is judged by, written down: a healthy one where nothing else is said. */
export function runFacts({ tasks, epochs = 4, validation, how, conflicts, gates, ...more }: Given): RunFacts {
  const named = tasks.map((task, i) => ({ name: ['click', 'buy', 'like'][i], kind: 'binary' as const, ...task }));
  const at = (values: readonly number[], epoch: number) => values[Math.min(epoch, values.length) - 1];
  const byName = <Value>(make: (task: (typeof named)[number]) => Value) =>
    Object.fromEntries(named.map((task) => [task.name, make(task)]));
  const metrics = ({ kind, auc = [0.8], aucError = 0.004, rows = 5000 }: (typeof named)[number], epoch: number) =>
    ({ rows, ...(kind === 'binary' ? { auc: at(auc, epoch), aucError } : {}) }) satisfies TaskMetrics;
  const against = (
    { constant = 0.33, lossError = 0.006, range = 3, rows = 5000 }: (typeof named)[number],
    loss: number,
  ): Baseline => ({ rows, loss, lossError, constant, gainError: lossError / 2, range });
  return {
    state: 'finished',
    tasks: named.map(({ name, kind }) => ({ name, kind })),
    history: Array.from({ length: epochs }, (_, i) => {
      const epoch = i + 1;
      const of = (part: 'loss' | 'train') => ({
        metrics: byName((task) => metrics(task, epoch)),
        against: byName((task) => against(task, at(task[part], epoch))),
      });
      const [own, judged] = [of('train'), of('loss')];
      return {
        kind: 'epoch',
        epoch,
        step: 100 * epoch,
        seconds: epoch,
        train: own.metrics,
        ...(validation === 'none' ? {} : { validation: judged.metrics }),
        ...(conflicts && { conflicts }),
        ...(gates && { gates }),
        baselines: { train: own.against, ...(validation === 'none' ? {} : { validation: judged.against }) },
      };
    }),
    steps: byName(({ steps: [first, recent] = [0.69, 0.26] }) => ({ first, recent })),
    labels: byName(() => ({ rows: 25_600, least: 0, greatest: 1 })),
    how: {
      epochs,
      batchSize: 256,
      rows: 25_600,
      learningRate: 0.001,
      usualRate: 0.001,
      inputs: 'standardised',
      earlyStopping: undefined,
      before: 0,
      weighsTasks: false,
      balancesGradients: false,
      model: 'mmoe',
      ...how,
    },
    ...more,
  };
}
