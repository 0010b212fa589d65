import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resultsPage } from './results-page.ts';
import type { ScienceResult } from './science/result.ts';

const folder = join(import.meta.dirname, 'results');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('the page of the results that are kept', () => {
  const files = resultsPage(folder);
  const check = (name: string, ...contents: readonly string[]) =>
    test(`${name} shows what they say (npm run figures)`, () => {
      expect(files[name]).toBe(readFileSync(join(folder, name), 'utf8'));
      expect(files[name]).not.toMatch(/NaN|undefined|Infinity/);
      for (const content of contents) expect(files[name]).toContain(content);
    });
  check(
    'README.md',
    '## PaddleRec’s table',
    '## PLE beside its paper',
    '## ESMM on',
    '## Figure 4 of the MMoE paper',
    '## Every model beside one network for each task',
    '## Conversion over',
    '## What `balance` does to gates that collapse',
    '## Balanced tasks: the toy problem',
    '## Balanced tasks: GradNorm’s generator',
    '## Speed beside others',
    '### ESMM on Node 24',
    '## Each model beside PyTorch',
    '## A Ray cluster beside this machine',
    '## What an example costs as a run grows',
    '## The kernel beside others',
  );
  check('paper.svg', '<svg xmlns=', 'p = 0.9', '</svg>');
  check('balance.svg', '<svg xmlns=', 'σ = 100', '</svg>');
  check('speed.svg', '<svg xmlns=', 'PyTorch', '</svg>');
  check('scaling.svg', '<svg xmlns=', 'experts', '</svg>');
  check('kernel.svg', '<svg xmlns=', 'deno', '</svg>');

  test('every table and picture says which command made it', () => {
    const sections = files['README.md'].split(/^## /m).slice(1);
    for (const section of sections) expect(section).toMatch(/`npm run bench:[\w-]+/);
  });
});

/** Whatever has an interval says what the interval says. */
test('no claim lies inside the noise', () => {
  const found: { lower: number; upper: number; verdict: string }[] = [];
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('verdict' in value && 'lower' in value && 'upper' in value) found.push(value as (typeof found)[number]);
    for (const inner of Object.values(value)) look(inner);
  };
  look([read('tables.json'), read('paper.json'), read('balance.json'), read('science.json')]);
  expect(found.length).toBeGreaterThan(20);
  for (const { lower, upper, verdict } of found) {
    const covers = lower <= 0 && upper >= 0;
    expect(verdict).toBe(covers ? 'not distinguishable' : lower > 0 ? 'higher' : 'lower');
  }
});

test('a claim of a paper is seen, or the other way round, where its adjusted p-value is below .05', () => {
  const { claims }: ScienceResult = read('science.json');
  for (const { claim, adjusted, difference, expected, verdict } of claims?.claims ?? []) {
    expect(adjusted, claim).toBeGreaterThanOrEqual(difference.pValue);
    const sign = difference.mean > 0 ? 'higher' : 'lower';
    expect(verdict, claim).toBe(adjusted < 0.05 ? (sign === expected ? 'seen' : 'opposite') : 'not distinguishable');
  }
});
