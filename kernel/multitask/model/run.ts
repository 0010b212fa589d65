import { count, fraction, plainText, significant, type TableBundle, tableBundle } from '../../text/index.ts';
import type { Conflict } from '../conflicts/index.ts';
import type { GateStatistics } from '../gate-report/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { RunVerdict } from '../run-verdict.ts';

import type { EndedEvent, EpochEvent, RunDescription } from '../training/index.ts';

/** What `fit` leaves: the history of a run. */
export type Run = {
  /** What does not change during a run: options, data, model. */
  readonly description: RunDescription;
  /** How it ended. */
  readonly state: EndedEvent['state'];
  /** Which weights the model has now, and why. */
  readonly kept: string;
  /** The epoch whose weights they are, where they are those of an epoch's end. */
  readonly keptEpoch?: number;
  /**
   * What is to be said of the run, the gravest of all that hold: that it diverged, gives every row the same, overfits since
   * epoch 3, is still improving …; with the number it rests on, and where there is one, code that mends it. Absent where no
   * epoch ended.
   */
  readonly verdict?: RunVerdict;
  /** Epochs that ended. */
  readonly epochs: number;
  /** Optimizer steps taken. */
  readonly steps: number;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** Metrics at the end of each epoch. */
  readonly history: readonly EpochEvent[];
  /** Gate statistics at the end of each epoch, on at most 10,000 validation rows. */
  readonly gates: readonly {
    /** 1-based, counted over the run. */
    readonly epoch: number;
    /** Of each gate. */
    readonly gates: readonly GateStatistics[];
  }[];
  /**
   * With `fit({ conflicts: true })`: how the gradients of each two tasks lay to each other in each part of the network that both
   * train, over the steps of each epoch. A line for each epoch, part and pair: `cosine` ± `error` (a standard error), −1 where
   * what helps one task harms the other. Empty where it was not asked for.
   */
  readonly conflicts: readonly ({
    /** 1-based, counted over the run. */
    readonly epoch: number;
  } & Conflict)[];
};

export function createRun(
  description: RunDescription,
  history: readonly EpochEvent[],
  end: EndedEvent,
  show?: (run: RunDescription, end: EndedEvent) => Readonly<Record<string, unknown>> | undefined,
): Run {
  const run: Run = {
    description,
    state: end.state,
    kept: end.kept,
    ...(end.keptEpoch === undefined ? {} : { keptEpoch: end.keptEpoch }),
    ...(end.verdict === undefined ? {} : { verdict: end.verdict }),
    epochs: history.length,
    steps: end.step,
    seconds: end.seconds,
    history,
    gates: gateHistory(history),
    conflicts: history.flatMap(({ epoch, conflicts = [] }) => conflicts.map((each) => ({ epoch, ...each }))),
  };
  return Object.defineProperty(run, Symbol.for('Jupyter.display'), {
    value: () => show?.(description, end) ?? display(run),
  });
}

export function gateHistory(history: readonly EpochEvent[]): Run['gates'] {
  return history.flatMap(({ epoch, gates }) => (gates && gates.length > 0 ? [{ epoch, gates }] : []));
}

/** What a run was and how it ended, in a line. */
export function runWords({ title, trainer }: RunDescription, { state, step, seconds }: RunEnd): string {
  return `${title}, ${state} after ${count(step)} steps in ${seconds.toFixed(1)} s (${trainer})`;
}

type RunEnd = Pick<EndedEvent, 'state' | 'step' | 'seconds'>;

function display(run: Run): TableBundle {
  const { description, state, steps, seconds, history, kept, verdict } = run;
  const names = Object.keys(history[0]?.validation ?? history[0]?.train ?? {});
  const part = history[0]?.validation ? 'validation' : 'train';
  const row = (event: EpochEvent) => [
    `${(description.goesOn?.epochs ?? 0) + event.epoch}`,
    ...names.map((name) => headline(event[part], name)),
  ];
  const hidden = history.length > mostRows ? history.length - firstRows - lastRows : 0;
  const rows =
    hidden === 0
      ? history.map(row)
      : [...history.slice(0, firstRows).map(row), ['…', ...names.map(() => '')], ...history.slice(-lastRows).map(row)];
  return tableBundle({
    title: runWords(description, { state, step: steps, seconds }),
    header: ['epoch', ...names.map((name) => `${name} ${part}`)],
    rows,
    notes: [
      ...(hidden === 0 ? [] : [`… ${hidden} more epochs are in .history`]),
      ...(verdict ? [`${plainText(verdict.headline)} ${plainText(verdict.detail)}`] : []),
      kept,
    ],
  });
}

/** A longer history is shown by its first and last epochs. */
const mostRows = 24;
const firstRows = 5;
const lastRows = 15;

/** The number an output is judged by. */
function headline(metrics: Metrics | undefined, output: string): string {
  const { auc, rmse } = metrics?.[output] ?? {};
  if (auc !== undefined) return `AUC ${fraction(auc)}`;
  return rmse === undefined ? '' : `RMSE ${significant(rmse)}`;
}
