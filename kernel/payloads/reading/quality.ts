import type { Metrics, OutputMetrics, TrainingEpoch, TrainingPayload, TrainingTask } from '../training.ts';

/** A metric that epochs are shown and judged by. */
export type Quality = {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  readonly value: (metrics: Metrics | undefined) => number | null;
  /** Standard error, where it is known. */
  readonly error: (metrics: Metrics | undefined) => number | null;
};

type UsualQuality = Quality & { readonly name: 'AUC' | 'RMSE' };

/** AUC of a binary task, RMSE of a numeric one; or `metric`, one of those that were asked for beside them. */
export function qualityOf(kind: TrainingTask['kind']): UsualQuality;
export function qualityOf(kind: TrainingTask['kind'], metric: string | undefined): Quality;
export function qualityOf(kind: TrainingTask['kind'], metric?: string): Quality {
  if (metric !== undefined) return chosen(metric);
  return kind === 'binary' ? auc : rmse;
}

const auc: UsualQuality = {
  name: 'AUC',
  better: 'higher',
  value: (metrics) => metrics?.auc ?? null,
  error: (metrics) => metrics?.aucError ?? null,
};

const rmse: UsualQuality = {
  name: 'RMSE',
  better: 'lower',
  value: (metrics) => metrics?.rmse ?? null,
  error: () => null,
};

const chosen = (metric: string): Quality => ({
  name: metric,
  better: 'higher',
  value: (metrics) => metrics?.own?.[metric] ?? null,
  error: () => null,
});

/** Metrics that were asked for beside the usual ones; what early stopping judges by comes first. */
export function chosenMetrics({ run, epochs }: Pick<TrainingPayload, 'run' | 'epochs'>): readonly string[] {
  const names = epochs.flatMap(({ train, validation = {} }) =>
    [...Object.values(validation), ...Object.values(train)].flatMap(({ own = {} }) => Object.keys(own)),
  );
  return [...new Set([...(run.judgedBy === undefined ? [] : [run.judgedBy]), ...names])];
}

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
  metric?: string,
): number | null {
  const { value, better } = qualityOf(task.kind, metric);
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
export function markedBest(payload: TrainingPayload, task: TrainingTask, metric?: string): number | null {
  if (payload.state === 'running' || payload.epochs.length < 2) return null;
  if (metric === undefined) return task.bestEpoch;
  // Of a function of the person's own nobody knows whether more is better, unless early stopping judges by it.
  return metric === payload.run.judgedBy ? bestEpoch(task, payload.epochs, judgedOn(payload), metric) : null;
}
