import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/index.ts';
import { type FakeRay, fakeRay } from '../../../../support/fake-ray.ts';

const lines: string[] = [];
const bar = { total: 0, value: 0, isDone: false };
const { datasets, models, clusters, remote } = createMultitask({
  warn: (line) => void lines.push(line),
  progress: (_, total) =>
    Object.assign(bar, { total, value: 0, isDone: false, done: () => void Object.assign(bar, { isDone: true }) }),
});
const data = datasets.correlatedTasks({ rows: 40, labels: 'binary', seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 2, seed: 3 });
const rows = remote('/mnt/log/*.parquet');
const outputs = model.network.outputs.map(({ name }) => name);

let fake: FakeRay;
beforeEach(async () => {
  fake = await fakeRay();
  lines.length = 0;
});
afterEach(() => fake[Symbol.asyncDispose]());

const on = (options = {}) => clusters.ray(fake.url, options);
const predict = (options = {}) => model.predict(rows, { on: on(), output: '/nowhere/scores/', ...options });

type Told = Readonly<Record<string, unknown>>;
const found = { kind: 'found', rows: 30, files: 3, kept: { rows: 10, files: 1 } };

/** Plays the job: it tells what it is given. */
function play(told: readonly Told[], end = 'SUCCEEDED', message = ''): void {
  fake.onSubmit = (job) => {
    job.log = told.map((each) => `noise\n@multitask ${JSON.stringify(each)}\n@multitask {torn\n`).join('');
    Object.assign(job, { state: end, message });
  };
}

describe('predict on a cluster', () => {
  it('sends the model and what it reads, shows how much is scored, and leaves no job', async () => {
    play([found, { kind: 'scored', rows: 20, files: 2 }, { kind: 'scored', rows: 30, files: 3 }, { kind: 'done' }]);
    const submitted: Told[] = [];
    const { onSubmit } = fake;
    fake.onSubmit = (job) => {
      submitted.push(job.submission);
      onSubmit(job);
    };
    const scores = await predict({ keys: ['user', 'user'] });
    expect(scores).toMatchObject({ output: '/nowhere/scores', columns: ['user', ...outputs], rows: 30, files: 3 });
    expect(scores.kept).toEqual({ rows: 10, files: 1 });
    expect(bar).toMatchObject({ total: 30, value: 30, isDone: true });
    expect(lines.at(-1)).toMatch(/The workers have written \/nowhere\/scores, which this machine does not see/);
    expect(fake.jobs.size).toBe(0);
    const [{ submission_id: id, entrypoint }] = submitted;
    expect(entrypoint).toBe(`python ray_score.py '${id}'`);
    const [files] = [...fake.packages.values()].map((zip) => unzipSync(zip));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['model.py', 'weights.safetensors', 'columns.json', 'ray_score.py', 'scores.py']),
    );
    const spec = JSON.parse(Buffer.from(files['spec.json']).toString());
    expect(spec).toMatchObject({ data: '/mnt/log/*.parquet', output: '/nowhere/scores', keys: ['user'], outputs });
  });

  it.each<[string, Told[], string, string, RegExp]>([
    [
      'a job that gives up',
      [{ kind: 'failed', reason: 'data', message: 'no file' }],
      'FAILED',
      '',
      /no file\. The path/,
    ],
    [
      'an output that is not seen',
      [{ kind: 'failed', reason: 'output', message: 'b does not see x' }],
      'FAILED',
      '',
      /b does not see x\. The output, \/nowhere\/scores, must be one folder/,
    ],
    [
      'no packages',
      [{ kind: 'failed', reason: 'packages', message: 'a has no torch' }],
      'FAILED',
      '',
      /a has no torch\. Install/,
    ],
    ['a job that breaks', [found], 'FAILED', 'exit code 137', /ended on the cluster .*exit code 137/],
    ['one that is stopped there', [found], 'STOPPED', '', /was stopped on the cluster/],
  ])('%s', async (_, told, end, message, expected) => {
    play(told, end, message);
    await expect(predict()).rejects.toThrow(expected);
    expect(fake.jobs.size).toBe(0);
  });

  it('stops the job when it is interrupted', async () => {
    const abort = new AbortController();
    fake.onSubmit = (job) => {
      job.state = 'RUNNING';
      abort.abort();
    };
    await expect(predict({ signal: abort.signal })).rejects.toThrow(/abort/i);
    expect(fake.asked.some((line) => line.endsWith('/stop'))).toBe(true);
    expect(fake.jobs.size).toBe(0);
  });

  it('follows the job that does the same already, and refuses another into its folder', async () => {
    const first = new AbortController();
    const running = new Promise<void>((resolve) => {
      fake.onSubmit = (job) => {
        job.state = 'RUNNING';
        resolve();
      };
    });
    const one = predict({ signal: first.signal });
    await running;
    await expect(predict({ keys: ['user'] })).rejects.toThrow(/writes to \/nowhere\/scores at the moment, for another/);
    const [[id, job]] = fake.jobs;
    const two = predict();
    job.log = `@multitask ${JSON.stringify(found)}\n@multitask {"kind":"done"}\n`;
    expect((await Promise.all([one, two])).map((scores) => scores.rows)).toEqual([30, 30]);
    expect(lines.filter((line) => line.startsWith('Following what scores already'))).toEqual([
      expect.stringContaining(id),
    ]);
    expect(fake.asked.filter((line) => line === 'POST /api/jobs/')).toHaveLength(1);
  });
});

describe('what does not fit is said before anything is asked', () => {
  const here = () => on();
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['no cluster', () => model.predict(rows, { output: '/x' } as never), /is read by a cluster: give one/],
    ['no output', () => model.predict(rows, { on: here() } as never), /writes its scores into a folder: give one/],
    ['a relative output', () => predict({ output: 'scores' }), /output: "scores" is relative/],
    ['a file', () => predict({ output: '/mnt/scores.parquet' }), /looks like a file; it is a folder/],
    ['an empty output', () => predict({ output: '' }), /output/],
    ['a key that is an output', () => predict({ keys: [outputs[0]] }), /which is also an output of the model/],
    ['a key that is no text', () => predict({ keys: 'user' }), /keys/],
    ['threads', () => predict({ threads: 2 }), /threads is not for scores of a cluster/],
    ['a trainer', () => predict({ trainer: 'simd' }), /trainer is not for scores of a cluster/],
    [
      'rows that are here',
      () => model.predict(data.test, { on: here() } as never),
      /on is for rows that a cluster reads/,
    ],
    ['keys of rows that are here', () => model.predict(data.test, { keys: ['a'] } as never), /keys is for rows/],
  ])('%s', async (_, call, expected) => {
    await expect(call()).rejects.toThrow(expected);
    expect(fake.asked).toEqual([]);
  });

  it('a model that was disposed', async () => {
    const gone = models.mmoe(data.features, data.tasks, { experts: 2, seed: 3 });
    gone.dispose();
    await expect(gone.predict(rows, { on: here(), output: '/x' })).rejects.toThrow(/was disposed/);
  });
});
