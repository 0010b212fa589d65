import { fraction, plusMinus } from '../../text/index.ts';
import type { Metrics, OutputMetrics, TrainingPayload, TrainingTask } from '../training.ts';
import { epochNumber } from './epoch-number.ts';

/** One number of the metric table. */
export type MetricCell = {
  readonly text: string;
  readonly value: number | null;
  /** `± .0019`, a standard error. */
  readonly error?: string;
  /** Calibration outside .95 … 1.05. */
  readonly alarm?: true;
  /** Why there is no number. */
  readonly note?: string;
};

export type MetricColumn = { readonly title: string; readonly definition: string };

/** Metrics of one output, in the order of `metricColumns`. */
export function metricCells(kind: TrainingTask['kind'], metrics: Metrics | undefined): readonly MetricCell[] {
  const cell = (value: number | null | undefined, text = fraction(value)): MetricCell => ({
    text,
    value: value ?? null,
  });
  const { calibration } = metrics ?? {};
  const isOff = typeof calibration === 'number' && (calibration < 0.95 || calibration > 1.05);
  const ratio: MetricCell = { ...cell(calibration, fraction(calibration, 3)), ...(isOff ? { alarm: true } : {}) };
  if (kind === 'numeric') return [cell(metrics?.rmse), cell(metrics?.mae), ratio];
  const auc: MetricCell = {
    ...cell(metrics?.auc),
    ...(typeof metrics?.aucError === 'number' ? { error: plusMinus(metrics.aucError) } : {}),
    ...(metrics?.auc === null
      ? { note: metrics.warnings?.join('\n') ?? 'AUC needs rows of both classes; these have only one.' }
      : {}),
  };
  return [auc, cell(metrics?.logLoss), ratio];
}

/** Three columns per split; tasks of both kinds share them, each with its own metric. */
export function metricColumns(tasks: readonly TrainingTask[]): readonly MetricColumn[] {
  const has = (kind: TrainingTask['kind']) => tasks.some((task) => task.kind === kind);
  const join = (binary: MetricColumn, numeric: MetricColumn): MetricColumn => {
    const shown = [...(has('binary') || !has('numeric') ? [binary] : []), ...(has('numeric') ? [numeric] : [])];
    return {
      title: shown.map(({ title }) => title).join(' | '),
      definition: shown.map(({ definition }) => definition).join('\n'),
    };
  };
  return [
    join(
      { title: 'AUC ± s.e.', definition: 'Area under the ROC curve ± its standard error (DeLong 1988).' },
      { title: 'RMSE', definition: 'Root of the mean squared error, in label units.' },
    ),
    join(
      { title: 'log loss', definition: 'Mean of −[y ln p + (1 − y) ln(1 − p)], natural log.' },
      { title: 'MAE', definition: 'Mean absolute error, in label units.' },
    ),
    {
      title: 'pred ÷ obs',
      definition: 'Σ predicted ÷ Σ observed. 1 is calibrated in the large; ▲ marks values outside .95 to 1.05.',
    },
  ];
}

export type SplitName = 'train' | 'validation' | 'test';

/** One group of columns: the metrics of the last epoch, or of the test rows. */
export type Split = {
  readonly name: SplitName;
  /** As people are shown it. */
  readonly epoch: number | null;
  readonly metrics: OutputMetrics | undefined;
  /** What stands in for numbers that do not exist yet. */
  readonly pending: string;
};

/** The splits the table shows. Validation and test appear only where the run has such rows. */
export function splitsOf(payload: TrainingPayload): readonly Split[] {
  const shown = shownEpoch(payload);
  const epoch = shown === undefined ? null : epochNumber(payload, shown.epoch);
  const pending = payload.state === 'running' ? 'after epoch 1' : 'no epoch ended';
  const validates = payload.run.validationRows > 0 || shown?.validation !== undefined;
  return [
    { name: 'train', epoch, metrics: shown?.train, pending },
    ...(validates ? [{ name: 'validation' as const, epoch, metrics: shown?.validation, pending }] : []),
    ...(payload.test === undefined ? [] : [{ name: 'test' as const, epoch: null, metrics: payload.test, pending: '' }]),
  ];
}

/** The epoch whose weights the model holds, when that is known, else the last. */
export function shownEpoch({ epochs, keptEpoch }: TrainingPayload): TrainingPayload['epochs'][number] | undefined {
  return epochs.find(({ epoch }) => epoch === keptEpoch) ?? epochs.at(-1);
}
