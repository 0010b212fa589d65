import { describe, expect, it } from 'vitest';
import { type Rows, randomStream } from '../../../../kernel/multitask/data/index.ts';
import { createImportance } from '../../../../kernel/multitask/importance/index.ts';
import { permutedRows } from '../../../../kernel/multitask/importance/permuted-rows.ts';
import { models } from '../../../../kernel/multitask/index.ts';

const importance = createImportance();
const columns = [
  { kind: 'numeric', name: 'a', mean: 0, sd: 1 },
  { kind: 'categorical', name: 'b', values: ['no', 'yes'] },
  { kind: 'numeric', name: 'noise', mean: 0, sd: 1 },
  { kind: 'numeric', name: 'twin', mean: 0, sd: 1 },
] as const;
const tasks = [
  { name: 'click', kind: 'binary' },
  { name: 'spend', kind: 'numeric' },
] as const;
const { network } = models.sharedBottom({ columns }, tasks);

/** Whether somebody clicks is a matter of a, of which twin is a copy; what they spend is one of b. */
const rows = ((): Rows => {
  const random = randomStream(3);
  const length = 2000;
  const normal = () => Float32Array.from({ length }, () => random.normal());
  const [a, noise] = [normal(), normal()];
  const b = Int8Array.from({ length }, () => random.below(2));
  const click = a.map((value) => (value + random.normal() > 0 ? 1 : 0));
  const spend = Float32Array.from(b, (code) => 10 * code + random.normal());
  return {
    columns,
    length,
    numeric: [a, noise, a.slice()],
    categorical: [b],
    lists: [],
    labels: { click, spend },
    name: 'made up',
  };
})();

/** Knows all of it. */
const oracle = {
  network,
  title: 'Oracle',
  predict: async ({ numeric: [a, , twin], categorical: [b] }: Rows) => ({
    click: Float64Array.from(a, (value, i) => 1 / (1 + Math.exp(-(value + twin[i])))),
    spend: Float64Array.from(b, (code) => 10 * code),
  }),
};

describe('importance', () => {
  it('finds which task looks at what', async () => {
    const { features, tasks, ...about } = await importance(oracle, rows);
    expect(about).toMatchObject({ title: 'Oracle', data: 'made up', rows: 2000, rowsGiven: 2000, repeats: 5, seed: 1 });
    expect(tasks).toMatchObject([
      { name: 'click', metric: 'auc', rows: 2000 },
      { name: 'spend', metric: 'rmse', rows: 2000 },
    ]);
    expect(tasks[1].whole).toBeCloseTo(1, 1);
    const known = features.map(({ name, losses }) => [
      name,
      ...Object.entries(losses).flatMap(([task, { isKnown }]) => (isKnown ? [task] : [])),
    ]);
    expect(known[0]).toEqual(['b', 'spend']);
    expect(known.slice(1, 3).sort()).toEqual([
      ['a', 'click'],
      ['twin', 'click'],
    ]);
    expect(known[3]).toEqual(['noise']);
    // Another's b is wrong for half of the rows, by 10: RMSE √(1 + 100 ÷ 2).
    expect(features[0].losses.spend.loss).toBeCloseTo(Math.sqrt(51) - 1, 0);
  });

  it('what says the same hides one another, unless it is permuted together', async () => {
    const { features } = await importance(oracle, rows, { columns: ['a', ['a', 'twin']] });
    const [both, one] = features;
    expect([both.name, both.columns, one.name]).toEqual(['a + twin', ['a', 'twin'], 'a']);
    // Together nothing of it is left: AUC ½.
    const { tasks } = await importance(oracle, rows, { columns: ['noise'] });
    expect(both.losses.click.loss).toBeCloseTo(tasks[0].whole - 0.5, 1);
    expect(one.losses.click.loss).toBeLessThan(0.7 * both.losses.click.loss);
  });

  it('gives the same numbers for a seed, and nearly the same for another', async () => {
    const first = await importance(oracle, rows, { columns: ['a'] });
    expect(await importance(oracle, rows, { columns: ['a'] })).toEqual(first);
    const other = await importance(oracle, rows, { columns: ['a'], seed: 2 });
    expect(other.features).not.toEqual(first.features);
    const { loss, error } = first.features[0].losses.click;
    expect(Math.abs(other.features[0].losses.click.loss - loss)).toBeLessThan(4 * error);
  });

  it('looks at as many rows as it may, spread over all', async () => {
    expect(await importance(oracle, rows, { rows: 500, columns: ['b'] })).toMatchObject({ rows: 500, rowsGiven: 2000 });
  });

  it('a task of one class has no loss; a label that is unknown is left out', async () => {
    const click = rows.labels.click.map((_, i) => (i % 2 === 0 ? 1 : Number.NaN));
    const { tasks, features } = await importance(
      oracle,
      { ...rows, labels: { ...rows.labels, click } },
      { columns: ['a'] },
    );
    expect(tasks[0]).toEqual({ name: 'click', metric: 'auc', whole: Number.NaN, rows: 1000 });
    expect(features[0].losses.click).toEqual({ loss: Number.NaN, error: Number.NaN, isKnown: false });
  });

  it('shows a table of features by tasks, with what is noise as 0', async () => {
    const found = await importance(oracle, rows, { columns: ['a', 'noise', 'b'] });
    const text = bundleOf(found)['text/plain'].replaceAll('\u00a0', ' ');
    expect(text).toMatch(/^Importance · Oracle · made up\nfeature +click, AUC lost +spend, RMSE risen\n/);
    expect(text).toMatch(/\nnoise +0 +0\n/);
    expect(text).toMatch(/\nb +0 +\+6\.\d+ ± \.\d+\n/);
    expect(text).toContain('Values dealt out anew among 2,000 rows, 5 times; ± standard error; 0: within two of them.');
  });

  it.each<[object, string | RegExp]>([
    [{ columns: ['B'] }, /importance: columns: there is no column "B"; did you mean "b"\?/],
    [{ columns: [['a', 'c']] }, /importance: columns: there is no column "c"/],
    [{ columns: [[]] }, /importance: columns\[0\]|a group has no column/],
    [{ columns: [] }, /importance: columns is an empty list/],
    [{ repeats: 1 }, /importance: repeats/],
    [{ repeat: 3 }, /importance: .*repeat.*did you mean "repeats"/],
    [{ seed: -1 }, /importance: seed/],
    [{ rows: 0 }, /importance: rows/],
    [{ rows: 1 }, /importance: rows is 1; a whole number from 2 on/],
  ])('refuses %o', async (options, words) => {
    await expect(importance(oracle, rows, options)).rejects.toThrow(words);
  });

  it('refuses rows it can say nothing about', async () => {
    const none = permutedRows({ ...rows, length: 0 }, [], new Uint32Array());
    await expect(importance(oracle, { ...rows, labels: {} })).rejects.toThrow('importance: the rows have no labels of');
    await expect(importance(oracle, { train: rows } as never)).rejects.toThrow('this is a whole dataset');
    const empty = {
      ...none,
      numeric: rows.numeric.map(() => new Float32Array()),
      categorical: [new Int8Array()],
      labels: { click: new Float32Array(), spend: new Float32Array() },
    };
    await expect(importance(oracle, empty)).rejects.toThrow('importance: there are no rows');
  });

  it('ends when it is aborted', async () => {
    const stop = new AbortController();
    let asked = 0;
    const slow = {
      network,
      predict: async (part: Rows, { signal }: { signal?: AbortSignal } = {}) => {
        if (++asked === 3) stop.abort(new Error('enough'));
        signal?.throwIfAborted();
        return oracle.predict(part);
      },
    };
    await expect(importance(slow, rows, { signal: stop.signal })).rejects.toThrow('enough');
    expect(asked).toBe(3);
  });

  it('of a trained model', async () => {
    const model = models.sharedBottom({ columns }, tasks, { seed: 1 });
    await model.fit(rows, { epochs: 3, plot: false });
    const { features } = await importance(model, rows);
    expect(features[0].name).toBe('b');
    expect(features.at(-1)?.name).toBe('noise');
  });
});

it('values move together, and only those asked for', () => {
  const lists = [{ offsets: Uint32Array.of(0, 0, 2, 3), codes: Int32Array.of(5, 6, 7) }];
  const three: Rows = {
    columns: [columns[0], columns[1], { kind: 'list', name: 'tags', values: [] }],
    length: 3,
    numeric: [Float32Array.of(1, 2, 3)],
    categorical: [Int8Array.of(0, 1, -1)],
    lists,
    labels: { click: Float32Array.of(0, 1, 0) },
  };
  const moved = permutedRows(three, [three.columns[1], three.columns[2]], Uint32Array.of(2, 0, 1));
  expect(moved).toEqual({
    ...three,
    categorical: [Int8Array.of(-1, 0, 1)],
    lists: [{ offsets: Uint32Array.of(0, 1, 1, 3), codes: Int32Array.of(7, 5, 6) }],
  });
});

function bundleOf(value: object): Record<string, string> {
  return (value as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]();
}
