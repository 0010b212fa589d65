import { expect, test } from 'vitest';
import {
  createPatience,
  hastyRounds,
  mostHasty,
  patientRounds,
} from '../../../../../kernel/multitask/trainers/simd/threads/patience.ts';

/** Hasty waits until it is patient again, whatever they find. */
function hastyWaits({ rounds, spun }: ReturnType<typeof createPatience>): number {
  let waits = 0;
  for (; rounds() === hastyRounds; waits++) spun(waits % 2 === 0);
  expect(rounds()).toBe(patientRounds);
  return waits;
}

test('a thread is patient for as long as the others come', () => {
  const patience = createPatience();
  for (let i = 0; i < 100; i++) {
    expect(patience.rounds()).toBe(patientRounds);
    patience.spun(true);
  }
});

test('each wait in vain is followed by twice as many that hardly spin, up to a bound', () => {
  const patience = createPatience();
  const found = Array.from({ length: 12 }, () => {
    patience.spun(false);
    return hastyWaits(patience);
  });
  expect(found).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512]);
  expect(found.at(-1)).toBe(mostHasty);
});

test('one that paid halves them again', () => {
  const patience = createPatience();
  for (let i = 0; i < 5; i++) {
    patience.spun(false);
    hastyWaits(patience);
  }
  for (let i = 0; i < 3; i++) patience.spun(true);
  patience.spun(false);
  expect(hastyWaits(patience)).toBe(4);
});
