import { count, fraction, significant, type TableBundle, tableBundle } from '../../text/index.ts';
import type { GateStatistics } from '../gate-report/index.ts';
import type { Metrics } from '../metrics/index.ts';

import type { EndedEvent, EpochEvent, RunDescription } from '../training/index.ts';

/** What `fit` leaves: the history of a run. */
export type Run = {
  readonly description: RunDescription;
  readonly state: EndedEvent['state'];
  /** Which weights the model has now, and why. */
  readonly kept: string;
  /** The epoch whose weights they are, where they are those of an epoch's end. */
  readonly keptEpoch?: number;
  readonly epochs: number;
  readonly steps: number;
  readonly seconds: number;
  /** Metrics at the end of each epoch. */
  readonly history: readonly EpochEvent[];
  /** Gate statistics at the end of each epoch, on at most 10,000 validation rows. */
  readonly gates: readonly { readonly epoch: number; readonly gates: readonly GateStatistics[] }[];
};

export function createRun(description: RunDescription, history: readonly EpochEvent[], end: EndedEvent): Run {
  const run: Run = {
    description,
    state: end.state,
    kept: end.kept,
    ...(end.keptEpoch === undefined ? {} : { keptEpoch: end.keptEpoch }),
    epochs: history.length,
    steps: end.step,
    seconds: end.seconds,
    history,
    gates: gateHistory(history),
  };
  return Object.defineProperty(run, Symbol.for('Jupyter.display'), { value: () => display(run) });
}

export function gateHistory(history: readonly EpochEvent[]): Run['gates'] {
  return history.flatMap(({ epoch, gates }) => (gates && gates.length > 0 ? [{ epoch, gates }] : []));
}

function display({ description, history, state, kept, steps, seconds }: Run): TableBundle {
  const names = Object.keys(history[0]?.validation ?? history[0]?.train ?? {});
  const part = history[0]?.validation ? 'validation' : 'train';
  return tableBundle({
    title: `${description.title}, ${state} after ${count(steps)} steps in ${seconds.toFixed(1)} s (${description.trainer})`,
    header: ['epoch', ...names.map((name) => `${name} ${part}`)],
    rows: history.map((event) => [`${event.epoch}`, ...names.map((name) => headline(event[part], name))]),
    notes: [kept],
  });
}

/** The number an output is judged by. */
function headline(metrics: Metrics | undefined, output: string): string {
  const { auc, rmse } = metrics?.[output] ?? {};
  if (auc !== undefined) return `AUC ${fraction(auc)}`;
  return rmse === undefined ? '' : `RMSE ${significant(rmse)}`;
}
