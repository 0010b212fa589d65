import { count, fraction } from '../../text/index.ts';
import type { LossSeries, TrainingPayload, TrainingState, TrainingTask } from '../training.ts';
import { coarser, type Line, smoothedLine, usualSmoothing } from './loss-lines.ts';
import { lossOf } from './quality.ts';
import { isTallRow } from './row-height.ts';
import { type RunAxis, runAxis, shownSteps } from './run-axis.ts';
import { type LabelledScale, labelledScale, logTicks, type Range, tickDigits } from './scale.ts';
import { besideMark, textWidth } from './text-width.ts';
import { lossRange, type Stretch } from './training-scales.ts';

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
  /** Where the text stands: its middle at the mark, or its end or start close to an edge; above it where that is inside. */
  readonly anchor: 'start' | 'middle' | 'end';
  readonly side: 'above' | 'below';
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
  /** Pixels of the y axis: a low chart has fewer ticks and no notes. */
  readonly height: number;
  /** That of `usualSmoothing` without this. */
  readonly smoothing?: number;
  readonly rivals?: readonly TrainingPayload[];
  /** `lossScale` of the task without this. */
  readonly scale?: LossScale;
  /** `runAxis` of the payload and its rivals without this. */
  readonly axis?: RunAxis;
  /** The part of the x axis that is shown; all of it without this. */
  readonly stretch?: Stretch | undefined;
};

export function lossChart(payload: TrainingPayload, task: TrainingTask, options: LossChartOptions): LossChart {
  const { columns, height, rivals = [], stretch } = options;
  const { progress } = payload;
  const isTall = isTallRow(height);
  const axis = options.axis ?? runAxis(payload, rivals);
  const smoothing = options.smoothing ?? usualSmoothing(shownSteps(payload));
  const scale = options.scale ?? lossScale(lossRange(payload, task, stretch), isTall);
  const series = task.loss === null ? undefined : coarser(task.loss, options.buckets ?? columns);
  const { from, to } = stretch ?? { from: 0, to: axis.steps };
  const [begin, end] = [axis.at(from), axis.at(to)];
  const place: Place = {
    columns,
    height,
    x: (step) => (columns * (axis.at(step) - begin)) / (end - begin || 1),
    y: (loss) => height * (1 - shareOf(scale, loss)),
    isSeen: (step) => step >= from && step <= to,
    isZoomed: stretch !== undefined,
  };
  const marks = measured(payload, task);
  const notes = isTall ? lossNotes(payload, task, scale, place, marks.length > 0) : withoutLoss(task, (from + to) / 2);
  const epochs = { first: Math.floor(from / progress.stepsPerEpoch), last: Math.ceil(to / progress.stepsPerEpoch) };
  return {
    steps: axis.steps,
    scale,
    series,
    smoothed: series && smoothedLine(series, progress.step, smoothing),
    validation: validationMarks(marks, place, notes),
    isDense: marks.length * 14 > columns,
    dividers:
      epochs.last - epochs.first > 40
        ? []
        : Array.from(
            { length: epochs.last - epochs.first },
            (_, i) => (epochs.first + i) * progress.stepsPerEpoch,
          ).filter((step) => step > from && step < to),
    stop: isStopped(payload.state)
      ? { step: progress.step, tone: payload.state === 'failed' ? 'error' : 'warning' }
      : undefined,
    notes,
    rivals: rivals.flatMap((rival) => rivalLines(axis, rival, task.name, columns, smoothing)),
  };
}

/** Where things stand in a chart, in pixels from its upper left corner. */
type Place = {
  readonly columns: number;
  readonly height: number;
  readonly x: (step: number) => number;
  readonly y: (loss: number) => number;
  readonly isSeen: (step: number) => boolean;
  readonly isZoomed: boolean;
};

function shareOf({ kind, low, high }: LossScale, loss: number): number {
  if (kind === 'linear') return (loss - low) / (high - low || 1);
  return Math.log(Math.max(loss, low / 10) / low) / (Math.log(high / low) || 1);
}

/** A linear axis with round ends. */
export function lossScale(range: Range, isTall: boolean): LossScale {
  return { kind: 'linear', ...labelledScale(range, isTall ? 5 : 4) };
}

/** A logarithmic axis over the whole fall of all runs, or over a stretch of them. */
export function wholeLossScale(range: Range, isTall: boolean): LossScale {
  const [low, high] = [range.low * 0.95, range.high * 1.05];
  const ticks = logTicks({ low, high }, isTall ? 7 : 3);
  return { kind: 'logarithmic', low, high, ticks: ticks.map((at) => ({ at, text: fraction(at, tickDigits(at)) })) };
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

function withoutLoss(task: TrainingTask, middle: number): readonly LossNote[] {
  if (task.loss !== null) return [];
  return [{ text: lossWords.withoutLoss, step: middle, shift: 0, anchor: 'middle', line: 'middle' }];
}

/** The early fall lies above the range, so its start is said; and where a run stopped before its end. */
function lossNotes(
  payload: TrainingPayload,
  task: TrainingTask,
  scale: Range,
  { columns, x, isSeen, isZoomed }: Place,
  isMeasured: boolean,
): readonly LossNote[] {
  const { state, progress } = payload;
  const stop = isStopped(state) && isSeen(progress.step) ? x(progress.step) : undefined;
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
  const fits = begin + length <= columns;
  const start: LossNote[] =
    startText === '' || isZoomed || !fits ? [] : [{ text: startText, step: 0, shift: begin, anchor: 'start', line: 0 }];
  const middle = isMeasured ? [] : withoutLoss(task, progress.step / 2);
  if (stop === undefined) return [...middle, ...start];

  const text = `${state} at step ${count(progress.step)}`;
  const width = textWidth(text, noteSize) + gap;
  // To the right of its line, unless there is more room on the other side and too little here.
  const isLeft = stop + width > columns && stop > columns - stop;
  const [from, to] = isLeft ? [stop - width, stop] : [stop, stop + width];
  // Below the other note where the two would meet.
  const meets = start.length > 0 && from < begin + length + gap && to > begin - gap;
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

function validationMarks(
  marks: readonly { readonly step: number; readonly loss: number }[],
  place: Place,
  notes: readonly LossNote[],
): readonly ValidationMark[] {
  const { columns, height, x, y, isSeen } = place;
  const texts = marks.map(({ step, loss }) => besideMark(fraction(loss), x(step), columns));
  const seen = marks.flatMap(({ step }, i) => (isSeen(step) ? [i] : []));
  // Texts that would meet are a smear: then the last one is shown.
  const areRoomy = texts.every(({ left }, i) => i === 0 || left >= (texts[i - 1]?.right ?? 0) + 8);
  const taken = notes.map((note) => boxOf(note, place));
  return marks.map(({ step, loss }, i) => {
    const { text = '', anchor = 'middle', left = 0, right = 0 } = texts[i] ?? {};
    const side = y(loss) < 20 ? 'below' : 'above';
    const middle = y(loss) + (side === 'above' ? -14 : 14);
    const meets = taken.some((box) => left < box.right && right > box.left && Math.abs(middle - box.middle) < 14);
    const isInside = isSeen(step) && y(loss) > 0 && y(loss) <= height;
    const isShown = isInside && (areRoomy || i === seen.at(-1)) && !meets;
    return { step, loss, text: isShown ? text : '', anchor, side };
  });
}

/** What a note covers, in pixels. */
function boxOf({ text, step, shift, anchor, line }: LossNote, { x, height }: Place) {
  const width = textWidth(text, noteSize);
  const at = x(step) + shift;
  const left = anchor === 'start' ? at : anchor === 'end' ? at - width : at - width / 2;
  return { left: left - 4, right: left + width + 4, middle: line === 'middle' ? height / 2 : 4 + 16 * line };
}

function rivalLines(
  axis: RunAxis,
  rival: TrainingPayload,
  name: string,
  columns: number,
  smoothing: number,
): readonly RivalLines[] {
  const task = rival.tasks.find((each) => each.name === name);
  if (task === undefined) return [];
  const here = (step: number) => axis.fromRival(rival, step);
  const line = task.loss && smoothedLine(coarser(task.loss, columns), rival.progress.step, smoothing);
  const smoothed = line ? { x: line.x.map(here), y: line.y } : undefined;
  const validation = measured(rival, task)
    .map(({ step, loss }) => ({ step: here(step), loss }))
    .filter(({ step }) => step <= axis.steps * 1.0001);
  return [{ run: rival, smoothed, validation }];
}
