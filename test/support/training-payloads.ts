import type { TrainingEvent } from '../../kernel/multitask/training/events.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { beginTraining, foldTraining, trainingPayload } from '../../kernel/user-process/reports/training-fold.ts';
import { census, type InventedRun, inventRun, routing, upTo } from './training-run.ts';

/** Payloads for every state a picture can be in, made by the real fold from invented events. */
export function payloadOf(events: readonly TrainingEvent[]): TrainingPayload {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('the first event of a run is "started"');
  return trainingPayload(events.reduce(foldTraining, beginTraining(started.run)));
}

const other = census.map((task, i) => ({
  ...task,
  auc: [
    [0.9379, 0.9421, 0.9439],
    [0.9869, 0.9881, 0.9883],
  ][i],
  loss: [
    [0.144, 0.1368, 0.1349],
    [0.1127, 0.1066, 0.1064],
  ][i],
}));

const named = (count: number) => Array.from({ length: count }, (_, e) => `expert ${e}`);
const pleExperts = ['income 0', 'income 1', 'income 2', 'marital 0', 'marital 1', 'marital 2', 'shared 0', 'shared 1'];
const pleColumns = (serves: string) =>
  ({ income: [0, 1, 2, 6, 7], marital: [3, 4, 5, 6, 7] })[serves] ?? [0, 1, 2, 3, 4, 5, 6, 7];
const sixteen = Array.from({ length: 16 }, (_, i) => ({ ...census[i % 2], name: `task ${i}` }));

/** Models that route. */
export const routedRuns = {
  mmoe: { run: { gates: [routing(0, ['income', 'marital'], named(8))] } },
  ple: {
    run: {
      model: 'ple',
      title: 'PLE',
      gates: [
        routing(0, ['income', 'marital', 'shared'], pleExperts, pleColumns),
        routing(1, ['income', 'marital'], pleExperts, pleColumns),
      ],
    },
  },
  experts: { run: { summary: ['64 experts'], gates: [routing(0, ['income', 'marital'], named(64))] } },
  tasks: {
    tasks: sixteen,
    run: {
      gates: [
        routing(
          0,
          sixteen.map(({ name }) => name),
          named(8),
        ),
      ],
    },
  },
} as const satisfies Readonly<Record<string, InventedRun>>;

/** By the last part of the example's file name. */
export const trainingExamples = {
  running: payloadOf(upTo(inventRun(), 1204)),
  finished: payloadOf(inventRun()),
  interrupted: payloadOf(inventRun({ stop: { step: 1204, state: 'interrupted' } })),
  failed: payloadOf(
    inventRun({
      stop: {
        step: 311,
        state: 'failed',
        message: 'The loss of marital became NaN. A lower learningRate may help (now 0.5).',
      },
    }),
  ),
  'shared-bottom': payloadOf(
    inventRun({
      tasks: other,
      seed: 17,
      run: { id: 'run-12', number: 12, model: 'shared-bottom', title: 'Shared-Bottom', summary: ['bottom 117'] },
    }),
  ),
  waiting: payloadOf(inventRun().slice(0, 1)),
  gates: payloadOf(inventRun(routedRuns.mmoe)),
  'learned-weights': payloadOf(
    inventRun({
      // exp(−ln .5) = 2, exp(3.1 ÷ 2) = 4.71
      tasks: [
        { ...census[0], logVariance: [-0.3, -0.6, -Math.LN2] },
        {
          ...census[1],
          name: 'spend',
          kind: 'numeric',
          description: 'in $ K',
          start: 80,
          floor: 20,
          noise: 3,
          loss: [26, 23, 22],
          logVariance: [3.3, 3.2, 3.1],
        },
      ],
      run: { taskWeights: 'learned' },
    }),
  ),
} satisfies Readonly<Record<string, TrainingPayload>>;
