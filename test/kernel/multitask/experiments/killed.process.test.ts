import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

/** Compares two candidates over ten seeds; each training notes that it has begun. With KILL_AT it ends the process at that trial's fifth step. */
const script = `
  import { appendFileSync } from 'node:fs';
  const { compare, datasets, models } = await import(process.env.LIBRARY);
  const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 1500, seed: 1 });
  const candidate = (name, make) => (seed) => ({
    model: make(seed),
    fit: {
      learningRate: (step) => {
        if (step === 3) appendFileSync(process.env.FOLDER + '/begun.txt', name + ' ' + seed + '\\n');
        if (step === 5 && process.env.KILL_AT === name + ' ' + seed) process.kill(process.pid, 'SIGKILL');
        return 0.01;
      },
    },
  });
  const study = await compare(
    {
      single: candidate('single', (seed) => models.singleTask(data.features, data.tasks, { bottomUnits: [8], seed })),
      MMoE: candidate('MMoE', (seed) => models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [8], seed })),
    },
    data,
    { seeds: 10, fit: { epochs: 2, batchSize: 64 }, folder: process.env.FOLDER, atOnce: 2 },
  );
  console.log(JSON.stringify([study.state, study.trials.length, study.differences.map(({ n }) => n)]));
`;

it('a process that is killed in the middle loses no trial that had ended, and none is run twice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = (killAt: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: {
        ...process.env,
        FOLDER: folder,
        KILL_AT: killAt,
        LIBRARY: pathToFileURL(resolve('dist/kernel/multitask/index.js')).href,
      },
    });
  const file = join(folder, 'trials.jsonl');
  const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);

  expect(run('MMoE 5').signal).toBe('SIGKILL');
  const ended = lines();
  // Seed by seed, two at once: those of four seeds but for one that may still have run, and at most the other one of the fifth.
  expect(ended.length).toBeGreaterThanOrEqual(8);
  expect(ended.length).toBeLessThan(10);
  // As if it had been killed while it wrote.
  appendFileSync(file, ended[0].slice(0, 60));

  const second = run('');
  expect(second.stderr).toBe('');
  expect(JSON.parse(second.stdout)).toEqual(['finished', 20, [10, 10]]);
  const [before, torn, after] = [
    lines().slice(0, ended.length),
    lines()[ended.length],
    lines().slice(ended.length + 1),
  ];
  expect(before).toEqual(ended);
  expect(() => JSON.parse(torn)).toThrow();
  const named = (all: readonly string[]) =>
    all.map((line) => JSON.parse(line).trial).map(({ candidate, seed }) => `${candidate} ${seed}`);
  expect(new Set(named([...before, ...after])).size).toBe(20);
  expect(after).toHaveLength(20 - ended.length);

  const begun = readFileSync(join(folder, 'begun.txt'), 'utf8').trim().split('\n');
  const times = (trial: string) => begun.filter((each) => each === trial).length;
  expect(named(before).map(times)).toEqual(before.map(() => 1));
  // What ran when the process ended begins again, and nothing else does.
  expect(times('MMoE 5')).toBe(2);
  expect(begun.length).toBeLessThanOrEqual(22);

  const third = run('');
  expect(JSON.parse(third.stdout)).toEqual(['finished', 20, [10, 10]]);
  expect(readFileSync(join(folder, 'begun.txt'), 'utf8').trim().split('\n')).toEqual(begun);
});
