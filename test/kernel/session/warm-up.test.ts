import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWarmUp } from '../../../kernel/session/warm-up.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What happens at which millisecond, and how often the library is loaded by then. */
function check(
  title: string,
  steps: readonly (readonly [at: number, step: 'begins' | 'ends' | 'restarts'])[],
  loads: Record<number, number>,
) {
  test(title, () => {
    let running = 0;
    let loaded = 0;
    const warmUp = createWarmUp(
      () => running === 0,
      () => {
        loaded += 1;
      },
    );
    warmUp.start();
    for (const [at, step] of steps) {
      setTimeout(() => {
        if (step === 'restarts') return warmUp.start();
        running += step === 'begins' ? 1 : -1;
        warmUp.postpone();
      }, at);
    }
    let now = 0;
    for (const [at, expected] of Object.entries(loads)) {
      vi.advanceTimersByTime(Number(at) - now);
      now = Number(at);
      expect(loaded, `after ${at} ms`).toBe(expected);
    }
    warmUp.stop();
  });
}

check('a quiet notebook has its library after a while, once', [], { 1000: 0, 2000: 1, 20000: 1 });
const runAll = Array.from({ length: 40 }, (_, i) => [
  [i * 100 + 50, 'begins'] as const,
  [i * 100 + 99, 'ends'] as const,
]).flat();
check('cells in quick succession put it off', runAll, { 4000: 0, 5000: 0, 6000: 1 });
check(
  'a long cell puts it off',
  [
    [100, 'begins'],
    [9_000, 'ends'],
  ],
  { 8999: 0, 10000: 0, 10600: 1 },
);
check(
  'once it is loaded cells do not load it again',
  [
    [3_000, 'begins'],
    [3_100, 'ends'],
  ],
  { 2000: 1, 9000: 1 },
);
check('a new process gets it too', [[3_000, 'restarts']], { 2000: 1, 4000: 1, 5000: 2 });
