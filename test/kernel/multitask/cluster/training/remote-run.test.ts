import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMultitask, type FitOptions, type TrainingEvent } from '../../../../../kernel/multitask/index.ts';
import { type FakeRay, fakeRay } from '../../../../support/fake-ray.ts';

const { datasets } = createMultitask();
const data = datasets.correlatedTasks({ rows: 40, labels: 'binary', seed: 1 });
const warnings: string[] = [];
const { models, clusters, remote } = createMultitask({ warn: (line) => void warnings.push(line) });
const make = () => models.mmoe(data.features, data.tasks, { experts: 2, seed: 3 });

let fake: FakeRay;
let storage: string;
beforeEach(async () => {
  fake = await fakeRay();
  storage = await mkdtemp(join(tmpdir(), 'multitask-storage-'));
  warnings.length = 0;
});
afterEach(async () => {
  await fake[Symbol.asyncDispose]();
  await rm(storage, { recursive: true });
});

type Told = Readonly<Record<string, unknown>>;

/** Plays the job: it tells what it is given, and leaves the weights it got at the end of each epoch, all with one added. */
function play(told: readonly Told[], end = 'SUCCEEDED', message = ''): void {
  fake.onSubmit = (job) => {
    job.state = 'RUNNING';
    const folder = /'(.*)'/.exec(`${job.submission.entrypoint}`)?.[1] ?? '';
    const lines = async () => {
      await writeSample(folder);
      for (const each of told) {
        if (each.kind === 'epoch') await leaveEpoch(folder, Number(each.epoch), Number(each.step));
        job.log += `noise\n@multitask ${JSON.stringify(each)}\n@multitask {torn\n`;
        if (each.kind === 'ready') await planIn(folder);
        if (job.state === 'STOPPED') return;
      }
      Object.assign(job, { state: end, message });
    };
    lines().catch((error) => Object.assign(job, { state: 'FAILED', message: `${error}` }));
  };
}

async function writeSample(folder: string): Promise<void> {
  const { withDuckDb } = await import('../../../../../kernel/multitask/datasets/table/duckdb.ts');
  const names = [...data.features.columns, ...data.tasks].map(({ name }) => name);
  const values = (row: number) => [
    ...data.train.numeric.map((column) => column[row]),
    ...data.tasks.map(({ name }) => data.train.labels[name][row]),
  ];
  const rows = Array.from({ length: 20 }, (_, row) => `(${values(row).join()})`).join();
  await withDuckDb((database) =>
    database.run(
      `COPY (SELECT * FROM (VALUES ${rows}) t(${names.map((name) => `"${name}"`).join()})) TO '${folder}/sample.parquet' (FORMAT parquet)`,
    ),
  );
}

async function planIn(folder: string): Promise<void> {
  while (!(await readdir(folder)).includes('plan.json')) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function leaveEpoch(folder: string, epoch: number, step: number): Promise<void> {
  const at = (n: number) => join(folder, `epoch-${String(n).padStart(4, '0')}`);
  await mkdir(at(epoch));
  for (const name of ['weights', 'slots']) {
    const bytes = await readFile(join(at(epoch - 1), `${name}.safetensors`));
    const first = 8 + Number(bytes.readBigUInt64LE());
    for (let i = first; i < bytes.length; i += 4) bytes.writeFloatLE(bytes.readFloatLE(i) + 1, i);
    await writeFile(join(at(epoch), `${name}.safetensors`), bytes);
  }
  await writeFile(join(at(epoch), 'done.json'), JSON.stringify({ epoch, step }));
}

const ready = { kind: 'ready', rows: 64, files: 2, steps: 2 };
const steps = (epoch: number, step: number, count: number) => ({
  kind: 'steps',
  epoch,
  step,
  losses: Object.fromEntries(data.tasks.map(({ name }) => [name, new Array(count).fill(step)])),
});
const epoch = (n: number) => ({ kind: 'epoch', epoch: n, step: 2 * n });
const done = { kind: 'done' };

const on = (options = {}) => clusters.ray(fake.url, { storage, ...options });
const trained = (options: FitOptions = {}) =>
  make().fit(remote('/log/*.parquet'), { on: on(), batchSize: 32, plot: false, ...options });

async function nothingIsLeft(): Promise<void> {
  expect([...fake.jobs.values()].filter(({ state }) => state === 'PENDING' || state === 'RUNNING')).toEqual([]);
  expect(await readdir(storage)).toEqual([]);
}

describe('a run on a cluster', () => {
  it('is told as one here, and its weights come home', async () => {
    play([ready, steps(1, 1, 1), steps(1, 2, 1), epoch(1), steps(2, 4, 2), epoch(2), done]);
    const model = make();
    const before = await model.parameters();
    const events: TrainingEvent[] = [];
    const options = { on: on(), epochs: 2, batchSize: 32, validation: data.train, optimizer: 'sgd' } as const;
    for await (const event of model.train(remote('/log/*.parquet'), options)) events.push(event);
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'steps', 'steps', 'epoch', 'steps', 'epoch', 'ended']);
    expect(events[0]).toMatchObject({
      run: { rows: 64, stepsPerEpoch: 2, dataset: '/log/*.parquet', trainer: 'Ray ×2', settings: { epochs: '2' } },
    });
    expect(events[3]).toMatchObject({ epoch: 1, step: 2, train: expect.anything(), validation: expect.anything() });
    expect(events[4]).toMatchObject({ epoch: 2, step: 4 });
    const after = await model.parameters();
    for (const [name, values] of Object.entries(before))
      expect(after[name]).toEqual(values.map((value) => Math.fround(Math.fround(value + 1) + 1)));
    expect(model.epochs).toBe(2);
    await nothingIsLeft();
    // A job that has ended is taken off the list a little later.
    await vi.waitUntil(() => fake.jobs.size === 0, { timeout: 20_000, interval: 50 });
  });

  it('tells steps once that a lost worker did twice', async () => {
    play([ready, steps(1, 2, 2), epoch(1), steps(2, 3, 1), steps(2, 3, 1), steps(2, 4, 1), epoch(2), done]);
    const told: number[] = [];
    const model = make();
    for await (const event of model.train(remote('/log/a.parquet'), { on: on(), epochs: 2, batchSize: 32 }))
      if (event.kind === 'steps') told.push(event.step, event.losses[data.tasks[0].name].length);
    expect(told).toEqual([2, 2, 3, 1, 4, 1]);
  });

  it('ends early where validation gets no better, keeps the best epoch, and stops the job', async () => {
    const epochs = Array.from({ length: 6 }, (_, i) => [steps(i + 1, 2 * i + 2, 2), epoch(i + 1)]).flat();
    play([ready, ...epochs, done]);
    const run = await trained({ epochs: 6, validation: data.train, earlyStopping: { patience: 1 } });
    expect(run.epochs).toBeLessThan(6);
    expect(run.kept).toMatch(/kept: best mean validation AUC/);
    await nothingIsLeft();
  });

  it('keeps the last whole epoch when it is interrupted, and stops the job', async () => {
    play([ready, steps(1, 2, 2), epoch(1), steps(2, 3, 1), { kind: 'told', text: 'on' }], 'RUNNING');
    const stop = new AbortController();
    const model = make();
    let kept = '';
    for (const events = model.train(remote('/log/a.parquet'), { on: on(), epochs: 9, signal: stop.signal }); ; ) {
      const { done, value } = await events.next();
      if (done) {
        kept = value.kept;
        break;
      }
      if (value.kind === 'steps' && value.epoch === 2) stop.abort();
    }
    expect(kept).toBe('Weights of epoch 1 kept.');
    expect(model.epochs).toBe(1);
    expect(fake.asked.some((each) => each.endsWith('/stop'))).toBe(true);
    await nothingIsLeft();
  });

  it('fails where a loss is no number', async () => {
    const task = data.tasks[0].name;
    play([ready, { ...steps(1, 2, 2), losses: { [task]: [0.5, null], [data.tasks[1].name]: [0, 0] } }], 'RUNNING');
    await expect(trained()).rejects.toThrow(`The loss of task "${task}" became NaN at step 2.`);
    await nothingIsLeft();
  });

  it('waits while the dashboard does not answer', async () => {
    play([ready, steps(1, 2, 2), epoch(1), done]);
    const events = make().train(remote('/log/a.parquet'), { on: on(), batchSize: 32 });
    await events.next();
    const asked = fake.asked.length;
    fake.broken = { status: 502, text: 'Bad Gateway' };
    const next = events.next();
    while (fake.asked.length < asked + 2) await new Promise((resolve) => setTimeout(resolve, 20));
    fake.broken = undefined;
    expect((await next).value).toMatchObject({ kind: 'steps' });
    for await (const _ of events);
    await nothingIsLeft();
  });
});

describe('what goes wrong on a cluster is said, and nothing is left', () => {
  const failed = (reason: string, message: string) => ({ kind: 'failed', reason, message });

  it.each([
    [failed('room', '9 CPUs are needed; the cluster has 4, of which 1 are free'), /of which 1 are free\. Wait until/],
    [failed('packages', 'host-2 has no torch'), /host-2 has no torch\. .*pip: \['torch'/],
    [failed('bucket', "Bucket 'logs' not found"), /Bucket 'logs' not found\. Make it first/],
    [failed('denied', 'AWS Error ACCESS_DENIED'), /ACCESS_DENIED\. Workers ask with .*env: \{ AWS_ACCESS_KEY_ID/],
    [failed('endpoint', 'curlCode: 7'), /curlCode: 7\. A server other than Amazon's .*AWS_ENDPOINT_URL/],
    [failed('hadoop', 'Unable to load libjvm'), /libjvm\. hdfs:\/\/ needs Java/],
    [failed('storage', 'host-2 does not see /mnt'), /host-2 does not see \/mnt\. The storage, .*, must be one folder/],
    [failed('memory', 'OutOfMemoryError'), /A worker ran out of memory\./],
    [failed('network', 'connectFullMesh failed'), /GLOO_SOCKET_IFNAME/],
    [
      failed('data', 'there is no Parquet file at /log'),
      /no Parquet file at \/log\. .*as the hosts of the cluster see/,
    ],
    [failed('never heard of', 'odd'), /The cluster at http:.*: odd\.$/],
  ])('%j', async (told, expected) => {
    play([told], 'FAILED');
    await expect(trained()).rejects.toThrow(expected);
    await nothingIsLeft();
  });

  it('a job that ends without a word', async () => {
    play([], 'FAILED', 'Job supervisor actor died');
    await expect(trained()).rejects.toThrow(
      /ended on the cluster at .*: Job supervisor actor died\nThe last lines|actor died/,
    );
    await nothingIsLeft();
  });

  it('a job that somebody stops, or removes', async () => {
    play([ready], 'STOPPED');
    await expect(trained()).rejects.toThrow(/was stopped on the cluster/);
    await nothingIsLeft();
    play([ready], 'RUNNING');
    const events = make().train(remote('/log/a.parquet'), { on: on() });
    await events.next();
    fake.jobs.clear();
    const lost = { value: { kind: 'ended', message: expect.stringMatching(/no longer knows the job/) } };
    expect(await events.next()).toMatchObject(lost);
    await expect(events.next()).rejects.toThrow(/no longer knows the job/);
    await nothingIsLeft();
  });

  it('a storage of which the two sides see another each', async () => {
    fake.onSubmit = (job) => Object.assign(job, { log: `@multitask ${JSON.stringify(ready)}\n`, state: 'RUNNING' });
    await expect(trained()).rejects.toThrow(
      /has written sample\.parquet into .*, but this machine does not see it there/,
    );
    await nothingIsLeft();
  });

  it.each([
    [{ storage: '/proc/nowhere' }, /cannot write to the storage \/proc\/nowhere/],
    [{ storage: 'shared' }, /storage "shared" is not a whole path/],
    [{ storage: undefined }, /needs storage, a folder that this machine and all workers see/],
  ])('%j', async (options, expected) => {
    await expect(trained({ on: on(options) })).rejects.toThrow(expected);
    await nothingIsLeft();
  });

  it('a cluster that refuses the job', async () => {
    await using strict = await fakeRay('secret');
    await expect(trained({ on: clusters.ray(strict.url, { storage }) })).rejects.toThrow(
      /refuses the token, or wants one/,
    );
    await nothingIsLeft();
  });
});

describe('what a cluster does not have is refused by its name, before it is asked', () => {
  it.each<[FitOptions, RegExp]>([
    [{ conflicts: true }, /conflicts is not for a run on a cluster/],
    [{ gradients: 'pcgrad' }, /gradients is not for/],
    [{ taskWeights: 'uncertainty' }, /taskWeights is not for .*a number for each task/],
    [{ taskWeights: { kind: 'dwa' } }, /taskWeights is not for/],
    [{ rowWeights: { a: [1] } }, /rowWeights is not for/],
    [{ optimizer: { kind: 'adam', embeddings: 'lazy' } }, /optimizer\.embeddings is not for/],
    [{ epochs: 0 }, /epochs is 0/],
    [{ taskWeights: { nobody: 1 } }, /no task "nobody"|There is no task/i],
    [{ earlyStopping: { patience: 1 } }, /needs validation rows/],
    [
      { validation: remote('/log/b.parquet') as never },
      /this machine measures them: .*model\.read\('\/log\/b\.parquet'\)/,
    ],
  ])('%j', async (options, expected) => {
    await expect(trained(options)).rejects.toThrow(expected);
    expect(fake.asked).toEqual([]);
  });

  it('rows and cluster go together', async () => {
    await expect(make().fit(remote('/log/a.parquet'))).rejects.toThrow(/give one, \{ on: clusters\.ray\(url, …\) \}/);
    await expect(make().fit(data.train, { on: on() })).rejects.toThrow(/rows are Parquet files that its workers see/);
    await expect(make().fit(data.train, { on: fake.url as never })).rejects.toThrow(/clusters\.ray\('http/);
  });
});

describe('attach', () => {
  it('says which runs there are', async () => {
    await expect(clusters.ray(fake.url).attach('a')).rejects.toThrow(/has no run "a", and no other/);
    await expect(clusters.ray(fake.url).attach('')).rejects.toThrow(/its job is ""/);
    fake.jobs.set('run-1', {
      submission: { metadata: { storage: '/gone/run-1' } },
      state: 'RUNNING',
      message: '',
      log: '',
    });
    await expect(clusters.ray(fake.url).attach('run-2')).rejects.toThrow(/did you mean "run-1"/);
    await expect(clusters.ray(fake.url).attach('run-1')).rejects.toThrow(
      /does not find what the run run-1 was begun with/,
    );
  });

  it('goes on with a run whose notebook has gone, from its first step', async () => {
    // What a kernel leaves that is killed: a job, and its folder.
    play([ready, steps(1, 2, 2), epoch(1), { kind: 'told', text: 'on' }], 'RUNNING');
    const first = make().train(remote('/log/a.parquet'), { on: on(), batchSize: 32, learningRate: () => 0.5 });
    for await (const event of first) if (event.kind === 'steps') break;
    await nothingIsLeft();
    play([ready, steps(1, 2, 2), epoch(1), { kind: 'told', text: 'on' }], 'RUNNING');
    const kept = join(storage, '..', `kept-${process.pid}`);
    const second = make().train(remote('/log/a.parquet'), { on: on(), batchSize: 32, learningRate: () => 0.5 });
    let saved: ReturnType<typeof fake.jobs.get>;
    let id = '';
    for await (const event of second) {
      if (event.kind !== 'steps') continue;
      for (const each of fake.jobs) [id, saved] = each;
      await cp(join(storage, id), kept, { recursive: true });
      break;
    }
    await cp(kept, join(storage, id), { recursive: true });
    await rm(kept, { recursive: true });
    fake.jobs.set(id, { submission: saved?.submission ?? {}, log: saved?.log ?? '', message: '', state: 'SUCCEEDED' });
    const { model, run } = await clusters.ray(fake.url).attach(id, { validation: data.train, plot: false });
    expect(run).toMatchObject({ state: 'finished', epochs: 1, steps: 2 });
    expect(run.history[0].validation).toBeDefined();
    expect(model.epochs).toBe(1);
    await nothingIsLeft();
  });
});
