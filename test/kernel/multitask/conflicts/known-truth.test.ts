import { describe, expect, it } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../kernel/multitask/data/index.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/index.ts';
import { plainText } from '../../../../kernel/text/index.ts';

const { models, datasets, gateReport } = createMultitask();
const { features, tasks, train, validation } = datasets.correlatedTasks({ labels: 'binary', rows: 2000, seed: 3 });
const [{ name: first }, { name: second }] = tasks;

/** The second task's labels are those of the first, or their opposite. */
function labelled(rows: Rows, labels: 'same' | 'opposite'): Rows {
  const own = Float32Array.from(rows.labels[first]);
  return { ...rows, labels: { [first]: own, [second]: labels === 'same' ? own : own.map((label) => 1 - label) } };
}

/**
 * A shared logit beside one of each task, without a tower that could turn the sign of the shared one. A row's gradients of what is
 * shared are p − y and p′ − y′ times the same: alike where the labels are; opposite where y′ = 1 − y, once p′ is near 1 − p.
 */
function withoutTowers(): Model {
  return models.define('shared logit', features, tasks, (all, b) => {
    const shared = b.linear(b.dense(b.x, 8, { name: 'bottom', activation: 'tanh' }), 1, { name: 'logit' });
    const own = (name: string) => b.linear(b.x, 1, { name: `${name} own` });
    return {
      outputs: all.map((task) =>
        b.output(task, b.probability(b.add([shared, own(task.name)]), { name: `p ${task.name}` })),
      ),
    };
  });
}

const fit = { plot: false, batchSize: 64, epochs: 3, learningRate: 0.01, conflicts: true } satisfies FitOptions;

describe.each(['simd', 'tfjs'] as const)('%s', (trainer) => {
  const conflictsOf = async (labels: 'same' | 'opposite') => {
    const rows = labelled(train, labels);
    return withoutTowers().fit(rows, { ...fit, trainer, threads: 1, validation: labelled(validation, labels) });
  };

  it('opposite labels: what helps one task harms the other, and the verdict says so', async () => {
    const { conflicts, verdict } = await conflictsOf('opposite');
    expect(conflicts.map(({ epoch, part }) => `${epoch} ${part}`)).toEqual(
      [1, 2, 3].flatMap((epoch) => [`${epoch} bottom`, `${epoch} logit`]),
    );
    for (const { epoch, cosine, negative, steps } of conflicts) {
      expect(cosine).toBeLessThan(epoch === fit.epochs ? -0.95 : -0.5);
      expect(negative).toBeGreaterThan(epoch === fit.epochs ? 0.99 : 0.8);
      expect(steps).toBe(Math.ceil(train.length / fit.batchSize));
    }
    expect(verdict).toMatchObject({ kind: 'conflict', tone: 'warning', fix: 'gradients: "pcgrad"' });
    expect(verdict && plainText(verdict.headline)).toMatch(/^The tasks pull apart in (bottom|logit): /);
  });

  it('the same labels: both pull the same way', async () => {
    const { conflicts, verdict } = await conflictsOf('same');
    for (const { epoch, cosine, negative } of conflicts) {
      expect(cosine).toBeGreaterThan(epoch === fit.epochs ? 0.95 : 0.5);
      expect(negative).toBeLessThan(epoch === fit.epochs ? 0.01 : 0.2);
    }
    expect(verdict?.kind).not.toBe('conflict');
  });
});

it('the gate report has them, of the epoch whose weights the model holds', async () => {
  const model = models.mmoe(features, tasks, { experts: 3, seed: 1 });
  await model.fit(train, { ...fit, threads: 1, validation });
  const { conflicts } = await gateReport(model, validation);
  expect(conflicts?.epoch).toBe(3);
  expect(new Set(conflicts?.conflicts.map(({ part }) => part))).toEqual(new Set(['expert 0', 'expert 1', 'expert 2']));
  const without = models.mmoe(features, tasks, { experts: 3, seed: 1 });
  const run = await without.fit(train, { ...fit, threads: 1, validation, conflicts: false });
  expect(run.conflicts).toEqual([]);
  expect(await gateReport(without, validation)).not.toHaveProperty('conflicts');
});

it('of a model without gates the report says it in words', async () => {
  const model = models.sharedBottom(features, tasks, { seed: 1 });
  await model.fit(train, { ...fit, threads: 1, validation });
  const { verdict } = await gateReport(model, validation);
  expect(plainText(verdict.detail)).toMatch(/\(Epoch 3\.\)$/);
});
