import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Column } from '../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import { type CatalogName, catalog, methodName } from '../../../../kernel/multitask/models/index.ts';
import { initialParameters } from '../../../../kernel/multitask/network/initial-parameters.ts';
import { clickAndBuy, mixedFeatures } from '../../../support/random-rows.ts';

const { models } = createMultitask();
const columns: readonly Column[] = [{ kind: 'numeric', name: 'x', mean: 5, sd: 2 }];
const features = { columns };
/** One click in five rows, one purchase in four clicks. */
const funnel: readonly Task[] = [
  { name: 'click', kind: 'binary', mean: 0.2 },
  { name: 'buy', kind: 'binary', mean: 0.05 },
];
const mixed: readonly Task[] = [funnel[0], { name: 'spend', kind: 'numeric', mean: 7000, sd: 300 }];
/** Of a mean everywhere: standardised 0, so that what stands at the outputs are their biases. */
const rows = { columns, length: 1, numeric: [Float32Array.of(5)], categorical: [], lists: [], labels: {} };
const prior = { outputBias: 'prior' } as const;

describe.each(['simd', 'tfjs'] as const)('on %s, an output starts at the share of 1, or at the mean', (trainer) => {
  test.each([
    ['shared-bottom', models.sharedBottom(features, mixed, prior)],
    ['single-task', models.singleTask(features, mixed, prior)],
    ['omoe', models.omoe(features, mixed, prior)],
    ['mmoe', models.mmoe(features, mixed, prior)],
    ['ple', models.ple(features, mixed, prior)],
  ])('%s', async (_, model) => {
    const { click, spend } = await model.predict(rows, { trainer });
    expect(click[0]).toBeCloseTo(0.2, 6);
    expect(spend[0]).toBeCloseTo(7000, 2);
  });

  test('aitm', async () => {
    const found = await models.aitm(features, funnel, prior).predict(rows, { trainer });
    expect(found.click[0]).toBeCloseTo(0.2, 6);
    expect(found.buy[0]).toBeCloseTo(0.05, 6);
  });

  test('esmm: conversions among clicks', async () => {
    const found = await models.esmm(features, funnel, prior).predict(rows, { trainer });
    expect(found.pCTR[0]).toBeCloseTo(0.2, 6);
    expect(found.pCVR[0]).toBeCloseTo(0.25, 6);
    expect(found.pCTCVR[0]).toBeCloseTo(0.05, 6);
  });
});

test('with batchNorm each layer of each tower is normalised before its relu, and has no bias', () => {
  const layers = (name: CatalogName, options = {}) => {
    const make = models[methodName(name)] as typeof models.mmoe;
    const { network } = make(mixedFeatures, clickAndBuy, { towerUnits: [4, 3], embedding: 2, ...options });
    const relus = network.nodes.filter((node) => /(tower|imputation tower) \d+$/.test(node.name));
    return relus.map((node) =>
      node.kind === 'activate' && node.input.kind === 'batchNorm' && node.input.input.kind === 'dense'
        ? [node.activation, node.input.input.bias]
        : node.kind,
    );
  };
  for (const name of Object.keys(catalog) as CatalogName[]) {
    expect(layers(name), name).toEqual(new Array(4).fill('dense'));
    expect(layers(name, { batchNorm: true }), name).toEqual(new Array(4).fill(['relu', undefined]));
  }
  expect(layers('escm2', { risk: 'dr', batchNorm: true })).toHaveLength(6);
});

test('the bias is the logit of the share, by hand; 0 without the option', () => {
  const bias = (options: { outputBias?: 'prior' | 'zero' }) =>
    initialParameters(models.mmoe(features, funnel, options).network, 1)['buy logit/bias'];
  expect(bias(prior)[0]).toBeCloseTo(-2.944439, 6); // ln(.05 ÷ .95)
  expect(bias({ outputBias: 'zero' })).toEqual(Float32Array.of(0));
  expect(bias({})).toEqual(Float32Array.of(0));
});

test('a share of 0 or 1 has a finite bias', () => {
  const never: readonly Task[] = [{ name: 'click', kind: 'binary', mean: 0 }];
  const { network } = models.sharedBottom(features, never, prior);
  expect(initialParameters(network, 1)['click logit/bias'][0]).toBeCloseTo(-9.21024, 5); // ln(10⁻⁴ ÷ (1 − 10⁻⁴))
});

test('a task that does not know its share says so', () => {
  expect(() => models.mmoe(features, [{ name: 'click', kind: 'binary' }], prior)).toThrow(
    'outputBias: \'prior\' is the share of 1 among the train labels, and task "click" does not know it: take the tasks of',
  );
});
