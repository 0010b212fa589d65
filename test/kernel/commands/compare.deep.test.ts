import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomStream } from '../../../kernel/multitask/data/random.ts';
import { commandLine } from '../../support/command-line.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-compare-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** 400 rows whose label is what `price` says. */
function table(folder: string): readonly string[] {
  const random = randomStream(1, 'table');
  const rows = Array.from({ length: 400 }, () => {
    const price = random.normal();
    return `${price.toFixed(3)},${random.uniform() < 1 / (1 + Math.exp(-2 * price)) ? 1 : 0}`;
  });
  const path = join(folder, 'visits.csv');
  writeFileSync(path, ['price,bought', ...rows].join('\n'));
  return ['--data', path, '--labels', 'bought', '--test', '0.25'];
}

const small = ['--experts', '2', '--expert-units', '4', '--bottom-units', '4', '--tower-units', '3'];
const lines = (path: string): number => readFileSync(path, 'utf8').trim().split('\n').length;

describe('compare', () => {
  test('a table of one’s own: the columns, the table of the study, each difference in words', async () => {
    const data = table(temporaryFolder());
    const models = ['compare', 'mmoe,single-task', '--baseline', 'single-task', '--seeds', '2', '--epochs', '2'];
    const { code, stdout, stderr } = await commandLine([...models, ...data, ...small]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [columns = '', study = '', words = ''] = stdout.split('\n\n');
    expect(columns).toMatch(/^visits: 2 columns\n {2}price +numeric/);
    expect(study.split('\n').slice(0, 2)).toEqual([
      'mmoe, single-task over 2 seeds',
      expect.stringMatching(/^task +candidate +test metric +− single-task +95 % interval/),
    ]);
    expect(study).toMatch(/^bought +single-task +AUC \.\d{4} ± \.\d{4} +baseline +2$/m);
    expect(words).toMatch(/^bought: mmoe is .* single-task \(AUC [+−]\.\d{4}, 95 % interval .*, 2 seeds\)\.\n$/);
  });

  test('--json --folder: one object; called again it trains nothing twice, and more seeds are added', async () => {
    const folder = temporaryFolder();
    const study = join(folder, 'study');
    const call = (seeds: string) =>
      commandLine(
        ['compare', 'mmoe,shared-bottom', '--seeds', seeds, '--epochs', '1', '--folder', study, '--json'].concat(
          table(folder),
          small,
        ),
      );
    const [first, again] = [await call('7,3'), await call('7,3')];
    expect(JSON.parse(first.stdout)).toMatchObject({
      kind: 'study',
      state: 'finished',
      baseline: 'mmoe',
      seeds: [7, 3],
      differences: [{ candidate: 'shared-bottom', task: 'bought', metric: 'auc', n: 2 }],
    });
    expect(again.stdout).toBe(first.stdout);
    expect(lines(join(study, 'trials.jsonl'))).toBe(4);
    expect(JSON.parse((await call('7,3,4')).stdout).trials).toHaveLength(6);
    expect(lines(join(study, 'trials.jsonl'))).toBe(6);
  });

  test('Ctrl-C keeps what is done, says how to go on, and exits with 130', async () => {
    const folder = temporaryFolder();
    const study = join(folder, 'study');
    let asked = false;
    const { code, stdout, stderr } = await commandLine(
      ['compare', 'mmoe,ple', '--seeds', '2', '--epochs', '100000', '--folder', study, ...table(folder)],
      {
        // The columns are told before the first trial begins.
        onText(_, pid) {
          if (!asked) process.kill(pid, 'SIGINT');
          asked = true;
        },
      },
    );
    expect(code).toBe(130);
    expect(stdout).toContain('mmoe, ple over 2 seeds, interrupted');
    expect(stderr).toBe(
      `Interrupted: 0 of 4 trials are done. They are kept in ${study}; the same command goes on from there.\n`,
    );
  });

  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [['compare'], 'MODEL,MODEL is missing.'],
    [['compare', 'mmoe'], 'One model is no comparison: name another behind a comma, e.g. mmoe,single-task.'],
    [['compare', 'mmoe,bert'], 'There is no model bert.'],
    [['compare', 'mmoe,ple,mmoe'], 'mmoe is named twice'],
    [['compare', 'mmoe', 'ple'], 'Only one MODEL,MODEL can be given; there is also ple.'],
    [['compare', 'mmoe,ple', '--baseline', 'aitm'], '--baseline aitm is none of the compared models, mmoe, ple.'],
    [
      ['compare', 'mmoe,ple', '--seeds', '0'],
      '--seeds is 0; a whole number from 1 on or a list of whole numbers from 0 on, separated by commas, was expected.',
    ],
    [['compare', 'mmoe,ple', '--seeds', '3,x'], '--seeds is "3,x"; a whole number from 1 on or a list of'],
    [['compare', 'mmoe,omoe', '--levels', '2'], '--levels is not for mmoe, omoe; it is for ple'],
    [['compare', 'mmoe,ple', '--at-once', '-1'], '--at-once is -1; a whole number from 1 on was expected.'],
  ];
  test.each(refused)('%j is refused', async (args, message) => {
    const { code, stderr } = await commandLine(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
