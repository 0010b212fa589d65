import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logTicks, niceScale, union } from '../../../../kernel/payloads/reading/scale.ts';

it.each([
  [{ low: 0.086, high: 0.225 }, 5, [0.08, 0.12, 0.16, 0.2, 0.24], 2],
  [{ low: 0.9374, high: 0.952 }, 4, [0.936, 0.94, 0.944, 0.948, 0.952], 3],
  [{ low: 0, high: 1 }, 5, [0, 0.2, 0.4, 0.6, 0.8, 1], 1],
  [{ low: 3, high: 95 }, 5, [0, 20, 40, 60, 80, 100], 0],
])('%j in %i intervals', ({ low, high }, intervals, ticks, digits) => {
  const scale = niceScale({ low, high }, intervals);
  expect(scale.ticks).toEqual(ticks);
  expect(scale.digits).toBe(digits);
});

it('holds its range, with no more intervals than asked for', () => {
  const value = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(
      value,
      fc.double({ min: 1e-4, max: 1e5, noNaN: true }),
      fc.integer({ min: 1, max: 8 }),
      (low, span, intervals) => {
        const scale = niceScale({ low, high: low + span }, intervals);
        const noise = 1e-6 * Math.max(1, Math.abs(low), span);
        expect(scale.low).toBeLessThanOrEqual(low + noise);
        expect(scale.high).toBeGreaterThanOrEqual(low + span - noise);
        expect(scale.ticks.length).toBeLessThanOrEqual(intervals + 1);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      },
    ),
  );
});

it('logarithmic ticks are 1, 2 and 5, powers alone over a wide range, and even within a narrow one', () => {
  expect(logTicks({ low: 0.08, high: 0.7 })).toEqual([0.1, 0.2, 0.5]);
  expect(logTicks({ low: 0.01, high: 1 })).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  expect(logTicks({ low: 0.01, high: 1 }, 3)).toEqual([0.01, 0.1, 1]);
  expect(logTicks({ low: 0.104, high: 0.163 })).toEqual([0.11, 0.12, 0.13, 0.14, 0.15, 0.16]);
  expect(logTicks({ low: 1e-9, high: 1e6 }, 4)).toEqual([1e-9, 1e-5, 0.1, 1000]);
  expect(logTicks({ low: 0.001, high: 10 })).toEqual([0.001, 0.01, 0.1, 1, 10]);
});

it('a kept range only grows', () => {
  expect(union(undefined, { low: 1, high: 2 })).toEqual({ low: 1, high: 2 });
  expect(union({ low: 0, high: 2 }, { low: 1, high: 3 })).toEqual({ low: 0, high: 3 });
});
