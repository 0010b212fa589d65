import type { Metrics, OutputMetrics, TrainingEpoch, TrainingPayload, TrainingTask } from '../training.ts';

/** The one metric an epoch is judged by: AUC of a binary task, RMSE of a numeric one. */
export type Quality = {
  readonly name: 'AUC' | 'RMSE';
  readonly better: 'higher' | 'lower';
  readonly value: (metrics: Metrics | undefined) => number | null;
  /** Standard error, where it is known. */
  readonly error: (metrics: Metrics | undefined) => number | null;
};

export function qualityOf(kind: TrainingTask['kind']): Quality {
  return kind === 'binary' ? auc : rmse;
}

const auc: Quality = {
  name: 'AUC',
  better: 'higher',
  value: (metrics) => metrics?.auc ?? null,
  error: (metrics) => metrics?.aucError ?? null,
};

const rmse: Quality = {
  name: 'RMSE',
  better: 'lower',
  value: (metrics) => metrics?.rmse ?? null,
  error: () => null,
};

/** The metric on the scale of the training loss: log loss, or mean squared error. */
export function lossOf(kind: TrainingTask['kind'], metrics: Metrics | undefined): number | null {
  if (kind === 'binary') return metrics?.logLoss ?? null;
  return typeof metrics?.rmse === 'number' ? metrics.rmse ** 2 : null;
}

/** Which rows epochs are judged on. Without validation rows the train rows have to do, and the picture says so. */
export function judgedOn(payload: Pick<TrainingPayload, 'run' | 'epochs'>): 'validation' | 'train' {
  return payload.run.validationRows > 0 || payload.epochs.some(({ validation }) => validation !== undefined)
    ? 'validation'
    : 'train';
}

export function judged(epoch: TrainingEpoch, split: 'validation' | 'train'): OutputMetrics | undefined {
  return split === 'validation' ? epoch.validation : epoch.train;
}

/** The first epoch with the best judged value; null before any could be computed. */
export function bestEpoch(
  task: Pick<TrainingTask, 'name' | 'kind'>,
  epochs: readonly TrainingEpoch[],
  split: 'validation' | 'train',
): number | null {
  const { value, better } = qualityOf(task.kind);
  let best: { readonly epoch: number; readonly value: number } | undefined;
  for (const epoch of epochs) {
    const now = value(judged(epoch, split)?.[task.name]);
    if (now === null) continue;
    if (best === undefined || (better === 'higher' ? now > best.value : now < best.value)) {
      best = { epoch: epoch.epoch, value: now };
    }
  }
  return best?.epoch ?? null;
}

/** The epoch to mark as best: only after the end, and only when there was a choice. */
export function markedBest(payload: TrainingPayload, task: TrainingTask): number | null {
  return payload.state === 'running' || payload.epochs.length < 2 ? null : task.bestEpoch;
}
