import { describe, expect, test } from 'vitest';
import { domains } from '../../../../../kernel/multitask/datasets/synthetic/domains.ts';
import * as metrics from '../../../../../kernel/multitask/metrics/index.ts';
import { expectDrawnWith } from '../../../../support/drawn-with.ts';

const data = domains({ rows: 30_000, domains: 3, seed: 2 });

test('the domain stands first, and every code is within its vocabulary', () => {
  const { columns } = data.features;
  expect(columns.map(({ name }) => name)).toEqual(['domain', 'user group', 'item', 'city', 'device']);
  for (const part of [data.train, data.validation, data.test])
    part.categorical.forEach((codes, i) => {
      const column = columns[i];
      if (column.kind !== 'categorical') throw new Error(`${column.name} is ${column.kind}`);
      expect(codes.length).toBe(part.length);
      expect(Math.min(...codes)).toBe(0);
      expect(Math.max(...codes)).toBeLessThan(column.values.length);
    });
  expect(columns[0]).toMatchObject({ values: ['domain 1', 'domain 2', 'domain 3'] });
  expect(Math.max(...data.train.categorical[0])).toBe(2);
});

describe.each(['train', 'validation', 'test'] as const)('%s', (part) => {
  test.each(['click', 'like'] as const)('%s is drawn with its true probability', (task) => {
    const labels = data[part].labels[task];
    expect(labels.length).toBe(part === 'train' ? 30_000 : 6000);
    expectDrawnWith(labels, data.truth[part][task]);
    expect(metrics.auc(labels, data.truth[part][task])).toBeGreaterThan(0.7);
  });
});

test('the rates are 20 % and 10 %, whatever is common', () => {
  for (const common of [0, 0.7, 1]) {
    const { truth } = domains({ rows: 5000, common });
    expect(mean(truth.train.click)).toBeCloseTo(0.2, 6);
    expect(mean(truth.train.like)).toBeCloseTo(0.1, 6);
  }
});

describe('the correlation of effects between two domains is the share that is common', () => {
  // Of the 100 items, seen by the mean interest of their rows; the standard error of one correlation is at most 0.1.
  const check = (common: number) =>
    test(`${common}`, () => {
      const found = [1, 2, 3, 4, 5, 6].map((seed) => {
        const { train, truth } = domains({ rows: 60_000, domains: 2, common, seed });
        const items = [0, 1].map((domain) => effectsOf(train.categorical, truth.train.click, domain));
        return pearson(items[0], items[1]);
      });
      expect(Math.abs(mean(found) - common)).toBeLessThan(0.12);
    });
  check(0);
  check(0.5);
  check(1);
});

test('the same seed gives the same rows, another seed others', () => {
  const [one, again, other] = [1, 1, 3].map((seed) => domains({ rows: 500, seed }));
  expect(again).toEqual(one);
  expect(other.train.labels.click).not.toEqual(one.train.labels.click);
  expect(other.truth.test.like).not.toEqual(one.truth.test.like);
});

/** Mean logit of each item in a domain, least squares on items and user groups in turn: rows have both. */
function effectsOf(categorical: readonly ArrayLike<number>[], probability: Float32Array, domain: number): number[] {
  const [domainCodes, groups, items] = categorical;
  const effects = { group: new Float64Array(40), item: new Float64Array(100) };
  const rows = Array.from({ length: probability.length }, (_, row) => row).filter((row) => domainCodes[row] === domain);
  const logits = probability.map((p) => Math.log(p / (1 - p)));
  for (let round = 0; round < 8; round++) {
    for (const [own, codes, other, otherCodes] of [
      [effects.group, groups, effects.item, items],
      [effects.item, items, effects.group, groups],
    ] as const) {
      const sums = own.map(() => 0);
      const counts = own.map(() => 0);
      for (const row of rows) {
        sums[codes[row]] += logits[row] - other[otherCodes[row]];
        counts[codes[row]]++;
      }
      for (let code = 0; code < own.length; code++) own[code] = sums[code] / Math.max(1, counts[code]);
    }
  }
  return [...effects.item];
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  return sum((i) => (a[i] - ma) * (b[i] - mb)) / Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
