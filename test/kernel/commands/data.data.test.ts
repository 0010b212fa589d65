import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { run } from '../../../kernel/commands/data.ts';
import { censusIncome } from '../../../kernel/multitask/datasets/census/census-income.ts';
import { emptyCache } from '../../support/data-command.ts';

// Before the tests hide it.
const data = process.env.MULTITASK_DATA;
const cache = emptyCache();

test('the real files are checked, kept, found by the next notebook, and not fetched again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing may be fetched here')));
  const kept = join(cache.folder, 'multitask-notebook', 'census-income');
  expect(await run(['census-income', '--from', join(data ?? '', 'census-income')])).toBe(0);
  expect(readdirSync(kept).sort()).toEqual(['census-income.data.br', 'census-income.test.br']);
  expect(await run(['census-income'])).toBe(0);
  expect(cache.printed).toMatch(/census-income\.data: already here, checked/);
  expect(await run(['--list'])).toBe(0);
  expect(cache.printed).toContain(`here: ${join(kept, 'census-income.data.br')}`);
  const { train } = await censusIncome({ columns: ['age'] });
  expect(train.length).toBe(199_523);
});
