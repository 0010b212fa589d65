import { type OwnMetric, ownMetrics, readyMetrics, withChosen } from '../chosen-metrics/index.ts';
import type { Numbers, Rows, Task } from '../data/index.ts';
import { evaluateOutputs, type TaskMetrics } from '../metrics/index.ts';
import type { Model } from '../model/index.ts';
import type { Network, Output } from '../network/index.ts';
import type { FitOptions } from '../training/index.ts';
import type { ComparedData } from './candidates.ts';

/** One model of one candidate, trained with one seed and measured on the test rows. */
export type Trial = {
  /** Name of the candidate. */
  readonly candidate: string;
  /** Its seed. */
  readonly seed: number;
  readonly state: 'done';
  /** The epoch whose weights were kept, chosen on the validation rows, and how many were trained. */
  readonly epoch: number;
  /** How many epochs were trained. */
  readonly epochs: number;
  /** How long it took, in seconds. */
  readonly seconds: number;
  /** By task, then by metric: those of `evaluate`, and a person's own. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** A trial that ended with an error. */
export type FailedTrial = Pick<Trial, 'candidate' | 'seed'> & {
  readonly state: 'failed';
  /** Why, for a person. */
  readonly reason: string;
};

/** Metrics of your own, by name. */
export type OwnMetrics = Readonly<Record<string, OwnMetric>>;

/** Of the test rows, by binary task: what DeLong's comparison needs. */
export type Predictions = Readonly<Record<string, Float32Array>>;

export type TrialResult = {
  readonly trial: Trial;
  readonly predictions: Predictions;
  /** A metric of a person's own could not be taken; it is NaN, and everything else is measured. */
  readonly failure?: Error | undefined;
};

/** What the training of a trial leaves, wherever it ran. */
export type TrainedTrial = Pick<Trial, 'epoch' | 'epochs' | 'seconds'> & {
  /** What the model predicts of the test rows, by output. */
  readonly columns: Readonly<Record<string, Numbers>>;
};

/**
 * Trains a model on one thread, so that its bits do not depend on what else runs, keeps the epoch that is best on the
 * validation rows, and predicts the test rows. Disposes of the model.
 * @throws what `fit` throws, and where `signal` aborts.
 */
export async function trainTrial(
  model: Model,
  data: ComparedData,
  { fit, seed, signal, onEpoch }: TrialOptions,
): Promise<TrainedTrial> {
  const begin = performance.now();
  onEpoch(0);
  try {
    const epochs = fit.epochs ?? 1;
    const options: FitOptions = {
      // Without this the last epoch would be kept; with it all are trained, and the best is.
      earlyStopping: { patience: epochs },
      ...fit,
      seed: fit.seed ?? seed,
      validation: data.validation,
      threads: 1,
      plot: false,
      signal,
    };
    const events = model.train(data.train, options);
    let next = await events.next();
    for (; !next.done; next = await events.next()) if (next.value.kind === 'epoch') onEpoch(next.value.epoch);
    const run = next.value;
    signal.throwIfAborted();
    const columns = await model.predict(data.test, { threads: 1, signal });
    const seconds = (performance.now() - begin) / 1000;
    return { epoch: run.keptEpoch ?? run.epochs, epochs: run.epochs, seconds, columns };
  } finally {
    model.dispose();
  }
}

type TrialOptions = {
  readonly fit: FitOptions;
  /** Of the trial. */
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Hears 0 when it begins, then the number of each epoch that ends. */
  readonly onEpoch: (epoch: number) => void;
};

/** Takes the metrics of a trial on the test rows. */
export function measureTrial(
  { candidate, seed }: Pick<Trial, 'candidate' | 'seed'>,
  { network, columns, ...trained }: TrainedTrial & { readonly network: Network },
  test: Rows,
  { fit, own }: { readonly fit: FitOptions; readonly own: OwnMetrics },
): TrialResult {
  const { outputs } = network;
  const ready = [...readyMetrics(fit.metrics ?? [], test, 'compare: fit'), ...ownMetrics(own)];
  let failure: Error | undefined;
  const metrics = withChosen(evaluateOutputs(outputs, columns, test), ready, outputs, columns, test, (error) => {
    failure ??= error;
  });
  const numbers: Record<string, Readonly<Record<string, number>>> = {};
  const predictions: Record<string, Float32Array> = {};
  for (const { name, kind, task } of outputsByTask(network)) {
    const { warnings: _, own: chosen, ...values } = metrics[name];
    // A chosen metric never stands in for one that a task is judged by.
    numbers[task.name] = { ...chosen, ...values };
    if (kind === 'binary') predictions[task.name] = Float32Array.from(columns[name]);
  }
  return { trial: { candidate, seed, state: 'done', ...trained, metrics: numbers }, predictions, failure };
}

/** The outputs that predict a task, one each: models name them differently (ESMM's pCTCVR predicts task "buy"). */
export function outputsByTask({ outputs }: Network): readonly (Output & { readonly task: Task })[] {
  const found = new Map<string, Output & { readonly task: Task }>();
  for (const output of outputs)
    if (output.task && !found.has(output.task.name)) found.set(output.task.name, { ...output, task: output.task });
  return [...found.values()];
}

/** @throws where a metric of a person's own has the name of one that every trial has: it would stand in its place. */
export function checkOwnMetrics(own: OwnMetrics): void {
  for (const name of taskMetricNames)
    if (name in own) throw new Error(`compare: every trial has ${name} already; give your metric another name.`);
}

/** What is measured of every task. */
export const taskMetricNames = [
  'rows',
  'auc',
  'aucError',
  'logLoss',
  'calibration',
  'calibrationError',
  'rmse',
  'mae',
] as const satisfies readonly (keyof TaskMetrics)[];
