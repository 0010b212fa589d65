import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomStream } from '../../../kernel/multitask/data/random.ts';
import { commandLine } from '../../support/command-line.ts';

function write(name: string, lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-flags-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const last = (stdout: string): Record<string, Record<string, never>> =>
  JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
const first = (stdout: string): Record<string, never> => JSON.parse(stdout.split('\n')[0] ?? '');
const quick = ['--epochs', '20', '--batch-size', '32', '--learning-rate', '0.01', '--test', '0.25', '--json'];

test('--weight: rows of weight 0, whose labels are upside down, teach nothing and are not tested on', async () => {
  const random = randomStream(1, 'weights');
  const rows = Array.from({ length: 600 }, (_, i) => {
    const price = random.normal();
    const weight = i % 3 === 0 ? 0 : 1 + (i % 2);
    const click = price > 0 === weight > 0 ? 1 : 0;
    return `${price.toFixed(3)},${click},${weight}`;
  });
  const data = write('weighed.csv', ['price,click,w', ...rows]);
  const { code, stdout, stderr } = await commandLine([
    'train',
    'single-task',
    '--data',
    data,
    '--labels',
    'click',
    '--weight',
    'w',
    ...quick,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(first(stdout)).toMatchObject({ columns: [{ name: 'price' }, { use: 'label' }, { name: 'w', use: 'weight' }] });
  const { rows: counted, auc } = last(stdout).test?.click ?? {};
  expect(auc).toBeGreaterThan(0.99);
  expect(counted).toBeGreaterThan(70);
  expect(counted).toBeLessThan(130);

  const named = await commandLine(['train', 'esmm', '--data', 'click-funnel', '--weight', 'w']);
  expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('the rows of click-funnel all count alike') });
});

/** Decimal commas, a comment between the rows, two lines of totals, labels in words, −1 for an unknown label. */
function dirtyTable(): string {
  const random = randomStream(2, 'dirty');
  const rows = Array.from({ length: 400 }, (_, i) => {
    const price = random.normal() * 2;
    const label = i % 10 === 0 ? '-1' : price > 0 ? 'ja' : 'nein';
    return `${price.toFixed(3).replace('.', ',')};${label};${random.below(2) === 0 ? 'Ulm' : 'k.A.'}`;
  });
  return write('dirty.csv', [
    'price;click;city',
    ...rows.slice(0, 200),
    '% the second half',
    ...rows.slice(200),
    'total;;',
    'mean;;',
  ]);
}

const told = [
  '--decimal',
  ',',
  '--comment',
  '%',
  '--footer',
  '2',
  '--labels',
  'click=ja/nein',
  '--missing',
  'k.A.,click=-1',
];

test('--decimal --comment --footer --labels click=ja --missing click=-1: what they say is what is trained on', async () => {
  const data = dirtyTable();
  const save = join(data, '..', 'model');
  const { code, stdout, stderr } = await commandLine([
    'train',
    'single-task',
    '--data',
    data,
    ...told,
    ...quick,
    '--save',
    save,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(first(stdout)).toMatchObject({
    columns: [
      { name: 'price', use: 'numeric' },
      { name: 'click', use: 'label' },
      { name: 'city', use: 'categorical' },
    ],
  });
  const { rows, auc } = last(stdout).test?.click ?? {};
  // A quarter of the 400 rows, of which one in ten has no label.
  expect(rows).toBeGreaterThan(60);
  expect(rows).toBeLessThan(120);
  expect(auc).toBeGreaterThan(0.99);

  // The checkpoint remembers how its table was read; how a file ends is each file's own.
  const output = join(data, '..', 'predicted.csv');
  const predicted = await commandLine(['predict', save, '--data', data, '--footer', '2', '--output', output]);
  expect(predicted).toMatchObject({ code: 0, stderr: '' });
  const values = readFileSync(output, 'utf8').trim().split('\n').slice(1).map(Number);
  const prices = readFileSync(data, 'utf8')
    .split('\n')
    .flatMap((line) => /^(-?\d+),(\d+);/.exec(line)?.[0] ?? []);
  expect(values).toHaveLength(400);
  for (const [i, price] of prices.entries())
    if (Math.abs(Number.parseFloat(price.replace(',', '.'))) > 1)
      expect((values[i] ?? Number.NaN) > 0.5, price).toBe(!price.startsWith('-'));
});

test('columns --json takes the same flags, and without them the table is refused in words that name one', async () => {
  const data = dirtyTable();
  const { code, stdout } = await commandLine(['columns', data, ...told, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { name: 'price', use: 'numeric' },
    { name: 'click', use: 'label' },
    { name: 'city', use: 'categorical', distinct: 1 },
  ]);
  const bare = await commandLine(['train', 'single-task', '--data', data, '--labels', 'click', ...quick]);
  expect(bare.code).toBe(1);
  expect(bare.stderr).toMatch(/comment|footer/);
});

test('a pattern of files is one table, to train on and to predict; --l2 0 is a number like another; another split is another run', async () => {
  const random = randomStream(3, 'pattern');
  const rows = Array.from({ length: 400 }, () => {
    const price = random.normal();
    return `${price.toFixed(3)},${price > 0 ? 1 : 0}`;
  });
  const day = write('day-1.csv', ['price,click', ...rows.slice(0, 200)]);
  const folder = dirname(day);
  writeFileSync(join(folder, 'day-2.csv'), ['price,click', ...rows.slice(200)].join('\n'));
  const [pattern, model] = [join(folder, 'day-*.csv'), join(folder, 'model')];
  const table = ['--data', pattern, '--labels', 'click'];
  const trained = await commandLine(['train', 'single-task', ...table, '--l2', '0', '--save', model, ...quick]);
  expect({ code: trained.code, stderr: trained.stderr }).toEqual({ code: 0, stderr: '' });
  const { rows: counted } = last(trained.stdout).test?.click ?? {};
  expect(counted).toBeGreaterThan(60);

  const output = join(folder, 'scores.csv');
  const predicted = await commandLine(['predict', model, '--data', pattern, '--output', output]);
  expect({ code: predicted.code, stderr: predicted.stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(output, 'utf8').trim().split('\n')).toHaveLength(401);

  const resumed = await commandLine([
    'train',
    'single-task',
    ...table,
    '--save',
    model,
    '--resume',
    '--seed',
    '2',
    ...quick,
  ]);
  expect(resumed).toMatchObject({ code: 1, stderr: expect.stringMatching(/mean|seed/) });
});
