import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { paperPicture } from './paper-picture.ts';
import type { PaperResult } from './paper-result.ts';
import { paperText } from './paper-text.ts';
import type { TablesResult } from './tables-result.ts';
import { tablesText } from './tables-text.ts';

const read = (name: string) => JSON.parse(readFileSync(new URL(`results/${name}.json`, import.meta.url), 'utf8'));
const tables: TablesResult = read('tables');
const paper: PaperResult = read('paper');

describe('the results that are kept', () => {
  const check = (name: string, text: () => string, ...contents: readonly string[]) =>
    test(name, () => {
      const written = text();
      expect(written).not.toMatch(/NaN|undefined|Infinity/);
      for (const content of contents) expect(written).toContain(content);
    });
  check(
    'tables',
    () => tablesText(tables),
    '## PaddleRec’s table',
    '## PLE beside its paper',
    '## ESMM on',
    'npm run bench:tables',
  );
  check('paper', () => paperText(paper), '## Figure 4 of the MMoE paper', 'npm run bench:paper');
  check('picture', () => paperPicture(paper), '<svg xmlns=', 'p = 0.9', '</svg>');
});

/** Whatever has an interval says what the interval says. */
test('no claim lies inside the noise', () => {
  const found: { lower: number; upper: number; verdict: string }[] = [];
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('verdict' in value && 'lower' in value && 'upper' in value) found.push(value as (typeof found)[number]);
    for (const inner of Object.values(value)) look(inner);
  };
  look([tables, paper]);
  expect(found.length).toBeGreaterThan(20);
  for (const { lower, upper, verdict } of found) {
    const covers = lower <= 0 && upper >= 0;
    expect(verdict).toBe(covers ? 'not distinguishable' : lower > 0 ? 'higher' : 'lower');
  }
});
