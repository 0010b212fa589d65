import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const train = randomRows(300, 1);
const { models } = createMultitask();
const small = () =>
  models.mmoe(mixedFeatures, clickAndBuy, { experts: 3, expertUnits: [4], towerUnits: [3], embedding: 2, seed: 5 });

async function numbers(model: Model): Promise<number[]> {
  return Object.values(await model.parameters()).flatMap((values) => [...values]);
}

describe.each(['simd', 'tfjs'] as const)('AdamW of %s', (trainer) => {
  const options = {
    trainer,
    threads: 1,
    batchSize: 32,
    learningRate: 0.01,
    optimizer: { kind: 'adamw', weightDecay: 0.3 },
    plot: false,
  } satisfies FitOptions;

  test.each(['dense', 'lazy'] as const)(
    'a run resumed from its checkpoint has the bits of an unbroken one, %s',
    async (embeddings) => {
      const saved = await mkdtemp(join(tmpdir(), 'multitask-adamw-'));
      onTestFinished(() => rm(saved, { recursive: true }));
      const how = { ...options, optimizer: { ...options.optimizer, embeddings } };
      const whole = small();
      await whole.fit(train, { ...how, epochs: 4 });
      await small().fit(train, { ...how, epochs: 2, checkpoint: saved });
      const resumed = await models.load(saved);
      const { description } = await resumed.fit(train, { ...how, epochs: 4, resume: true });
      expect(await numbers(resumed)).toEqual(await numbers(whole));
      expect(description.settings?.optimizer).toMatch(/kind: 'adamw'.* weightDecay: 0.3/);
    },
  );

  test('the name alone decays by 0.01', async () => {
    const weights = async (optimizer: FitOptions['optimizer']) => {
      const model = small();
      await model.fit(train, { ...options, optimizer });
      return numbers(model);
    };
    const named = await weights('adamw');
    expect(named).toEqual(await weights({ kind: 'adamw', weightDecay: 0.01 }));
    expect(named).not.toEqual(await weights('adam'));
    expect(await weights({ kind: 'adamw', weightDecay: 0 })).toEqual(await weights('adam'));
  });

  test('Adam and AdamW keep the same means: one goes on with the other’s, step numbers too', async () => {
    const [mixed, adam] = [small(), small()];
    await mixed.fit(train, { ...options, optimizer: { kind: 'adamw', weightDecay: 0 } });
    await mixed.fit(train, { ...options, optimizer: 'adam' });
    await adam.fit(train, { ...options, optimizer: 'adam', epochs: 2 });
    expect(await numbers(mixed)).toEqual(await numbers(adam));
  });
});

test.each<[unknown, string]>([
  [{ weightDecay: 0.1 }, 'fit: there is no option "weightDecay"; did you mean "optimizer.weightDecay"?'],
  [{ optimizer: 'adamW' }, 'fit: optimizer is "adamW"'],
  [{ optimizer: { kind: 'adam', weightDecay: 0.1 } }, 'optimizer has no option "weightDecay"'],
  [{ optimizer: { kind: 'adamw', weightDecay: -1 } }, 'optimizer.weightDecay is -1; a number from 0 on was expected'],
  [
    { optimizer: { kind: 'adamw', weightDecay: '1 %' } },
    'optimizer.weightDecay is "1 %"; a number from 0 on was expected',
  ],
  [{ optimizer: { kind: 'adamw', decay: 0.1 } }, 'optimizer has no option "decay"; did you mean "weightDecay"?'],
  [{ optimizer: { kind: 'adamw', beta1: 1 } }, 'optimizer.beta1 is 1'],
])('%j is refused in words', async (options, words) => {
  await expect(small().fit(train, options as FitOptions)).rejects.toThrow(words);
});
