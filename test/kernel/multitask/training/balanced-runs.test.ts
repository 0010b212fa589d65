import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import type { TrainingEvent } from '../../../../kernel/multitask/training/events.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const train = randomRows(300, 1);
const { models } = createMultitask();
const small = () =>
  models.mmoe(mixedFeatures, clickAndBuy, { experts: 3, expertUnits: [4], towerUnits: [3], embedding: 2, seed: 5 });

async function numbers(model: Model): Promise<number[]> {
  return Object.values(await model.parameters()).flatMap((values) => [...values]);
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-balance-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const ways: Readonly<Record<string, FitOptions>> = {
  'gradients combined': { gradients: 'pcgrad', clipNorm: 0.1 },
  'weights that learn': { taskWeights: 'gradnorm' },
  'weights of past epochs': { taskWeights: 'dwa' },
  'weights of losses': { taskWeights: 'famo', conflicts: true },
};

describe.each(['simd', 'tfjs'] as const)('runs of %s', (trainer) => {
  const options = { trainer, threads: 1, batchSize: 32, learningRate: 0.01, plot: false } satisfies FitOptions;

  test.each(Object.entries(ways))(
    '%s: one resumed from its checkpoint has the bits of an unbroken one',
    async (_, way) => {
      const saved = await temporaryFolder();
      const whole = small();
      await whole.fit(train, { ...options, ...way, epochs: 4 });
      await small().fit(train, { ...options, ...way, epochs: 3, checkpoint: saved });
      const resumed = await models.load(saved);
      await resumed.fit(train, { ...options, ...way, epochs: 4, resume: true });
      expect(await numbers(resumed)).toEqual(await numbers(whole));
      const plain = small();
      await plain.fit(train, { ...options, epochs: 4 });
      expect(await numbers(plain)).not.toEqual(await numbers(whole));
    },
  );

  test('one that is resumed with another method is refused', async () => {
    const model = small();
    await model.fit(train, { ...options, taskWeights: 'dwa' });
    await expect(model.fit(train, { ...options, epochs: 2, resume: true })).rejects.toThrow(
      'fit: the run to resume has balance {"weights":{"kind":"dwa","temperature":2}}, not none; give it the same, or leave out resume.',
    );
    await expect(
      model.fit(train, { ...options, taskWeights: { kind: 'dwa', temperature: 1 }, epochs: 2, resume: true }),
    ).rejects.toThrow('"temperature":1}}; give it the same');
  });

  test('a new run begins its balance anew: DWA weighs all tasks alike in the first two epochs', async () => {
    const weightsOf = async (model: Model, epochs: number) => {
      const found: number[] = [];
      for await (const event of model.train(train, { ...options, taskWeights: 'dwa', epochs }))
        if (event.kind === 'steps') found.push(...Array.from(event.taskWeights ?? []));
      return found;
    };
    const model = small();
    const [first, last] = [await weightsOf(model, 3), await weightsOf(model, 2)];
    expect(new Set(first.slice(0, 40))).toEqual(new Set([1]));
    expect(new Set(first.slice(40))).not.toContain(1);
    expect(new Set(last)).toEqual(new Set([1]));
  });

  test('steps tell of weights and conflicts, and the run of its method and parts', async () => {
    const events: TrainingEvent[] = [];
    for await (const event of small().train(train, { ...options, gradients: 'pcgrad', conflicts: true, clipNorm: 2 }))
      events.push(event);
    const [started] = events;
    if (started.kind !== 'started') throw new Error('The first event is "started".');
    const { settings, sharedParts } = started.run;
    expect(settings).toMatchObject({ gradients: "'pcgrad'", clipNorm: '2' });
    expect(sharedParts).toEqual(['embedding', 'expert 0', 'expert 1', 'expert 2']);
    const steps = events.filter((event) => event.kind === 'steps');
    const conflicts = steps.flatMap((event) => Array.from(event.conflicts ?? []));
    expect(conflicts).toHaveLength(10 * 4);
    for (const cosine of conflicts) expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
    const weights = steps.flatMap((event) => Array.from(event.taskWeights ?? []));
    expect(weights).toHaveLength(10 * 2);
    // Where two tasks' gradients have an obtuse angle PCGrad weights both by more than 1, else by 1.
    for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(1);
  });
});

describe('what cannot be balanced is said', () => {
  const check = (name: string, work: () => Promise<unknown>, words: string) =>
    test(name, () => expect(work()).rejects.toThrow(words));
  const one = () => models.mmoe(mixedFeatures, clickAndBuy.slice(0, 1), { seed: 1 });
  check(
    'conflicts of one task',
    () => one().fit(train, { conflicts: true }),
    'conflicts are between tasks, and the model has one',
  );
  check(
    'gradients of one task',
    () => one().fit(train, { gradients: 'nash' }),
    'gradients "nash" combine several tasks',
  );
  check(
    'conflicts where nothing is shared',
    () => models.singleTask(mixedFeatures, clickAndBuy, { seed: 1 }).fit(train, { conflicts: true }),
    'those of single-task share no parameters',
  );
  const normed = () =>
    models.define('normed', mixedFeatures, clickAndBuy, (tasks, b) => {
      const shared = b.batchNorm(b.dense(b.numeric, 4, { name: 'shared' }), { name: 'norm' });
      return {
        outputs: tasks.map(({ name }, t) =>
          b.output(tasks[t], b.probability(b.linear(shared, 1, { name: `${name} logit` }), { name })),
        ),
      };
    });
  check(
    'losses behind a step in the fast trainer, where a block looks at whole batches',
    () => normed().fit(train, { taskWeights: 'famo', trainer: 'simd', plot: false }),
    'trainer: simd cannot train normed: it cannot take the losses again behind a step where batchNorm "norm" looks at a whole batch',
  );
  test('without a wish such a model is trained by the slower trainer, which says why', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const run = await normed().fit(train, { taskWeights: 'famo', plot: false });
    expect(run.description.trainer).toMatch(/^tfjs/);
    expect(warn).toHaveBeenLastCalledWith(expect.stringContaining('batchNorm "norm" looks at a whole batch'));
    warn.mockClear();
    for (const how of [{ gradients: 'pcgrad' }, { conflicts: true }, { taskWeights: 'gls' }, { clipNorm: 1 }] as const)
      expect((await normed().fit(train, { ...how, plot: false })).description.trainer).toMatch(/^simd/);
    expect(warn).not.toHaveBeenCalled();
  });
  check('a norm of 0', () => small().fit(train, { clipNorm: 0 }), 'clipNorm');
  check('a method that there is not', () => small().fit(train, { gradients: 'pcgard' as 'pcgrad' }), 'pcgrad');
  check(
    'learned weights and a combination',
    () => small().fit(train, { taskWeights: 'uncertainty', gradients: 'pcgrad' }),
    'leave one of them out',
  );

  test('where nothing is shared, combined gradients are added up', async () => {
    const fitted = async (options: FitOptions) => {
      const model = models.singleTask(mixedFeatures, clickAndBuy, { seed: 1, bottomUnits: [4] });
      await model.fit(train, { plot: false, trainer: 'simd', threads: 1, batchSize: 64, ...options });
      return numbers(model);
    };
    const [balanced, plain] = [await fitted({ gradients: 'cagrad' }), await fitted({})];
    for (const [i, value] of balanced.entries()) expect(Math.abs(value - plain[i])).toBeLessThan(1e-6);
  });
});
