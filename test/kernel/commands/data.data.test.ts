import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../../kernel/commands/data.ts';
import { censusIncome } from '../../../kernel/multitask/datasets/census/census-income.ts';

// Before the tests hide it.
const data = process.env.MULTITASK_DATA;
let folder = '';
let printed = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-command-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('MULTITASK_DATA', undefined);
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

test('the real files are checked, kept, found by the next notebook, and not fetched again', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing may be fetched here')));
  const kept = join(folder, 'multitask-notebook', 'census-income');
  expect(await run(['census-income', '--from', join(data ?? '', 'census-income')])).toBe(0);
  expect(readdirSync(kept).sort()).toEqual(['census-income.data.br', 'census-income.test.br']);
  expect(await run(['census-income'])).toBe(0);
  expect(printed).toMatch(/census-income\.data: already here, checked/);
  expect(await run(['--list'])).toBe(0);
  expect(printed).toContain(`here: ${join(kept, 'census-income.data.br')}`);
  const { train } = await censusIncome({ columns: ['age'] });
  expect(train.length).toBe(199_523);
});
