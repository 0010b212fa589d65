import { count, duration, fraction } from '../../text/index.ts';
import type { TrainingPayload } from '../training.ts';
import { epochNumber } from './epoch-number.ts';
import type { RunAxis } from './run-axis.ts';
import { roundStep } from './scale.ts';
import { textWidth } from './text-width.ts';

/** A word below the x axis. */
export type AxisTick = {
  /** Where on the axis, in its unit. */
  readonly at: number;
  readonly text: string;
  /** Faint for what has not begun. */
  readonly tone: 'dim' | 'faint';
  readonly anchor: 'middle' | 'end';
  /** Pixels from there, where the text would leave the picture. */
  readonly shift: number;
};

/** The words below an axis of `columns` pixels that shows the steps from `from` to `to`: as many as stand beside each other. */
export function axisTicks(
  payload: TrainingPayload,
  axis: RunAxis,
  columns: number,
  [from, to]: readonly [number, number] = [0, axis.steps],
): readonly AxisTick[] {
  const view: View = { payload, axis, columns, from: axis.at(from), to: axis.at(to) };
  if (axis.unit === 'time') return payload.progress.step === 0 ? [] : placed(view, times(view));
  if (axis.unit === 'epoch') return placed(view, epochs(view));
  return placed(view, epochsAndSteps(view) ?? steps(view));
}

type View = {
  readonly payload: TrainingPayload;
  readonly axis: RunAxis;
  readonly columns: number;
  /** In the axis' unit. */
  readonly from: number;
  readonly to: number;
};

type Word = { readonly at: number; readonly text: string; readonly begins: number };

const size = 11;
/** Pixels between words, and how far one may stand beyond the right end of the axis. */
const gap = 10;
const beyond = 6;

/** Names of epochs below their middles and step numbers between them, where there is room for both. */
function epochsAndSteps(view: View): readonly Word[] | undefined {
  const { from, to, columns, payload } = view;
  const { stepsPerEpoch } = payload.progress;
  const [first, last] = [Math.floor(from / stepsPerEpoch), Math.ceil(to / stepsPerEpoch)];
  const room = (columns * stepsPerEpoch) / (to - from);
  const widest = textWidth(`epoch ${epochNumber(payload, last)}`, size) + textWidth(count(to), size) + 2 * gap;
  if (room < Math.max(100, widest) || last - first > 12) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((epoch) => {
    const begins = epoch * stepsPerEpoch;
    const middle = (Math.max(from, begins) + Math.min(to, begins + stepsPerEpoch)) / 2;
    return [
      ...(begins < from || begins > to ? [] : [{ at: begins, text: count(begins), begins: 0 }]),
      ...(begins >= to ? [] : [{ at: middle, text: `epoch ${epochNumber(payload, epoch + 1)}`, begins }]),
      // A run that stopped within an epoch: its last step.
      ...(epoch === last - 1 && to < begins + stepsPerEpoch && Number.isInteger(to)
        ? [{ at: to, text: count(to), begins: 0 }]
        : []),
    ];
  });
}

function steps({ from, to, columns }: View): readonly Word[] {
  const most = columns / (textWidth(count(to), size) + gap);
  const every = Math.max(1, roundStep((to - from) / Math.max(1, most)));
  return multiples(from, to, every).map((at) => ({ at, text: count(at), begins: at }));
}

/** Numbers below the middles of epochs, the first with its word. */
function epochs({ from, to, columns, payload }: View): readonly Word[] {
  const { stepsPerEpoch } = payload.progress;
  const [first, last] = [Math.floor(from) + 1, Math.max(Math.floor(from) + 1, Math.ceil(to))];
  const room = columns / (to - from);
  const longest = epochNumber(payload, last);
  const isNamed = room >= textWidth(`epoch ${longest}`, size) + gap;
  const every = Math.max(1, roundStep((textWidth(String(longest), size) + gap) / room));
  const numbers =
    every === 1 ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : multiples(first, last, every);
  return numbers.map((epoch, i) => ({
    at: (Math.max(from, epoch - 1) + Math.min(to, epoch)) / 2,
    text: `${isNamed || i === 0 ? 'epoch ' : ''}${epochNumber(payload, epoch)}`,
    begins: (epoch - 1) * stepsPerEpoch,
  }));
}

/** `.2 s`, `0:10`, `1:02:00`. */
function times({ from, to, columns, axis }: View): readonly Word[] {
  const text = (seconds: number, every: number) =>
    every < 1 ? `${seconds === 0 ? '0' : fraction(seconds, Math.ceil(-Math.log10(every)))}\u00a0s` : duration(seconds);
  const widest = textWidth(text(to, (to - from) / 10), size) + gap;
  const least = ((to - from) * widest) / columns;
  const every =
    least > 0.5 ? (roundTimes.find((each) => each >= least) ?? 86_400 * Math.ceil(least / 86_400)) : roundStep(least);
  return multiples(from, to, every).map((at) => ({ at, text: text(at, every), begins: axis.stepAt(at) }));
}

const roundTimes = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

function multiples(from: number, to: number, every: number): readonly number[] {
  const first = Math.ceil(from / every - 1e-9);
  const length = Math.max(0, Math.floor(to / every + 1e-9) - first + 1);
  return Array.from({ length }, (_, i) => Number(((first + i) * every).toPrecision(12)));
}

/** From left to right, without those that would touch the one before; the right edge holds what would leave it. */
function placed({ payload, columns, from, to }: View, words: readonly Word[]): readonly AxisTick[] {
  let taken = Number.NEGATIVE_INFINITY;
  return words.flatMap(({ at, text, begins }): readonly AxisTick[] => {
    const x = (columns * (at - from)) / (to - from || 1);
    const width = textWidth(text, size);
    const isOut = x + width / 2 > columns + beyond;
    const left = isOut ? columns + beyond - width : x - width / 2;
    if (left < taken + gap / 2) return [];
    taken = left + width;
    const tone = begins <= payload.progress.step ? 'dim' : 'faint';
    return [{ at, text, tone, anchor: isOut ? 'end' : 'middle', shift: isOut ? columns + beyond - x : 0 }];
  });
}
