import { describe, expect, it } from 'vitest';
import { parseImportancePayload } from '../../../kernel/payloads/importance.ts';
import {
  importanceFacts,
  importanceMeasure,
  importanceNumber,
  importanceScales,
  importanceSentence,
} from '../../../kernel/payloads/reading/reports/importance-words.ts';
import { importancePicture } from '../../../kernel/pictures/index.ts';
import { importanceExamples } from '../../support/importance-payloads.ts';

const { income, mixed } = importanceExamples;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('examples/importance-*.json', () => {
  it.each(Object.entries(importanceExamples))('%s can be drawn', async (name, payload) => {
    const json = JSON.stringify(payload);
    expect(parseImportancePayload(JSON.parse(json))).toEqual({ ok: true, value: payload });
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/importance-${name}.json`);
  });
});

it('refuses a feature without one loss a task', () => {
  const wrong = { ...income, features: [{ name: 'age', losses: [] }] };
  expect(parseImportancePayload(wrong)).toEqual({ ok: false, reason: 'Feature "age" has not one loss a task.' });
  expect(parseImportancePayload({ ...income, version: 2 }).ok).toBe(false);
});

it('says the same in all pictures', () => {
  expect(importanceFacts(income)).toBe('MMoE · census-income test, 20,000 of 49,881 rows · 5 permutations');
  expect([...income.tasks, ...mixed.tasks].map(importanceMeasure)).toEqual([
    'AUC lost of .9446',
    'AUC lost of .9921',
    'AUC lost of –',
    'rise of RMSE 12,346',
  ]);
  const numbers = mixed.features.map(({ losses }) => mixed.tasks.map((task, i) => importanceNumber(losses[i], task)));
  expect(numbers).toEqual([
    ['–', '+1,235'],
    ['–', '−812'],
    ['–', '0'],
  ]);
  const [age, , , , father] = income.features;
  expect(plain(importanceSentence(age, 0, income.tasks))).toBe('age, for income: AUC lost +.0213 ± .0011');
  expect(plain(importanceSentence(father, 1, income.tasks))).toBe(
    'country of birth of father, for marital: AUC lost −.0003 ± .0011, within two standard errors of 0',
  );
  expect(importanceSentence(mixed.features[0], 0, mixed.tasks)).toBe(
    'city + country, for buys: AUC lost cannot be computed',
  );
});

it('bars of AUCs can be compared, those of an RMSE have a scale of their own', () => {
  const [first, second] = importanceScales(income);
  expect(first).toEqual(second);
  expect(first.high).toBeCloseTo(0.1904 + 1.96 * 0.0031, 12);
  expect(first.low).toBeCloseTo(-0.0062 - 1.96 * 0.0011, 12);
  const [none, rmse] = importanceScales(mixed);
  expect(none).toEqual({ low: 0, high: 1 });
  expect(rmse.high).toBeCloseTo(1_234.5 + 1.96 * 80.2, 9);
});

describe('the still picture', () => {
  it.each(Object.entries(importanceExamples))('of %s stays small and has names as text', (_, payload) => {
    const svg = importancePicture(payload);
    expect(svg.length).toBeLessThan(150_000);
    expect(svg).not.toContain('<b>');
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toContain('NaN');
  });

  it('says how many features it leaves out', () => {
    expect(importancePicture(mixed)).toContain('17 more features matter less.');
  });
});
