import { count, fraction } from '../../text/index.ts';
import type { TrainingPayload, TrainingTask } from '../training.ts';
import { epochNumber } from './epoch-number.ts';
import { judged, judgedOn, markedBest, qualityOf } from './quality.ts';
import { shownEpochs } from './run-axis.ts';
import { type LabelledScale, labelledScale, type Range } from './scale.ts';
import { besideMark } from './text-width.ts';
import { qualityRange } from './training-scales.ts';

/** What a chart of one task's AUC or RMSE by epoch shows and says, in epochs and values: drawers only draw it. */
export type QualityChart = {
  /** One for each planned epoch of the longest run. */
  readonly slots: number;
  /** Ends of the x axis, in epochs. */
  readonly from: number;
  readonly to: number;
  /** Nothing before there is a value. */
  readonly scale: LabelledScale | undefined;
  readonly best: number | null;
  readonly values: readonly QualityValue[];
  /** Values on train rows, for a dash beside each; empty where slots are too narrow for it. */
  readonly train: readonly { readonly epoch: number; readonly value: number }[];
  /** Epochs without a value yet. */
  readonly toCome: readonly number[];
  /** What the first slot to come says. */
  readonly next: { readonly epoch: number; readonly text: string } | undefined;
  /** Why there are no values at all. */
  readonly empty: string;
  readonly isDense: boolean;
};

export type QualityValue = {
  readonly epoch: number;
  /** Null where it could not be computed: the line breaks. */
  readonly value: number | null;
  /** Half of the 95 % interval; 0 where the error is not known. */
  readonly half: number;
  readonly isBest: boolean;
  /** Stands below the whisker; empty where there is no room for it. */
  readonly text: string;
  /** Its middle below the value, or its start or end close to an edge. */
  readonly anchor: 'start' | 'middle' | 'end';
};

/** Where in its slot an epoch stands: a little to the left of the middle, where the whisker's train dash still fits. */
export const placeInSlot = 0.42;

export type QualityChartOptions = {
  /** Pixels of the x axis. */
  readonly columns: number;
  readonly isTall: boolean;
  readonly rivals?: readonly TrainingPayload[];
  /** As many as the runs have epochs without this; what comes later is left out. */
  readonly slots?: number;
  /** `qualityRange` of the task without this. */
  readonly range?: Range | undefined;
  /** One of those that were asked for beside the usual ones; AUC or RMSE without this. */
  readonly metric?: string | undefined;
};

export function qualityChart(payload: TrainingPayload, task: TrainingTask, options: QualityChartOptions): QualityChart {
  const { columns, isTall, rivals, metric } = options;
  const slots = options.slots ?? shownEpochs(payload, rivals);
  const slot = columns / slots;
  const range = options.range ?? qualityRange(payload, task, metric);
  const split = judgedOn(payload);
  const { name, value, error } = qualityOf(task.kind, metric);
  const best = markedBest(payload, task, metric);
  const last = best ?? payload.epochs.at(-1)?.epoch;
  const reached = payload.epochs.at(-1)?.epoch ?? 0;
  const { stepsPerEpoch } = payload.progress;
  const planned = shownEpochs(payload);
  const epochs = payload.epochs.filter(({ epoch }) => epoch <= slots);
  const texts = epochs.map((each) => {
    const isBest = each.epoch === best;
    const text = `${isBest ? 'best ' : ''}${fraction(value(judged(each, split)?.[task.name]))}`;
    return besideMark(text, slot * (each.epoch - 1 + placeInSlot), columns, isBest ? 600 : 400);
  });
  // Texts that would meet are a smear: then the best one is shown, or the last.
  const areRoomy = texts.every(({ left }, i) => i === 0 || left >= (texts[i - 1]?.right ?? 0) + 3);
  const hasDashes = split === 'validation' && slot >= 30;
  return {
    slots,
    from: 1 - placeInSlot,
    to: slots + 1 - placeInSlot,
    scale: qualityScale(range, isTall),
    best,
    values: epochs.map((epoch, i) => {
      const metrics = judged(epoch, split)?.[task.name];
      const middle = value(metrics);
      const { text = '', anchor = 'middle' } = texts[i] ?? {};
      return {
        epoch: epoch.epoch,
        value: middle,
        half: 1.96 * (error(metrics) ?? 0),
        isBest: epoch.epoch === best,
        text: middle !== null && (areRoomy || epoch.epoch === last) ? text : '',
        anchor,
      };
    }),
    train: (hasDashes ? payload.epochs : []).flatMap((epoch) => {
      const train = value(epoch.train[task.name]);
      return train === null ? [] : [{ epoch: epoch.epoch, value: train }];
    }),
    toCome: Array.from({ length: Math.max(0, Math.min(60, planned - reached)) }, (_, i) => reached + 1 + i),
    next:
      reached < planned && slot >= 66
        ? {
            epoch: reached + 1,
            text: payload.state === 'running' ? `at step ${count((reached + 1) * stepsPerEpoch)}` : 'not reached',
          }
        : undefined,
    empty:
      range !== undefined || payload.epochs.length === 0
        ? ''
        : task.kind === 'binary' && metric === undefined
          ? `no ${name}: labels of one class only`
          : `no ${name}`,
    isDense: slot < 14,
  };
}

/** The axis of a quality; nothing where there are no values. */
export function qualityScale(range: Range | undefined, isTall: boolean): LabelledScale | undefined {
  return range && labelledScale(range, isTall ? 4 : 3);
}

/** The words below the x axis: numbers of epochs, as many as fit; faint ones have not ended. */
export function epochTicks(
  payload: TrainingPayload,
  columns: number,
  rivals?: readonly TrainingPayload[],
): readonly { readonly epoch: number; readonly text: string; readonly tone: 'dim' | 'faint' }[] {
  const slots = shownEpochs(payload, rivals);
  const slot = columns / slots;
  const every = Math.max(1, Math.ceil(Math.max(24, 10 + 7 * String(slots).length) / slot));
  return Array.from({ length: slots }, (_, i) => i + 1)
    .filter((epoch) => (epoch - 1) % every === 0)
    .map((epoch) => ({
      epoch,
      text: `${slot > 90 || (epoch === 1 && slot > 44) ? 'epoch ' : ''}${epochNumber(payload, epoch)}`,
      tone: epoch <= payload.epochs.length ? 'dim' : 'faint',
    }));
}

/** What is written over the charts of AUC or RMSE, or of another metric. */
export function qualityWords(
  payload: TrainingPayload,
  metric?: string,
): {
  readonly title: string;
  /** Empty where no task has an error. */
  readonly whisker: string;
  /** Empty where train rows are what is judged. */
  readonly train: string;
  /** Why train rows are judged. */
  readonly note: string;
} {
  const split = judgedOn(payload);
  const hasTrain =
    metric === undefined ||
    payload.epochs.some(({ train }) => Object.values(train).some(({ own }) => own?.[metric] !== undefined));
  const names = [...new Set(payload.tasks.map(({ kind }) => qualityOf(kind, metric).name))];
  return {
    title: `${split === 'train' ? 'Train' : 'Validation'} ${names.join(' or ')}`,
    whisker: metric === undefined && payload.tasks.some(({ kind }) => kind === 'binary') ? 'whisker: 95 %' : '',
    train: split === 'train' || !hasTrain ? '' : 'train',
    note: split === 'train' ? 'no validation rows' : '',
  };
}
