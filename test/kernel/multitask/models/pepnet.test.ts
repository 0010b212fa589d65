import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Network } from '../../../../kernel/multitask/network/network.ts';

const { models, datasets } = createMultitask();
const data = datasets.domains({ rows: { train: 300, validation: 0, test: 100 }, domains: 3 });

/** The columns that are embedded under a name. */
const columnsOf = ({ nodes }: Network, name: string) =>
  nodes.flatMap((node) => (node.kind === 'embed' && node.name === name ? node.columns : []));

describe('what a model of domains takes for the domain, and for the person', () => {
  const check = (name: string, options: object, domain: readonly string[], personal: readonly string[]) =>
    test(name, () => {
      const { network } = models.pepnet(data.features, data.tasks, options);
      expect(columnsOf(network, 'domain')).toEqual(domain);
      expect(columnsOf(network, 'personal')).toEqual(personal);
      expect(columnsOf(network, 'all embedding')).toEqual(['domain', 'user group', 'item', 'city', 'device']);
    });
  check('the first categorical column, and the others', {}, ['domain'], ['user group', 'item', 'city', 'device']);
  check('the columns that it is told', { domain: 'city', personal: ['item'] }, ['city'], ['item']);
  check('a domain of its own', { domain: 'device' }, ['device'], ['domain', 'user group', 'item', 'city']);

  test('a domain that is no column is an error', () =>
    expect(() => models.pepnet(data.features, data.tasks, { domain: 'domains' })).toThrow(
      'embed "domain": there is no column "domains"; did you mean "domain"?',
    ));
});

test('gates scale by numbers from 0 to 2 that differ from row to row', async () => {
  const model = models.pepnet(data.features, data.tasks, { embedding: 2, towerUnits: [4], seed: 1 });
  await model.fit(data.train, { epochs: 1, batchSize: 50, plot: false, threads: 1 });
  const gates = model.network.nodes.filter((node) => node.kind === 'add' && node.name.includes('gate'));
  expect(gates.map(({ name }) => name)).toEqual(['domain gate', 'click gate 0', 'like gate 0']);
  for (const values of await model.activations(data.test, gates)) {
    // 2σ: from 0 to 2, and not alike in every row once it has learned.
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(2);
    expect(new Set(values).size).toBeGreaterThan(10);
  }
});
