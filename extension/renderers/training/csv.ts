import type { TrainingPayload } from '../../../kernel/payloads/training.ts';
import { type CsvValue, csv } from '../host/index.ts';

/** A run as tidy CSV, one number a line: `run,model,task,split,epoch,step,metric,value`. Losses are bucket means. */
export function trainingCsv(payloads: readonly TrainingPayload[]): string {
  const rows = payloads.flatMap((payload) => [...lossRows(payload), ...metricRows(payload), ...learnedRows(payload)]);
  return csv(['run', 'model', 'task', 'split', 'epoch', 'step', 'metric', 'value'], rows);
}

function learnedRows({ run, epochs }: TrainingPayload): readonly (readonly CsvValue[])[] {
  return epochs.flatMap(({ epoch, step, logVariances = {} }) =>
    Object.entries(logVariances).map(([task, value]) => {
      return [run.number, run.title, task, 'train', epoch, step, 'logVariance', value];
    }),
  );
}

function lossRows({ run, tasks, progress }: TrainingPayload): readonly (readonly CsvValue[])[] {
  return tasks.flatMap(({ name, loss }) =>
    (loss?.mean ?? []).map((value, i) => {
      const step = Math.min((i + 1) * (loss?.stepsPerBucket ?? 1), progress.step);
      const epoch = Math.ceil(step / progress.stepsPerEpoch);
      return [run.number, run.title, name, 'train', epoch, step, 'loss', value];
    }),
  );
}

function metricRows({ run, epochs, test }: TrainingPayload): readonly (readonly CsvValue[])[] {
  const splits = epochs.flatMap(({ epoch, step, train, validation }) => [
    { split: 'train', epoch, step, metrics: train },
    ...(validation === undefined ? [] : [{ split: 'validation', epoch, step, metrics: validation }]),
  ]);
  const all = [...splits, ...(test === undefined ? [] : [{ split: 'test', epoch: null, step: null, metrics: test }])];
  return all.flatMap(({ split, epoch, step, metrics }) =>
    Object.entries(metrics).flatMap(([task, { warnings: _, own, ...values }]) =>
      Object.entries({ ...values, ...own }).map(([metric, value]) => [
        run.number,
        run.title,
        task,
        split,
        epoch,
        step,
        metric,
        value,
      ]),
    ),
  );
}
