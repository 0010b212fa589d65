import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomStream } from '../../../kernel/multitask/data/random.ts';
import { catalog } from '../../../kernel/multitask/models/index.ts';
import { commandLine } from '../../support/command-line.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-train-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** 400 rows of a table whose label is what `price` and `city` say. */
function table(folder: string): string {
  const random = randomStream(1, 'table');
  const rows = Array.from({ length: 400 }, () => {
    const [price, city] = [random.normal(), ['Ulm', 'Bonn', 'Kiel'][random.below(3)]];
    const logit = 2 * price + (city === 'Kiel' ? 2 : -1);
    return `${price.toFixed(3)},${city},${random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0}`;
  });
  const path = join(folder, 'visits.csv');
  writeFileSync(path, ['price,city,bought', ...rows].join('\n'));
  return path;
}

const objects = (stdout: string): Record<string, never>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('train', () => {
  test('a table of one’s own: a line per epoch, then the test rows; predict reads it back in both formats', async () => {
    const folder = temporaryFolder();
    const data = table(folder);
    const save = join(folder, 'run');
    const trained = await commandLine([
      'train',
      'mmoe',
      '--data',
      data,
      '--labels',
      'bought',
      '--epochs',
      '30',
      '--batch-size',
      '32',
      '--learning-rate',
      '0.01',
      '--test',
      '0.25',
      '--save',
      save,
    ]);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const [columns = '', told = ''] = trained.stdout.split('\n\n');
    expect(columns).toBe(
      'visits: 3 columns\n' +
        `  price   numeric      ${/numbers from -\d\S* to \d\S*/.exec(columns)?.[0]}\n` +
        '  city    categorical  text, 3 values\n' +
        '  bought  label        a binary label',
    );
    const lines = told.split('\n');
    expect(lines[0]).toMatch(/^MMoE · 8 experts · [\d,]+ parameters · visits, \d+ rows · simd/);
    expect(lines[1]).toBe('validation:');
    expect(lines[2]).toMatch(/^ +epoch +seconds +bought AUC +bought log loss$/);
    expect(lines[32]).toMatch(/^ +30 +\d+\.\d +\.\d{4} +\d?\.\d{4}$/);
    expect(lines[33]).toBe('Weights of epoch 30 kept, the last.');
    // The verdict.
    expect(lines[34]).toMatch(/^(No alarms|Still improving|Overfits since epoch \d+).*\.$/);
    expect(lines[35]).toMatch(/^test, \d+ rows:$/);
    expect(Number(/^bought +(\.\d+)/m.exec(trained.stdout)?.[1])).toBeGreaterThan(0.8);

    const csv = join(folder, 'predictions.csv');
    const predicted = await commandLine(['predict', save, '--data', data, '--output', csv]);
    expect(predicted).toMatchObject({ code: 0, stdout: `400 rows of bought in ${csv}\n` });
    const [head, ...values] = readFileSync(csv, 'utf8').trim().split('\n');
    expect(head).toBe('bought');
    expect(values).toHaveLength(400);
    for (const value of values) expect(Number(value)).toBeGreaterThan(0);

    const parquet = join(folder, 'predictions.parquet');
    expect((await commandLine(['predict', save, '--data', data, '--output', parquet])).code).toBe(0);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    const reader = await connection.runAndReadAll(`SELECT bought FROM '${parquet}'`);
    connection.closeSync();
    expect(reader.getColumns()[0]).toEqual(values.map((value) => Math.fround(Number(value))));
  });

  test('--json: the model with its parameters, each epoch, the end, the test', async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await commandLine([
      'train',
      'shared-bottom',
      '--data',
      table(folder),
      '--labels',
      'bought',
      '--epochs',
      '2',
      '--bottom-units',
      '5',
      '--tower-units',
      '3',
      '--json',
    ]);
    expect(code).toBe(0);
    const [columns, started, first, second, ended, test] = objects(stdout);
    expect(columns).toMatchObject({
      table: 'visits',
      columns: [{ name: 'price', use: 'numeric' }, { name: 'city' }, { use: 'label' }],
    });
    // x is 1 number and 3 cities: 4·5 + 5 + 5·3 + 3 + 3 + 1
    expect(started).toMatchObject({ model: 'shared-bottom', parameters: 47, dataset: 'visits', epochs: 2, seed: 1 });
    expect([first, second]).toMatchObject([
      { epoch: 1 },
      { epoch: 2, validation: { bought: { auc: expect.any(Number) } } },
    ]);
    expect(ended).toMatchObject({ state: 'finished', keptEpoch: 2 });
    expect(test).toMatchObject({ test: { bought: { auc: expect.any(Number), logLoss: expect.any(Number) } } });
  });

  test.each(Object.keys(catalog))('%s trains on click-funnel with its defaults', async (model) => {
    const { code, stdout } = await commandLine(['train', model, '--data', 'click-funnel', '--json']);
    expect(code).toBe(0);
    const { test } = objects(stdout).at(-1) ?? {};
    const tasks: readonly { readonly auc?: number }[] = Object.values(test ?? {});
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    for (const { auc } of tasks) if (auc !== undefined) expect(auc).toBeGreaterThan(0.55);
  });

  test('--metrics are taken each epoch and on the test rows', async () => {
    const given = ['--data', 'click-funnel', '--epochs', '1', '--metrics', 'PR AUC', '--json'];
    const { code, stdout } = await commandLine(['train', 'shared-bottom', ...given]);
    expect(code).toBe(0);
    const [epoch] = objects(stdout).filter(({ validation }) => validation);
    const { test } = objects(stdout).at(-1) ?? {};
    for (const tasks of [epoch?.validation, test])
      expect(Object.values(tasks ?? {})[0]).toMatchObject({ own: { 'PR AUC': expect.any(Number) } });
  });

  test('--resume gives the numbers of an unbroken run', async () => {
    const folder = temporaryFolder();
    const data = ['--data', table(folder), '--labels', 'bought', '--json', '--trainer', 'tfjs'];
    const save = ['--save', join(folder, 'run')];
    const whole = await commandLine(['train', 'omoe', ...data, '--epochs', '3']);
    await commandLine(['train', 'omoe', ...data, ...save, '--epochs', '1']);
    const resumed = await commandLine(['train', 'omoe', ...data, ...save, '--epochs', '3', '--resume']);
    expect(objects(resumed.stdout).at(-1)).toEqual(objects(whole.stdout).at(-1));
  });

  test('Ctrl-C ends the run after its step, saves, and exits with 130', async () => {
    const folder = temporaryFolder();
    const save = join(folder, 'run');
    let asked = false;
    const { code, stdout } = await commandLine(
      ['train', 'esmm', '--epochs', '500', '--batch-size', '32', '--save', save, '--json'],
      {
        onText: (_, pid) => {
          if (!asked) process.kill(pid, 'SIGINT');
          asked = true;
        },
      },
    );
    expect(code).toBe(130);
    expect(objects(stdout).at(-1)).toMatchObject({ state: 'interrupted' });
    expect(readFileSync(join(save, 'weights.safetensors')).length).toBeGreaterThan(1000);
  });

  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [['train'], 'MODEL is missing.'],
    [
      ['train', 'bert'],
      'There is no model bert. The models are single-task, shared-bottom, omoe, mmoe, esmm, ple, aitm',
    ],
    [['train', 'mmoe', '--epochs', '0'], '--epochs is 0; a whole number from 1 on was expected.'],
    [['train', 'mmoe', '--levels', '2'], '--levels is not for mmoe; it is for ple'],
    [
      ['train', 'mmoe', '--init', 'zeros'],
      '--init is "zeros"; "glorot", "paddlerec-2020" or "paddlerec-2022" was expected.',
    ],
    [['train', 'mmoe', '--trainer', 'gpu'], '--trainer is "gpu"; "simd" or "tfjs" was expected.'],
    [['train', 'mmoe', '--data', 'nowhere.csv'], '--data: there is no file nowhere.csv, and no dataset of that name.'],
    [
      ['train', 'mmoe', '--data', 'package.json'],
      '--labels is missing: name the columns of package.json that are labels',
    ],
    [['train', 'mmoe', '--resume'], '--resume needs --save'],
    [['predict'], 'CHECKPOINT is missing.'],
    [['predict', 'run', '--output', 'y.csv'], '--data is missing: a table to predict, or --rows'],
    [['predict', 'run', '--data', 'x.csv'], '--output is missing: PATH was expected.'],
    [
      ['predict', 'run', '--data', 'x.csv', '--output', 'y.xlsx'],
      '--output must end in .csv or .parquet; it is y.xlsx.',
    ],
  ];
  test.each(refused)('%j is refused', async (args, message) => {
    const { code, stderr } = await commandLine(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  const failing: readonly (readonly [args: readonly string[], message: string])[] = [
    [
      ['predict', 'nowhere', '--data', 'x.csv', '--output', 'y.csv'],
      'There is no checkpoint in nowhere: it has no run.json.',
    ],
    [
      [
        'train',
        'esmm',
        '--data',
        'correlated-tasks',
        '--embedding',
        '2',
        '--learning-rate',
        '1e30',
        '--optimizer',
        'sgd',
        '--epochs',
        '1',
      ],
      'A smaller learning rate',
    ],
  ];
  test.each(failing)('%j fails with its reason', async (args, message) => {
    const { code, stderr } = await commandLine(args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});
