import { expect, it } from 'vitest';
import { readableText, runNotebook } from '../support/run-notebook.ts';

it('MMoE and Shared-Bottom reach their AUC in one epoch on all 199,523 census rows', { timeout: 900_000 }, async () => {
  const { exitCode, terminal, outputs } = await runNotebook('test/notebooks/census.ipynb');
  expect(exitCode, terminal).toBe(0);
  const text = readableText(outputs);
  expect(text).toContain('199523 49881 49881');
  for (const model of ['mmoe', 'sharedBottom']) {
    const [, income, marital] = new RegExp(`${model}: income (\\S+), marital (\\S+)`).exec(text) ?? [];
    console.log(`${model}: test AUC income ${income}, marital ${marital}`);
    expect(Number(income)).toBeGreaterThanOrEqual(0.94);
    expect(Number(marital)).toBeGreaterThanOrEqual(0.992);
  }
});
