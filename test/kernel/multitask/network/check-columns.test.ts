import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../kernel/multitask/data/dataset.ts';
import type { Column, Features } from '../../../../kernel/multitask/data/features.ts';
import { joinRows } from '../../../../kernel/multitask/data/join-rows.ts';
import { pickRows } from '../../../../kernel/multitask/data/pick-rows.ts';
import { sliceRows, spreadRows } from '../../../../kernel/multitask/data/some-rows.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const { models, gateReport } = createMultitask();
const rows = randomRows(60, 1);
const small = (features: Features = mixedFeatures) =>
  models.mmoe(features, clickAndBuy, { experts: 2, expertUnits: [2], towerUnits: [2], embedding: 2 });
const options = { trainer: 'tfjs', batchSize: 32 } as const;

/** Rows whose columns are those of `mixedFeatures` but for one. */
function foreign(name: string, change: Partial<Column>): Rows {
  const columns = mixedFeatures.columns.map((column) => (column.name === name ? { ...column, ...change } : column));
  return { ...rows, columns: columns as readonly Column[] };
}

describe('rows that other columns encoded are refused, in words that say which and how', () => {
  const check = (name: string, given: Rows, message: string) =>
    test(name, () => expect(small().predict(given)).rejects.toThrow(message));
  const remedy = 'Read them with model.read(file), which encodes them as the model does.';
  check(
    'another first value',
    foreign('city', { values: ['Aix', 'Bonn', 'Kiel', 'Jena'] }),
    `predict: these rows were encoded by other columns than the model's own: "city" has another vocabulary: code 0 is "Aix" in the rows and "Ulm" in the model. ${remedy}`,
  );
  check(
    'a value more',
    foreign('day', { values: ['Mon', 'Tue', 'Wed', 'Thu'] }),
    '"day" has another vocabulary: code 3 is "Thu" in the rows and no value any more in the model',
  );
  check(
    'a value less, in a list',
    foreign('tags', { values: ['new', 'sale'] }),
    '"tags" has another vocabulary: code 2 is no value any more in the rows and "used" in the model',
  );
  check('another mean', foreign('age', { mean: 40.001 }), '"age" has mean 40.001 in the rows and 40 in the model');
  check('another sd', foreign('price', { sd: 0.6 }), '"price" has sd 0.6 in the rows and 0.5 in the model');
  check(
    'another kind',
    foreign('tags', { kind: 'categorical' }),
    '"tags" is categorical in the rows and list in the model',
  );
  check(
    'another name',
    foreign('city', { name: 'town' }),
    'model\'s own: "city" missing in the rows; "town" is no column of the model. Read',
  );
  const [first, ...others] = mixedFeatures.columns;
  check('another order', { ...rows, columns: [...others, first] }, '"age" stands where the model has "city"');
  check('a column less', { ...rows, columns: others }, '"city" missing in the rows');
  check(
    'a column more',
    { ...rows, columns: [...mixedFeatures.columns, { kind: 'numeric', name: 'tax', mean: 0, sd: 1 }] },
    '"tax" is no column of the model',
  );
  check(
    'many',
    { ...rows, columns: mixedFeatures.columns.map((column) => ({ ...column, name: `${column.name}2` })) },
    '"day" missing in the rows; and 5 more. Read',
  );
  const { columns: _, ...unknown } = rows;
  check(
    'rows that do not say which columns they have',
    unknown as Rows,
    'the rows do not say which columns encoded them. Read them with model.read(file); rows of your own need columns',
  );
});

describe('every way into a model refuses them', () => {
  const other = foreign('city', { values: ['Aix', 'Bonn', 'Kiel', 'Jena'] });
  const check = (name: string, use: (model: Model) => Promise<unknown>, where: string) =>
    test(name, () =>
      expect(use(small())).rejects.toThrow(`${where}: these rows were encoded by other columns than the model's own`),
    );
  check('fit', (model) => model.fit(other, options), 'fit');
  check('validation', (model) => model.fit(rows, { ...options, validation: other }), 'fit: validation');
  check('evaluate', (model) => model.evaluate(other), 'evaluate');
  check('predict', (model) => model.predict(other), 'predict');
  check('activations', (model) => model.activations(other, []), 'activations');
  check('layersInputs', (model) => model.layersInputs(other), 'layersInputs');
  check('gateReport', (model) => gateReport(model, other), 'gateReport');
  check(
    'resume',
    async (model) => {
      await model.fit(rows, options);
      await model.fit(other, { ...options, epochs: 2, resume: true });
    },
    'fit',
  );
  check(
    'a later chunk of a stream',
    (model) => {
      async function* chunks() {
        yield sliceRows(rows, 0, 40);
        yield sliceRows(other, 40, 60);
      }
      return model.fit({ length: 60, chunks }, options);
    },
    'fit',
  );
});

test('equal columns are as good as the same', async () => {
  const copy = structuredClone(mixedFeatures);
  const model = small();
  expect(await model.predict({ ...rows, columns: copy.columns })).toEqual(await model.predict(rows));
});

test('a piece of rows keeps their columns', () => {
  const { columns } = mixedFeatures;
  expect(pickRows(rows, Uint32Array.of(3, 1)).columns).toBe(columns);
  expect(sliceRows(rows, 2, 5).columns).toBe(columns);
  expect(spreadRows(rows, 10).columns).toBe(columns);
  expect(joinRows([sliceRows(rows, 0, 2), sliceRows(rows, 2, 5)]).columns).toBe(columns);
});

describe('what cannot be trained on is named before the first step, with row and column', () => {
  const check = (name: string, work: () => Promise<unknown>, message: string) =>
    test(name, () => expect(Promise.resolve().then(work)).rejects.toThrow(message));
  const withLabel = (row: number, label: number): Rows => {
    const click = rows.labels.click.slice();
    click[row] = label;
    return { ...rows, labels: { ...rows.labels, click } };
  };
  const withPrice = (row: number, price: number): Rows => {
    const changed = rows.numeric[1].slice();
    changed[row] = price;
    return { ...rows, numeric: [rows.numeric[0], changed] };
  };
  for (const label of [0.5, -1, 1.0000001, Number.POSITIVE_INFINITY])
    check(
      `a binary label of ${label}`,
      () => small().fit(withLabel(17, label), options),
      `fit: the label of task "click" in row 17 is ${Math.fround(label)}; it must be 0 or 1, or NaN where it was not observed.`,
    );
  check(
    'in validation',
    () => small().fit(rows, { validation: withLabel(3, 0.5) }),
    'fit: validation: the label of task',
  );
  check(
    'in evaluate',
    () => small().evaluate(withLabel(3, 0.5)),
    'evaluate: the label of task "click" in row 3 is 0.5',
  );
  for (const price of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    check(
      `a number that is ${price}`,
      () => small().predict(withPrice(5, price)),
      `predict: column "price" is ${price} in row 5; it must be a finite number, or NaN where it is missing.`,
    );
  check(
    'in a later chunk, its row counted over all',
    () => {
      async function* chunks() {
        yield sliceRows(rows, 0, 40);
        yield sliceRows(withLabel(45, 0.5), 40, 60);
      }
      return small().fit({ length: 60, chunks }, options);
    },
    'in row 45 is 0.5',
  );
  check(
    'a code of a list that the column does not know',
    () => {
      const lists = [{ offsets: Uint32Array.from({ length: 61 }, (_, i) => i), codes: new Int32Array(60) }];
      lists[0].codes[44] = 3;
      return small().predict({ ...rows, lists });
    },
    'predict: column "tags" has the code 3 in row 44 but the model knows 3 values of it.',
  );
  const features = (change: Partial<Extract<Column, { kind: 'numeric' }>>): Features => ({
    columns: mixedFeatures.columns.map((column) => (column.kind === 'numeric' ? { ...column, ...change } : column)),
  });
  const made = (change: Parameters<typeof features>[0]) => async () => small(features(change));
  check('an sd of 0', made({ sd: 0 }), 'mmoe: the sd of column "age" is 0; it must be a number above 0');
  check('an sd of NaN', made({ sd: Number.NaN }), 'mmoe: the sd of column "age" is NaN');
  check(
    'a mean of NaN',
    made({ mean: Number.NaN }),
    'mmoe: the mean of column "age" is NaN; it must be a finite number.',
  );
  check('a mean of ∞', made({ mean: Number.POSITIVE_INFINITY }), 'mmoe: the mean of column "age" is Infinity');
});
