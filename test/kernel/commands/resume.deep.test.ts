import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomStream } from '../../../kernel/multitask/data/random.ts';
import { commandLine } from '../../support/command-line.ts';

const shares: Readonly<Record<string, number>> = { aqua: 0.4, blue: 0.05, red: 0.9, teal: 0.4 };

/** A day's clicks on things in some colours. */
function day(path: string, colours: readonly string[], seed: number, separator = ','): string {
  const random = randomStream(seed, 'day');
  const rows = Array.from({ length: 3000 }, () => {
    const colour = colours[random.below(colours.length)];
    return [colour, random.uniform() < shares[colour] ? 1 : 0].join(separator);
  });
  writeFileSync(path, [['colour', 'click'].join(separator), ...rows].join('\n'));
  return path;
}

async function predicted(checkpoint: string, data: string): Promise<number[]> {
  const output = `${data}.predicted.csv`;
  const { code, stderr } = await commandLine(['predict', checkpoint, '--data', data, '--output', output]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readFileSync(output, 'utf8').trim().split('\n').slice(1).map(Number);
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'multitask-resume-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const how = ['--labels', 'click', '--batch-size', '64', '--learning-rate', '0.01'];

test('a run that goes on with the next day’s table, whose colours are others, means the same by each colour', async () => {
  const place = folder();
  const save = join(place, 'model');
  const first = day(join(place, 'day1.csv'), ['blue', 'red', 'teal'], 1);
  const next = day(join(place, 'day2.csv'), ['aqua', 'blue', 'red'], 2);
  const begun = await commandLine(['train', 'mmoe', '--data', first, ...how, '--save', save, '--epochs', '4']);
  expect(begun).toMatchObject({ code: 0, stderr: '' });
  const resumed = await commandLine([
    'train',
    'mmoe',
    '--data',
    next,
    ...how,
    '--save',
    save,
    '--epochs',
    '6',
    '--resume',
  ]);
  expect(resumed).toMatchObject({ code: 0, stderr: '' });

  const asked = join(place, 'asked.csv');
  writeFileSync(asked, 'colour\nblue\nred\nteal\n');
  const found = await predicted(save, asked);
  for (const [i, colour] of ['blue', 'red', 'teal'].entries())
    expect(Math.abs(found[i] - shares[colour]), `${colour}: ${found[i]}`).toBeLessThan(0.12);

  const without = join(place, 'without.csv');
  writeFileSync(without, 'shade,click\nblue,1\nred,0\n');
  const refused = await commandLine(['train', 'mmoe', '--data', without, ...how, '--save', save, '--resume']);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('has no column "colour"');
  const other = await commandLine(['train', 'mmoe', '--data', next, '--labels', 'buy', '--save', save, '--resume']);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--labels names buy') });
});

test('another dataset than that of the checkpoint is refused in words', async () => {
  const save = join(folder(), 'model');
  const data = ['--data', 'click-funnel', '--epochs', '1', '--batch-size', '8192', '--tower-units', '2'];
  expect((await commandLine(['train', 'esmm', ...data, '--embedding', '2', '--save', save])).code).toBe(0);
  const resumed = await commandLine([
    'train',
    'esmm',
    '--data',
    'click-funnel',
    '--seed',
    '2',
    '--save',
    save,
    '--resume',
  ]);
  expect(resumed.code).not.toBe(0);
  expect(resumed.stderr).toContain("these rows were encoded by other columns than the model's own: ");
  expect(resumed.stderr).toContain('"age" has mean ');
});
