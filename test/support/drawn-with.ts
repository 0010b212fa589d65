import { expect } from 'vitest';

/**
 * Labels are draws of these probabilities: in the rows of each tenth of the probabilities their number is within 4.5 standard
 * errors of its expectation, √Σ p (1 − p). Chance is outside in one of 150,000 tenths.
 */
export function expectDrawnWith(labels: ArrayLike<number>, probabilities: ArrayLike<number>): void {
  expect(labels.length).toBe(probabilities.length);
  const order = Array.from(labels, (_, row) => row).sort((a, b) => probabilities[a] - probabilities[b]);
  for (let tenth = 0; tenth < 10; tenth++) {
    const rows = order.slice((tenth * order.length) / 10, ((tenth + 1) * order.length) / 10);
    const sum = (of: (row: number) => number) => rows.reduce((total, row) => total + of(row), 0);
    const off = sum((row) => labels[row] - probabilities[row]);
    expect(Math.abs(off)).toBeLessThan(4.5 * Math.sqrt(sum((row) => probabilities[row] * (1 - probabilities[row]))));
  }
}
