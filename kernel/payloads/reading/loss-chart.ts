import { count, fraction } from '../../text/index.ts';
import type { LossSeries, TrainingPayload, TrainingState, TrainingTask } from '../training.ts';
import { coarser, type Line, smoothedLine, usualSmoothing } from './loss-lines.ts';
import { lossOf } from './quality.ts';
import { type LabelledScale, labelledScale, logTicks, type Range, union } from './scale.ts';
import { textWidth } from './text-width.ts';
import { lossRange, wholeLossRange } from './training-scales.ts';

/**
 * What a chart of one task's loss shows and says, in steps and losses; the renderers, the still pictures and the Plotly
 * figures only draw it. Text stands where it fits, so a drawer says how many pixels it has.
 */
export type LossChart = {
  /** The x axis runs from 0 to here. */
  readonly steps: number;
  readonly scale: LossScale;
  /** The losses of single steps, in at most one bucket a pixel; nothing of a task without a loss of its own. */
  readonly series: LossSeries | undefined;
  readonly smoothed: Line | undefined;
  readonly validation: readonly ValidationMark[];
  /** Small marks without a rim, where large ones would touch each other. */
  readonly isDense: boolean;
  /** Steps at which an epoch begins, but for the first. */
  readonly dividers: readonly number[];
  /** Where a run stopped before its end. */
  readonly stop: { readonly step: number; readonly tone: 'warning' | 'error' } | undefined;
  readonly notes: readonly LossNote[];
  /** One for each compared run that has the task. */
  readonly rivals: readonly RivalLines[];
};

export type LossScale = LabelledScale & { readonly kind: 'linear' | 'logarithmic' };

export type ValidationMark = {
  readonly step: number;
  readonly loss: number;
  /** Empty where there is no room for it. */
  readonly text: string;
  /** Where the text stands: above the mark, or with its end there, close to the right edge. */
  readonly anchor: 'middle' | 'end';
};

/** Words inside a chart. */
export type LossNote = {
  readonly text: string;
  /** The step that the text begins or ends at, or is centred on. */
  readonly step: number;
  /** Pixels from there, to the right. */
  readonly shift: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** The first or second line from the top, or the middle of the chart. */
  readonly line: 0 | 1 | 'middle';
};

/** A compared run in this run's steps: runs with other batch sizes are compared at equal numbers of epochs. */
export type RivalLines = {
  readonly run: TrainingPayload;
  readonly smoothed: Line | undefined;
  readonly validation: readonly { readonly step: number; readonly loss: number }[];
};

export type LossChartOptions = {
  /** Pixels of the x axis. */
  readonly columns: number;
  /** Most buckets of the drawn series, where that is not one a pixel. */
  readonly buckets?: number;
  /** A low chart has fewer ticks and no notes. */
  readonly isTall: boolean;
  /** That of `usualSmoothing` without this. */
  readonly smoothing?: number;
  readonly rivals?: readonly TrainingPayload[];
  /** `lossScale` of the task without this. */
  readonly scale?: LossScale;
  /** Part of the x axis is shown, in which epochs are far apart and the first step is not at the left edge. */
  readonly isZoomed?: boolean;
};

export function lossChart(payload: TrainingPayload, task: TrainingTask, options: LossChartOptions): LossChart {
  const { columns, isTall, rivals = [], isZoomed = false } = options;
  const { progress } = payload;
  const smoothing = options.smoothing ?? usualSmoothing(progress.steps);
  const steps = plannedSteps(payload, rivals);
  const scale = options.scale ?? lossScale(lossRange(payload, task), isTall);
  const series = task.loss === null ? undefined : coarser(task.loss, options.buckets ?? columns);
  const validation = validationMarks(payload, task, columns / steps);
  return {
    steps,
    scale,
    series,
    smoothed: series && smoothedLine(series, progress.step, smoothing),
    validation,
    isDense: validation.length * 14 > columns,
    dividers:
      progress.epochs <= 40 || isZoomed
        ? Array.from({ length: progress.epochs - 1 }, (_, i) => (i + 1) * progress.stepsPerEpoch)
        : [],
    stop: isStopped(payload.state)
      ? { step: progress.step, tone: payload.state === 'failed' ? 'error' : 'warning' }
      : undefined,
    notes: isTall
      ? lossNotes(payload, task, scale, steps, columns, isZoomed, validation.length > 0)
      : withoutLoss(task, steps),
    rivals: rivals.flatMap((rival) => rivalLines(payload, rival, task.name, columns, smoothing)),
  };
}

/** The longest of the compared runs, in steps of this one. */
export function plannedSteps(payload: TrainingPayload, rivals: readonly TrainingPayload[] = []): number {
  return Math.max(
    1,
    payload.progress.steps,
    ...rivals.map((rival) => rival.progress.steps / rivalPace(payload, rival)),
  );
}

/** Optimizer steps of another run in the time of one of this: at equal epochs. 1 where their epochs have equal steps. */
export function rivalPace(payload: TrainingPayload, rival: TrainingPayload): number {
  return rival.progress.stepsPerEpoch / payload.progress.stepsPerEpoch;
}

/** A linear axis with round ends. */
export function lossScale(range: Range, isTall: boolean): LossScale {
  return { kind: 'linear', ...labelledScale(range, isTall ? 5 : 4) };
}

/** A logarithmic axis over the whole fall of all runs. */
export function wholeLossScale(
  payload: TrainingPayload,
  task: TrainingTask,
  rivals: readonly TrainingPayload[],
  isTall: boolean,
): LossScale {
  let range = wholeLossRange(payload, task);
  for (const rival of rivals) {
    const other = rival.tasks.find(({ name }) => name === task.name);
    if (other) range = union(range, wholeLossRange(rival, other));
  }
  const [low, high] = [range.low * 0.95, range.high * 1.05];
  const ticks = logTicks({ low, high }).filter((_, i) => isTall || i % 2 === 0);
  const text = (tick: number) => fraction(tick, tick < 0.01 ? 3 : tick < 1 ? 2 : 0);
  return { kind: 'logarithmic', low, high, ticks: ticks.map((at) => ({ at, text: text(at) })) };
}

/** A word below the x axis. */
export type StepTick = {
  readonly at: number;
  readonly text: string;
  /** Faint for an epoch that has not begun. */
  readonly tone: 'dim' | 'faint';
  readonly anchor: 'start' | 'middle' | 'end';
};

/** Names of epochs below their middles, and step numbers between them where there is room. */
export function stepTicks({ progress }: TrainingPayload, columns: number): readonly StepTick[] {
  const { epochs, stepsPerEpoch, steps } = progress;
  const room = columns / epochs;
  const begun = Math.max(1, progress.epoch);
  const every = epochs <= 12 && room > 60 ? 1 : Math.ceil(epochs / 6);
  const numbers = Array.from({ length: epochs }, (_, i) => i + 1);
  const names = numbers
    .filter((epoch) => epoch % every === 0)
    .map((epoch): StepTick => {
      const tone = epoch <= begun ? 'dim' : 'faint';
      return { at: (epoch - 0.5) * stepsPerEpoch, text: `epoch ${epoch}`, tone, anchor: 'middle' };
    });
  if (every > 1 || room < 110) return names;
  const ends = numbers
    .map((epoch) => epoch * stepsPerEpoch)
    .filter((step) => step < steps)
    .map((at): StepTick => ({ at, text: count(at), tone: 'dim', anchor: 'middle' }));
  return [
    { at: 0, text: '0', tone: 'dim', anchor: 'start' },
    ...names,
    ...ends,
    { at: steps, text: count(steps), tone: 'dim', anchor: 'end' },
  ];
}

/** What the lines of a loss chart are called. */
export const lossWords = {
  title: 'Loss per step',
  step: 'step',
  range: 'range',
  smoothed: 'smoothed',
  validation: 'validation',
  withoutLoss: 'no loss of its own: measured only',
} as const;

/** How lines are drawn: widths in pixels, and how much of its ground a line lets through. */
export const lossStrokes = {
  step: { width: 0.75, opacity: 0.36 },
  /** Behind the lines of a compared run. */
  stepBehind: { width: 0.75, opacity: 0.22 },
  range: { opacity: 0.26 },
  smoothed: { width: 2 },
  rival: { width: 1.5 },
  stop: { width: 1.5 },
} as const;

function isStopped(state: TrainingState): boolean {
  return state === 'interrupted' || state === 'failed';
}

/** Pixels between a line and the words beside it. */
const gap = 7;
const noteSize = 11;

function withoutLoss(task: TrainingTask, steps: number): readonly LossNote[] {
  if (task.loss !== null) return [];
  return [{ text: lossWords.withoutLoss, step: steps / 2, shift: 0, anchor: 'middle', line: 'middle' }];
}

/** The early fall lies above the range, so its start is said; and where a run stopped before its end. */
function lossNotes(
  payload: TrainingPayload,
  task: TrainingTask,
  scale: Range,
  steps: number,
  columns: number,
  isZoomed: boolean,
  isMeasured: boolean,
): readonly LossNote[] {
  const { state, progress } = payload;
  const perStep = columns / steps;
  const stop = isStopped(state) ? progress.step * perStep : undefined;
  const first = task.loss?.first ?? null;
  const usual = Math.max(30, 0.075 * columns);
  const startText =
    task.loss === null && isMeasured
      ? lossWords.withoutLoss
      : first !== null && first > scale.high && !isZoomed
        ? `↑ ${fraction(first, 2)} at step 1`
        : '';
  // Not across the line of a run that stopped.
  const length = textWidth(startText, noteSize);
  const begin = stop !== undefined && stop > usual - gap && stop < usual + length ? stop + gap : usual;
  const start: LossNote[] =
    startText === '' ? [] : [{ text: startText, step: 0, shift: begin, anchor: 'start', line: 0 }];
  const middle = isMeasured ? [] : withoutLoss(task, steps);
  if (stop === undefined) return [...middle, ...start];

  const text = `${state} at step ${count(progress.step)}`;
  const width = textWidth(text, noteSize) + gap;
  // To the right of its line, unless there is more room on the other side and too little here.
  const isLeft = stop + width > columns && stop > columns - stop;
  const [from, to] = isLeft ? [stop - width, stop] : [stop, stop + width];
  // Below the other note where the two would meet.
  const meets = startText !== '' && from < begin + length + gap && to > begin - gap;
  return [
    ...middle,
    ...start,
    {
      text,
      step: progress.step,
      shift: isLeft ? -gap : gap,
      anchor: isLeft ? 'end' : 'start',
      line: meets ? 1 : 0,
    },
  ];
}

/** Where the loss was measured on validation rows, after epochs. */
function measured({ epochs }: TrainingPayload, task: TrainingTask): readonly { step: number; loss: number }[] {
  return epochs.flatMap(({ step, validation }) => {
    const loss = lossOf(task.kind, validation?.[task.name]);
    return loss === null ? [] : [{ step, loss }];
  });
}

function validationMarks(payload: TrainingPayload, task: TrainingTask, perStep: number): readonly ValidationMark[] {
  const marks = measured(payload, task);
  const { stepsPerEpoch } = payload.progress;
  const steps = plannedSteps(payload);
  return marks.map(({ step, loss }, i) => {
    const text = fraction(loss);
    const isLast = i === marks.length - 1;
    // Texts that would meet are a smear: the last one is shown.
    const isRoomy = stepsPerEpoch * perStep >= textWidth(text, noteSize) + 14;
    const isAtEdge = (steps - step) * perStep < textWidth(text, noteSize) / 2;
    return { step, loss, text: isRoomy || isLast ? text : '', anchor: isAtEdge ? 'end' : 'middle' };
  });
}

function rivalLines(
  payload: TrainingPayload,
  rival: TrainingPayload,
  name: string,
  columns: number,
  smoothing: number,
): readonly RivalLines[] {
  const task = rival.tasks.find((each) => each.name === name);
  if (task === undefined) return [];
  const here = (step: number) => step / rivalPace(payload, rival);
  const line = task.loss && smoothedLine(coarser(task.loss, columns), rival.progress.step, smoothing);
  const smoothed = line ? { x: line.x.map(here), y: line.y } : undefined;
  const validation = measured(rival, task).map(({ step, loss }) => ({ step: here(step), loss }));
  return [{ run: rival, smoothed, validation }];
}
