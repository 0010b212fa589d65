import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { Model } from '../../../../../kernel/multitask/model/model.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../../support/random-rows.ts';

const { models, backend } = createMultitask();
const rows = randomRows(40, 9);

describe('a layers model predicts what its model predicts', () => {
  const check = (name: string, make: () => Model, read = rows) =>
    test(name, async () => {
      const { tf } = await backend();
      const model = make();
      const before = tf.memory().numTensors;
      const layers = await model.toLayersModel();
      const inputs = await model.layersInputs(read);
      const predicted = [layers.predict(inputs)].flat();
      const expected = await model.predict(read, { trainer: 'tfjs' });
      for (const [i, column] of Object.values(expected).entries())
        for (const [row, value] of predicted[i].dataSync().entries()) expect(value).toBeCloseTo(column[row], 5);
      tf.dispose([inputs, predicted]);
      layers.dispose();
      await model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  const options = { embedding: 3 };
  check('Shared-Bottom', () => models.sharedBottom(mixedFeatures, clickAndBuy, options));
  check('MMoE', () => models.mmoe(mixedFeatures, clickAndBuy, { ...options, gateTemperature: 2, gateDropout: 0.5 }));
  check('ESMM', () => models.esmm(mixedFeatures, clickAndBuy, { ...options, maxLength: 2 }));
  check('PLE', () => models.ple(mixedFeatures, clickAndBuy, options));
  check('AITM', () => models.aitm(mixedFeatures, clickAndBuy, options));
  const columns = mixedFeatures.columns.filter(({ kind }) => kind !== 'list');
  check('STEM', () => models.stem(mixedFeatures, clickAndBuy, options));
  check('AdaTT', () => models.adatt(mixedFeatures, clickAndBuy, options));
  check('PEPNet', () => models.pepnet(mixedFeatures, clickAndBuy, { ...options, domain: 'day' }));
  check('DBMTL', () => models.dbmtl(mixedFeatures, clickAndBuy, options));
  check('ESCM²', () => models.escm2(mixedFeatures, clickAndBuy, { ...options, risk: 'dr' }));
  check('one-hot inputs as they are', () => models.mmoe({ columns }, clickAndBuy, { inputs: 'raw' }), {
    ...rows,
    columns,
    lists: [],
  });

  const everything: BuildModel = (tasks, b) => {
    const lists = ['sum', 'mean'].map((pool) => b.embed(['tags'], 2, { name: pool, pool: pool as 'sum' | 'mean' }));
    const all = b.concat([
      ...lists,
      b.stopGradient(b.embed(['day', 'city'], 2, { table: 'shared' })),
      b.dense(b.x, 3, { activation: 'tanh' }),
    ]);
    const first = b.dense(all, 4, { activation: 'swish', bias: false });
    const sum = b.add([first, b.layerNorm(first), b.batchNorm(first)], { weights: 'sigmoid' });
    const ofDay = b.mix(b.indicator('day'), [sum, first, b.activate(sum, 'tanh')]);
    const own = b.multiply(b.add([ofDay, first]), b.multiply(first, b.dense(all, 1, { activation: 'sigmoid' })));
    const one = b.mix(b.softmax(b.linear(all, 1)), [own]);
    return {
      outputs: [
        b.output(tasks[0], b.product([b.probability(b.linear(own, 1), { name: 'one' })], { name: 'click (p)' })),
        b.output(tasks[1], b.probability(b.dot(b.dropout(one, 0.1), own), { name: 'buy' })),
        b.output(undefined, b.linear(own, 1, { name: 'value' })),
      ],
    };
  };
  check('every other block', () =>
    models.define('every other block', { columns: mixedFeatures.columns }, clickAndBuy, everything),
  );
});

test('its layers and outputs carry the names of the network', async () => {
  const layers = await models.esmm(mixedFeatures, clickAndBuy, { embedding: 2, towerUnits: [4] }).toLayersModel();
  expect(layers.outputNames).toEqual(['pCTR', 'pCVR', 'pCTCVR']);
  expect(layers.layers.map(({ name }) => name)).toContain('pCVR_tower_0');
  layers.dispose();
});
