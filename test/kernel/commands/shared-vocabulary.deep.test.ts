import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine } from '../../support/command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-shared-'));
  const rows = Array.from({ length: 300 }, (_, row) => {
    const item = (row * 7) % 11;
    const history = [(row * 3) % 11, (row * 5) % 13];
    return `${item},${history.join('|')},${history.includes(item) ? 1 : 0}`;
  });
  writeFileSync(join(folder, 'clicks.csv'), ['item,history,click', ...rows].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => commandLine(args, { cwd: folder });
const table = ['--data', 'clicks.csv', '--labels', 'click', '--categorical', 'item', '--lists', 'history'] as const;
const attention = ['--pool', 'attention', '--embedding', '4'] as const;
const fit = ['--batch-size', '32', '--epochs'] as const;

test('--shared-vocabulary: attention trains on a table, goes on, and predicts', async () => {
  const apart = await run('train', 'mmoe', ...table, ...attention, ...fit, '2');
  expect(apart.code).toBe(1);
  const [, flag, group] = /(--shared-vocabulary) ([^)]+)\)/.exec(apart.stderr) ?? [];
  expect([flag, group]).toEqual(['--shared-vocabulary', 'item=history']);

  const shared = [flag, group];
  const trained = await run('train', 'mmoe', ...table, ...shared, ...attention, ...fit, '2', '--save', 'model');
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  expect(trained.stdout).toMatch(/item +categorical +as told; one vocabulary with history/);
  const goOn = ['--data', 'clicks.csv', ...fit, '3', '--save', 'model', '--resume'];
  expect(await run('train', 'mmoe', ...goOn, ...shared)).toMatchObject({ code: 0, stderr: '' });
  expect(await run('train', 'mmoe', ...goOn, '--shared-vocabulary', 'item=click')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--shared-vocabulary item=click: the model has no one vocabulary for these.'),
  });

  writeFileSync(join(folder, 'new.csv'), 'item,history\n3,3|4\n3,\n');
  expect(await run('predict', 'model', '--data', 'new.csv', '--output', 'out.csv')).toMatchObject({ code: 0 });
  const lines = readFileSync(join(folder, 'out.csv'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).not.toBe(lines[2]);
});

test('columns says it, and refuses what cannot be', async () => {
  const columns = ['columns', 'clicks.csv', '--categorical', 'item', '--lists', 'history', '--shared-vocabulary'];
  const said = await run(...columns, 'item=history');
  expect(said.stdout).toMatch(/item +categorical +as told; one vocabulary with history/);
  expect(said.stdout).toMatch(/history +list +as told; one vocabulary with item/);
  expect(await run(...columns, 'item')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is one column alone'),
  });
  expect(await run(...columns, 'item=histories')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no column "histories", which sharedVocabulary names. Did you mean "history"?'),
  });
});
