import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { payloadOf } from './training-payloads.ts';
import { census, type InventedTask, inventRun } from './training-run.ts';

/** Runs that are hard to lay out: how many tasks and epochs, of what kind, in what state. */
export type LayoutRun = { readonly name: string; readonly payload: () => TrainingPayload };

export const longName = 'a task whose name was written by somebody who had much to say';

const numeric: InventedTask = {
  name: 'watch time',
  kind: 'numeric',
  description: 'seconds',
  start: 80,
  floor: 20,
  noise: 3,
  auc: [],
  loss: [26, 23, 22],
};

/** Kinds of tasks; each is made as often as there are tasks. */
const kinds = {
  binary: (i) => ({ ...census[i % 2], name: `task ${i + 1}` }),
  'long names': (i) => ({ ...census[i % 2], name: `${longName.slice(0, 58)} ${i + 1}`, description: longName }),
  'eight digits': (i) => ({
    ...numeric,
    name: `price ${i + 1}`,
    start: 91_234_567,
    floor: 12_345_678,
    noise: 1_234_567,
    loss: [23_456_789, 12_345_679, 12_345_678],
    logVariance: [16.4, 16.35, 16.33],
  }),
  flat: (i) => ({
    ...census[i % 2],
    name: `task ${i + 1}`,
    start: Math.LN2,
    floor: Math.LN2,
    noise: 0,
    auc: [0.5],
    loss: [Math.LN2],
  }),
  mixed: (i) =>
    i % 2 === 0
      ? { ...census[0], name: `task ${i + 1}`, logVariance: [-0.3, -0.6] }
      : { ...numeric, name: `task ${i + 1}`, logVariance: [3.3, 3.2] },
  negative: (i) => ({
    ...numeric,
    name: `task ${i + 1}`,
    start: 2,
    floor: -3.2,
    noise: 0.4,
    loss: [1.4, 1.2],
    calibration: [-12.3],
  }),
} satisfies Readonly<Record<string, (position: number) => InventedTask>>;

type Kind = keyof typeof kinds;

type Rest = { readonly stop?: number; readonly running?: number; readonly parts?: readonly string[] };

function runOf(kind: Kind, tasks: number, epochs: number, rest: Rest = {}): LayoutRun {
  const stepsPerEpoch = Math.max(4, Math.min(400, Math.ceil(4000 / epochs)));
  const state = rest.stop !== undefined ? 'interrupted' : rest.running !== undefined ? 'running' : 'finished';
  return {
    name: `${kind}, ${tasks} tasks, ${epochs} epochs, ${state}${rest.parts ? `, ${rest.parts.length} parts` : ''}`,
    payload: () => {
      const events = inventRun({
        tasks: Array.from({ length: tasks }, (_, i) => kinds[kind](i)),
        run: {
          epochs,
          stepsPerEpoch,
          ...(rest.parts ? { sharedParts: rest.parts, settings: { taskWeights: '"gradnorm"' } } : {}),
          ...(kind === 'mixed' || kind === 'eight digits' ? { taskWeights: 'learned' } : {}),
        },
        ...(rest.parts ? { cosine: pulls, weight: (task, progress) => 10 ** (task * progress) } : {}),
        ...(rest.stop === undefined ? {} : { stop: { step: rest.stop * stepsPerEpoch + 2, state: 'interrupted' } }),
      });
      const last = (rest.running ?? 0) * stepsPerEpoch + 2;
      return payloadOf(
        rest.running === undefined
          ? events
          : events.filter((event) => event.kind === 'started' || (event.kind !== 'ended' && event.step <= last)),
      );
    },
  };
}

/** Some agree, some come apart as they train. */
const pulls = (part: number, pair: number, progress: number) => Math.sin(part + pair) * progress ** 0.5;

const experts = (count: number) => Array.from({ length: count }, (_, e) => `expert ${e}`);

const counts = [2, 3, 6, 8, 9, 16];
const lengths = [1, 3, 12, 300];

export const layoutRuns: readonly LayoutRun[] = [
  ...counts.flatMap((tasks) => lengths.map((epochs) => runOf('binary', tasks, epochs))),
  ...(['long names', 'eight digits', 'flat', 'mixed', 'negative'] as const).flatMap((kind) => [
    runOf(kind, 2, 3),
    runOf(kind, 4, 12),
    runOf(kind, 8, 2),
    runOf(kind, 16, 40),
  ]),
  ...[2, 7, 40, 1000].map((epochs) => runOf('binary', 2, epochs)),
  runOf('binary', 2, 900, { stop: 28 }),
  runOf('eight digits', 3, 60, { stop: 5 }),
  runOf('binary', 2, 3, { stop: 0 }),
  runOf('binary', 2, 1000, { running: 3 }),
  runOf('mixed', 4, 40, { running: 0 }),
  runOf('flat', 2, 12, { running: 2 }),
  runOf('binary', 2, 3, { parts: ['embeddings', ...experts(8)] }),
  runOf('binary', 2, 300, { parts: ['bottom'] }),
  runOf('long names', 4, 12, { parts: [longName, ...experts(40)], running: 4 }),
  runOf('eight digits', 2, 2, { parts: experts(3), stop: 1 }),
  runOf('binary', 16, 3, { parts: experts(2) }),
];
