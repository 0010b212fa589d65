import { pairNames } from '../../../kernel/payloads/reading/conflicts/words.ts';
import { epochNumber } from '../../../kernel/payloads/reading/epoch-number.ts';
import type { TrainingPayload } from '../../../kernel/payloads/training.ts';
import { type CsvValue, csv } from '../host/index.ts';

/** A run as tidy CSV, one number a line: `run,model,task,split,epoch,step,metric,value`. Losses are bucket means. */
export function trainingCsv(payloads: readonly TrainingPayload[]): string {
  const rows = payloads.flatMap((payload) => [
    ...lossRows(payload),
    ...metricRows(payload),
    ...learnedRows(payload),
    ...conflictRows(payload),
  ]);
  return csv(['run', 'model', 'task', 'split', 'epoch', 'step', 'metric', 'value'], rows);
}

function learnedRows(payload: TrainingPayload): readonly (readonly CsvValue[])[] {
  const { run, epochs } = payload;
  return epochs.flatMap(({ epoch, step, logVariances = {} }) =>
    Object.entries(logVariances).map(([task, value]) => {
      return [run.number, run.title, task, 'train', epochNumber(payload, epoch), step, 'logVariance', value];
    }),
  );
}

/** Cosines in buckets of steps, between two tasks: `cosine of expert 0`. */
function conflictRows(payload: TrainingPayload): readonly (readonly CsvValue[])[] {
  const { run, conflicts, weights, tasks, progress } = payload;
  const place = (bucket: number, stepsPerBucket: number) => {
    const step = Math.min((bucket + 1) * stepsPerBucket, progress.step);
    return [epochNumber(payload, Math.ceil(step / progress.stepsPerEpoch)), step] as const;
  };
  const names = tasks.map(({ name }) => name);
  return [
    ...(conflicts?.series ?? []).flatMap((pairs, part) =>
      pairs.flatMap(({ mean }, pair) =>
        mean.map((value, i): readonly CsvValue[] => {
          const between = pairNames(names, conflicts?.pairs[pair] ?? []);
          const metric = `cosine of ${conflicts?.parts[part]?.name}`;
          return [run.number, run.title, between, 'train', ...place(i, conflicts?.stepsPerBucket ?? 1), metric, value];
        }),
      ),
    ),
    ...(weights?.mean ?? []).flatMap((mean, task) =>
      mean.map((value, i): readonly CsvValue[] => {
        const [epoch, step] = place(i, weights?.stepsPerBucket ?? 1);
        return [run.number, run.title, names[task] ?? null, 'train', epoch, step, 'weight', value];
      }),
    ),
  ];
}

function lossRows(payload: TrainingPayload): readonly (readonly CsvValue[])[] {
  const { run, tasks, progress } = payload;
  return tasks.flatMap(({ name, loss }) =>
    (loss?.mean ?? []).map((value, i) => {
      const step = Math.min((i + 1) * (loss?.stepsPerBucket ?? 1), progress.step);
      const epoch = epochNumber(payload, Math.ceil(step / progress.stepsPerEpoch));
      return [run.number, run.title, name, 'train', epoch, step, 'loss', value];
    }),
  );
}

function metricRows(payload: TrainingPayload): readonly (readonly CsvValue[])[] {
  const { run, epochs, test } = payload;
  const splits = epochs.flatMap(({ epoch: own, step, train, validation }) => {
    const epoch = epochNumber(payload, own);
    return [
      { split: 'train', epoch, step, metrics: train },
      ...(validation === undefined ? [] : [{ split: 'validation', epoch, step, metrics: validation }]),
    ];
  });
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
