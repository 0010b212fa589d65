import { expect, test } from 'vitest';
import { crossing, ofWorkers, workersToMatch } from './crossing.ts';

/** 100 rows a second here; there 20 by one worker, 30 by two, after 40 seconds. */
const measured = {
  here: { rate: 100, fixed: 0 },
  cluster: [
    { workers: 1, rate: 20, fixed: 50 },
    { workers: 2, rate: 30, fixed: 40 },
  ],
};

test('a cluster of n is n times a worker of the largest that was measured', () => {
  expect(ofWorkers(measured, 20)).toEqual({ rate: 300, fixed: 40 });
  expect(workersToMatch(measured)).toBe(7);
  expect(workersToMatch({ ...measured, here: { rate: 90, fixed: 0 } })).toBe(7);
});

test('the crossing is where both take as long', () => {
  // 6,000 rows: 60 s here, 40 + 20 s there.
  expect(crossing(measured.here, ofWorkers(measured, 20))).toBeCloseTo(6000);
  expect(crossing(measured.here, measured.cluster[1])).toBe(Number.POSITIVE_INFINITY);
  expect(crossing({ rate: 100, fixed: 50 }, ofWorkers(measured, 20))).toBe(0);
});
