import { type RunPlace, type RunRow, runRow } from '../../kernel/payloads/runs/index.ts';
import type { TrainingPayload, TrainingVerdict } from '../../kernel/payloads/training.ts';
import { trainingExamples } from './training-payloads.ts';

/** What a run of the tests differs in from the finished example, an MMoE on census-income. */
export type RunChange = {
  readonly number?: number;
  readonly seed?: number;
  readonly title?: string;
  readonly dataset?: string;
  readonly seconds?: number;
  readonly state?: TrainingPayload['state'];
  /** Validation AUC of income in the kept epoch, and its standard error. */
  readonly auc?: number | null;
  readonly aucError?: number | null;
  /** Of an old notebook where this is undefined. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly verdict?: TrainingVerdict;
};

export const usualSettings = { experts: '8', learningRate: '0.001', batchSize: '256', epochs: '3' };

const { verdict: _, ...finished } = trainingExamples.finished;

export function changedRun(change: RunChange = {}): TrainingPayload {
  const { number = 1, seed = 1, title = finished.run.title, dataset = finished.run.dataset, seconds = 15 } = change;
  const { state = 'finished', auc = 0.9, aucError = 0.002, verdict } = change;
  const settings = 'settings' in change ? change.settings : { ...usualSettings, seed: String(seed) };
  const [task] = finished.tasks;
  const epochs = finished.epochs.map((epoch, i, all) => {
    // It learns: each epoch is .01 better than the one before.
    const now = auc === null ? null : auc - 0.01 * (all.length - 1 - i);
    const income = { ...epoch.validation?.[task.name], rows: 49881, auc: now, aucError };
    return { ...epoch, validation: { ...epoch.validation, [task.name]: income } };
  });
  return {
    ...finished,
    state,
    epochs,
    run: { ...finished.run, id: `run-${number}`, number, seed, title, dataset, settings },
    progress: { ...finished.progress, seconds },
    ...(verdict === undefined ? {} : { verdict }),
  };
}

/** The rows of some runs, in the order in which they were seen. */
export function runRows(changes: readonly RunChange[], place: Partial<RunPlace> = {}): readonly RunRow[] {
  return changes.map((change, i) =>
    runRow(
      { key: `run ${i}`, seen: i, notebook: 'study.ipynb', cell: 3, shown: 'shown', ...place },
      changedRun({ number: i + 1, ...change }),
    ),
  );
}
