import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import { sequences } from '../../../../kernel/multitask/datasets/synthetic/sequences.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import { type CatalogName, catalog, methodName } from '../../../../kernel/multitask/models/catalog.ts';
import type { Network } from '../../../../kernel/multitask/network/network.ts';
import { networkSummary } from '../../../../kernel/multitask/network/summary.ts';
import { clickAndBuy, mixedFeatures } from '../../../support/random-rows.ts';

const { models, gateReport, importance } = createMultitask();
const data = sequences({ rows: { train: 400, validation: 0, test: 200 }, items: 30, categories: 5, longest: 6 });

/** Models of funnels want a purchase where there was a click alone. */
const rows = {
  ...data.train,
  labels: {
    click: data.train.labels.click,
    like: data.train.labels.like.map((label, row) => label * data.train.labels.click[row]),
  },
};

const made = (name: CatalogName, options: object): Model =>
  (models[methodName(name)] as typeof models.mmoe)(data.features, data.tasks, options);
const attended = (network: Network) => network.nodes.filter((node) => node.kind === 'attend');

describe('every model of the catalog attends to its lists', () => {
  for (const name of Object.keys(catalog) as CatalogName[])
    test(name, async () => {
      const model = made(name, { pool: 'attention', seed: 3 });
      const nodes = attended(model.network);
      const inputs = name === 'single-task' ? 2 : name === 'stem' ? 3 : 1;
      expect(nodes.map(({ columns }) => columns[0])).toEqual(
        Array.from({ length: inputs }, () => ['item history', 'category history']).flat(),
      );
      // The item shown and its history are one table.
      for (const node of nodes)
        expect(model.network.nodes).toContainEqual(expect.objectContaining({ kind: 'embed', tables: node.tables }));
      await model.fit(rows, { epochs: 1, batchSize: 100, plot: false });
      expect(model.epochs).toBe(1);
      expect(
        Object.values(await model.predict(data.test))
          .flatMap((column) => [...column])
          .every(Number.isFinite),
      ).toBe(true);
    });
});

describe('what is pooled, and by what', () => {
  test('the mean and the sum are those of the block', () => {
    for (const pool of ['sum', 'mean'] as const)
      expect(made('mmoe', { pool }).network.nodes.find((node) => node.kind === 'embed')).toMatchObject({ pool });
    expect(made('mmoe', {}).network).toEqual(made('mmoe', { pool: 'sum' }).network);
  });

  test('a query of its own leaves the other list to its sum', () => {
    const { network } = made('mmoe', { pool: 'attention', query: 'category' });
    expect(attended(network).map(({ columns }) => columns[0])).toEqual(['category history']);
    const [rest] = network.nodes.filter((node) => node.kind === 'embed');
    expect(rest).toMatchObject({ columns: ['item', 'item history'], pool: 'sum' });
  });
});

describe('what cannot be attended to is said', () => {
  const check = (name: string, options: object, error: string, features: Features = data.features) =>
    test(name, () => expect(() => models.mmoe(features, data.tasks, options)).toThrow(error));
  const [item, category, items] = data.features.columns;
  check(
    'no list',
    { pool: 'attention' },
    "pool: 'attention' weights the values of list columns, and there is no list column.",
    { columns: [item, category] },
  );
  check(
    'a query without attention',
    { query: 'item' },
    `query: "item" is what lists are attended by, but pool is 'sum'; add pool: 'attention'.`,
  );
  check(
    'a query that is a list',
    { pool: 'attention', query: 'item history' },
    'query: column "item history" is list; a list is attended by the one value of a categorical column.',
  );
  check(
    'a query that is not there',
    { pool: 'attention', query: 'itm' },
    'query: there is no categorical column "itm"; did you mean "item"?',
  );
  check(
    'a query with other values',
    { pool: 'attention', query: 'category' },
    `pool: 'attention' needs a list column and a categorical column with the same values in the same order, for their codes to mean the same; of the lists "item history" has 30, and "category" has 5.`,
    { columns: [item, category, items] },
  );
  check('no categorical column', { pool: 'attention' }, 'there is no categorical column', { columns: [items] });
  check(
    'two columns with the values of a list',
    { pool: 'attention' },
    `pool: 'attention': "item" and "twin" both have the values of "item history"; say which it is attended by: query.`,
    { columns: [item, { ...item, name: 'twin' }, items] },
  );
  check('another word', { pool: 'max' }, `mmoe: pool is "max"`);
  test('columns that have nothing in common', () =>
    expect(() => models.pepnet(mixedFeatures, clickAndBuy, { pool: 'attention' })).toThrow(
      `of the lists "tags" has 3, and "city" has 4, "day" has 3.`,
    ));
});

test('reports, checkpoints and exports know attention', async () => {
  const model = made('mmoe', { pool: 'attention', experts: 3, seed: 2 });
  await model.fit(rows, { epochs: 1, batchSize: 100, plot: false });
  expect(networkSummary(model.network).join('; ')).toContain('attention over item history, category history');
  const report = await gateReport(model, data.test);
  expect(report.levels.length).toBe(1);
  const { features } = await importance(model, data.test);
  expect(features.map(({ name }) => name)).toContain('item history');
  await expect(model.toLayersModel()).rejects.toThrow(
    'toLayersModel: attend "embedding of item history" has no standard layer.',
  );
  const folder = await mkdtemp(join(tmpdir(), 'multitask-pool-'));
  try {
    await model.save(folder);
    const loaded = await models.load(folder);
    expect(await loaded.predict(data.test)).toEqual(await model.predict(data.test));
    expect(loaded.network).toEqual(model.network);
  } finally {
    await rm(folder, { recursive: true });
  }
});
