import { fraction } from '../../text/index.ts';
import { textWidth } from './text-width.ts';

/** An axis from `low` to `high` with round ticks; `digits` after the point tell neighbouring ticks apart. */
export type Scale = {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly digits: number;
};

export type Range = { readonly low: number; readonly high: number };

/** The range widened to whole steps of 1, 2, 4 or 5 × 10ⁿ, with at most `intervals` of them. */
export function niceScale({ low, high }: Range, intervals = 5): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high), 1e-9);
  const span = Math.max(high - low, size * 1e-6);
  const power = 10 ** Math.floor(Math.log10(span / intervals));
  const steps = [1, 2, 4, 5, 10, 20, 40, 50].map((factor) => factor * power);
  // Float noise must not push an end that already is round to the next tick.
  const noise = 1e-9;
  for (const step of steps) {
    const from = Math.floor(low / step + noise);
    const to = Math.max(Math.ceil(high / step - noise), from + 1);
    if (to - from > intervals) continue;
    const digits = digitsOf(step);
    const tick = (i: number) => Number((i * step).toFixed(Math.min(digits, 12)));
    const ticks = Array.from({ length: to - from + 1 }, (_, i) => tick(from + i));
    return { low: tick(from), high: tick(to), ticks, digits };
  }
  return { low, high, ticks: [low, high], digits: 2 };
}

/** An axis with what stands at its ticks. */
export type LabelledScale = Range & { readonly ticks: readonly Tick[] };

export type Tick = { readonly at: number; readonly text: string };

/** As `niceScale`, its ticks in words. */
export function labelledScale(range: Range, intervals?: number): LabelledScale {
  const { low, high, ticks, digits } = niceScale(range, intervals);
  return { low, high, ticks: ticks.map((at) => ({ at, text: at === 0 ? '0' : fraction(at, digits) })) };
}

/** Digits after the point that write `step` exactly. */
function digitsOf(step: number): number {
  const digits = Array.from({ length: 12 }, (_, i) => i);
  return digits.find((n) => Math.abs(step - Number(step.toFixed(n))) < step * 1e-6) ?? 12;
}

/**
 * Ticks of a logarithmic axis, at most `most`: 1, 2 and 5 of each power of ten; powers alone over a wide range, round numbers at
 * even distances within a narrow one.
 */
export function logTicks({ low, high }: Range, most = 7): readonly number[] {
  const inside = (ticks: readonly number[]) => ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const powers = powersOfTen(low, high);
  const fine = inside(powers.flatMap((power) => [1, 2, 5].map((factor) => Number((factor * power).toPrecision(6)))));
  if (fine.length < Math.min(3, most)) return inside(niceScale({ low, high }, most).ticks);
  if (fine.length <= most) return fine;
  const coarse = inside(powers);
  const every = Math.ceil(coarse.length / most);
  return coarse.filter((_, i) => i % every === 0);
}

function powersOfTen(low: number, high: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
}

/** The next 1, 2 or 5 × 10ⁿ. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-12)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** Digits after the point that write a number as round as a tick exactly. */
export function tickDigits(value: number): number {
  return value === 0 ? 0 : digitsOf(Math.abs(value));
}

/** Pixels left of an axis: as many as its widest tick needs, at least those given. */
export function tickRoom(scale: LabelledScale | undefined, least: number): number {
  return Math.max(least, ...(scale?.ticks ?? []).map(({ text }) => Math.ceil(textWidth(text, 11)) + 8));
}

/** The smallest range that holds both: an axis may grow while a run goes on, never shrink. */
export function union(a: Range | undefined, b: Range): Range {
  return a === undefined ? b : { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}
