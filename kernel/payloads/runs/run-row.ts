import { count, list, number, numberOrNull, object, oneOf, optional, text } from '../../guards/index.ts';
import { coarser, smoothedLine, usualSmoothing } from '../reading/loss-lines.ts';
import { judged, judgedOn, qualityOf } from '../reading/quality.ts';
import {
  type TrainingPayload,
  type TrainingRun,
  type TrainingState,
  type TrainingVerdict,
  trainingRun,
  trainingVerdict,
} from '../training.ts';
import { qualities, type TaskQuality, taskQuality } from './task-quality.ts';

/** A run of the list without its series: what a row of a table tells. A thousand of them are no megabytes. */
export type RunRow = {
  /** Unique, and the same as long as the run is listed. */
  readonly key: string;
  /** Place in the order in which the runs were first seen. */
  readonly seen: number;
  /** Where it is: the notebook's name as a person knows it, and the cell's place, counted from 1 with all cells. */
  readonly notebook: string;
  readonly cell: number;
  /** Whether an output still shows it. */
  readonly shown: 'shown' | 'gone';
  readonly run: TrainingRun;
  readonly state: TrainingState;
  /** Begun and planned. */
  readonly epoch: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly verdict?: TrainingVerdict | undefined;
  readonly qualities: readonly TaskQuality[];
  /** Of the first task, by epoch: what it is judged by, or its smoothed loss where fewer than two epochs have ended. */
  readonly curve: { readonly of: 'AUC' | 'RMSE' | 'loss'; readonly values: readonly (number | null)[] };
};

export const runRowShape = object<RunRow>({
  key: text,
  seen: count,
  notebook: text,
  cell: count,
  shown: oneOf('shown', 'gone'),
  run: trainingRun,
  state: oneOf('running', 'finished', 'interrupted', 'failed'),
  epoch: count,
  epochs: count,
  seconds: number,
  verdict: optional(trainingVerdict),
  qualities: list(taskQuality, 256),
  curve: object<RunRow['curve']>({ of: oneOf('AUC', 'RMSE', 'loss'), values: list(numberOrNull, 64) }),
});

/** Where a run was found. */
export type RunPlace = Pick<RunRow, 'key' | 'seen' | 'notebook' | 'cell' | 'shown'>;

export function runRow(place: RunPlace, payload: TrainingPayload): RunRow {
  const { run, state, progress, verdict } = payload;
  const { key, seen, notebook, cell, shown } = place;
  return {
    key,
    seen,
    notebook,
    cell,
    shown,
    run,
    state,
    epoch: progress.epoch,
    epochs: progress.epochs,
    seconds: progress.seconds,
    ...(verdict === undefined ? {} : { verdict }),
    qualities: qualities(payload),
    curve: curveOf(payload),
  };
}

/** As many as a line 60 pixels wide can show. */
const mostPoints = 30;

function curveOf(payload: TrainingPayload): RunRow['curve'] {
  const { epochs, tasks, progress } = payload;
  const task = tasks[0];
  if (task === undefined) return { of: 'loss', values: [] };
  if (epochs.length >= 2) {
    const { name, value } = qualityOf(task.kind);
    const split = judgedOn(payload);
    return { of: name, values: sampled(epochs.map((epoch) => value(judged(epoch, split)?.[task.name]))) };
  }
  if (task.loss === null) return { of: 'loss', values: [] };
  const line = smoothedLine(coarser(task.loss, mostPoints), progress.step, usualSmoothing(progress.steps));
  return { of: 'loss', values: line.y };
}

/** Evenly taken, the first and the last among them. */
function sampled(values: readonly (number | null)[]): readonly (number | null)[] {
  if (values.length <= mostPoints) return values;
  const step = (values.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, i) => values[Math.round(i * step)] ?? null);
}
