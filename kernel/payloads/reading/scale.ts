import { fraction } from '../../text/index.ts';

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

/** Ticks of a logarithmic axis: 1, 2 and 5 × 10ⁿ inside the range, the fewer the wider it is. */
export function logTicks({ low, high }: Range): readonly number[] {
  const decades = Math.log10(high / low);
  const factors = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(6));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

/** The smallest range that holds both: an axis may grow while a run goes on, never shrink. */
export function union(a: Range | undefined, b: Range): Range {
  return a === undefined ? b : { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}
