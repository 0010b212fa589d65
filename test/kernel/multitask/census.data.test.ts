import { describe, expect, test } from 'vitest';
import { commandLine } from '../../support/command-line.ts';

/** The last line of `train --json`. */
async function testMetrics(model: string, seed: number): Promise<Record<string, { auc: number }>> {
  const args = ['train', model, '--data', 'census-income', '--epochs', '3', '--seed', `${seed}`, '--json'];
  const { code, stdout, stderr } = await commandLine(args);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').test;
}

describe('three epochs on all of census-income, the median of three seeds on PaddleRec’s test half', () => {
  const check = (model: string) =>
    test(model, { timeout: 600_000 }, async () => {
      const runs = [await testMetrics(model, 1), await testMetrics(model, 2), await testMetrics(model, 3)];
      const median = (task: string) => runs.map((run) => run[task].auc).sort((a, b) => a - b)[1];
      expect(median('income')).toBeGreaterThanOrEqual(0.945);
      expect(median('marital')).toBeGreaterThanOrEqual(0.993);
    });
  check('mmoe');
  check('shared-bottom');
});
