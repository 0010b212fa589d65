import type { EpochEvent, RunDescription } from '../../multitask/training/index.ts';
import { most } from '../../payloads/gates-shape.ts';
import type { TrainingGates } from '../../payloads/training-gates.ts';
import { thinned } from './thinned.ts';

/** The gate statistics of an epoch that has ended. */
export type GateEpoch = Required<Pick<EpochEvent, 'epoch' | 'gates'>>;

/** The gates of a run as its picture needs them; undefined where nothing is routed. */
export function trainingGates(
  run: RunDescription,
  epochs: readonly GateEpoch[],
  isRunning: boolean,
): TrainingGates | undefined {
  if (run.gates === undefined || run.gates.length === 0) return undefined;
  const levels = run.gates.slice(-most.levels).map((level) => ({
    ...level,
    gates: level.gates.slice(0, most.gates),
    count: Math.min(level.experts.length, most.experts),
  }));
  const cells = levels.reduce((sum, { gates, count }) => sum + gates.length * count, 0);
  const kept = Math.max(2, Math.min(most.epochs, Math.floor((isRunning ? mostWhileRunning : mostAfterwards) / cells)));
  return {
    rows: epochs.at(-1)?.gates[0]?.rows ?? 0,
    levels: levels.map(({ level, experts, labels, gates, count }) => ({
      level,
      experts: experts.slice(0, count).map((name, e) => ({ name, label: labels[e] ?? name })),
      ...(count < experts.length ? { expertsGiven: experts.length } : {}),
      gates: gates.map(({ serves, columns }) => {
        const task = run.tasks.findIndex(({ name }) => name === serves);
        return { serves, task: task < 0 ? null : task, sees: columns.filter((column) => column < count) };
      }),
    })),
    epochs: thinned(epochs, kept).map(({ epoch, gates: statistics }) => ({
      epoch,
      means: levels.map(({ level, gates, count }) =>
        gates.map(({ gate, columns }) => {
          const found = statistics.find((each) => each.gate === gate && each.level === level);
          const means = new Array<number | null>(count).fill(null);
          for (const [own, column] of columns.entries()) if (column < count) means[column] = short(found?.mean[own]);
          return means;
        }),
      ),
    })),
  };
}

/** Numbers: they cross ten times a second while a model trains, and must cost it nothing; once it has ended they cross once. */
const mostWhileRunning = 2_000;
const mostAfterwards = 20_000;

function short(mean: number | undefined): number | null {
  return mean === undefined || !Number.isFinite(mean) ? null : Math.round(mean * 1000) / 1000;
}
