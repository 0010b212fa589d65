import { describe, expect, test } from 'vitest';
import { createCalibration } from '../../../../kernel/multitask/calibration/index.ts';
import { type Rows, randomStream } from '../../../../kernel/multitask/data/index.ts';
import { models } from '../../../../kernel/multitask/index.ts';
import { parseCalibrationPayload } from '../../../../kernel/payloads/calibration.ts';
import { calibrationMime } from '../../../../kernel/payloads/mime.ts';
import { calibrationBundle } from '../../../../kernel/user-process/reports/calibration-display.ts';

const calibration = createCalibration();
const columns = [{ kind: 'numeric', name: 'a', mean: 0, sd: 1 }] as const;
const tasks = [
  { name: 'click', kind: 'binary' },
  { name: 'spend', kind: 'numeric' },
] as const;
const { network } = models.sharedBottom({ columns }, tasks);

const rows = ((): Rows => {
  const random = randomStream(3);
  const length = 4000;
  const a = Float32Array.from({ length }, () => random.uniform());
  const click = a.map((value) => (random.uniform() < value ? 1 : 0));
  const spend = a.map((value) => 100 * value + random.normal());
  return { columns, length, numeric: [a], categorical: [], lists: [], labels: { click, spend }, name: 'made up' };
})();

/** Says of a click what is so, and of the money 10 too much. */
const oracle = {
  network,
  title: 'Oracle',
  predict: async ({ numeric: [a] }: Rows) => ({
    click: Float64Array.from(a),
    spend: Float64Array.from(a, (value) => 100 * value + 10),
  }),
};

const curves = async (...given: Parameters<typeof calibration>) => {
  const { tasks } = await calibration(...given);
  return tasks.map((task) => ('curve' in task ? task.curve : undefined));
};

test('says of each task whether what is predicted is what happens', async () => {
  const { tasks, ...about } = await calibration(oracle, rows);
  expect(about).toMatchObject({
    kind: 'calibration',
    model: 'shared-bottom',
    title: 'Oracle',
    data: 'made up',
    rows: 4000,
  });
  expect(tasks).toMatchObject([
    { name: 'click', kind: 'binary', rows: 4000 },
    { name: 'spend', kind: 'numeric', rows: 4000 },
  ]);
  const [click, spend] = await curves(oracle, rows);
  expect(Math.abs((click?.ratio?.value ?? 0) - 1)).toBeLessThan(3 * (click?.ratio?.error ?? 0));
  expect(click?.bins).toHaveLength(15);
  expect(spend?.bias.value).toBeCloseTo(10, 1);
  expect(spend?.off).toBe(15);
});

test('bins and their name are the person’s choice', async () => {
  const [click] = await curves(oracle, rows, { bins: 4, binning: 'width' });
  expect(click?.bins.map(({ predicted }) => Math.floor(4 * predicted))).toEqual([0, 1, 2, 3]);
  expect((await calibration(oracle, rows, { data: 'Tuesday' })).data).toBe('Tuesday');
});

test('a task that has one class only says so beside the others', async () => {
  const found = await calibration(oracle, { ...rows, labels: { ...rows.labels, click: new Float32Array(4000) } });
  expect(found.tasks[0]).toMatchObject({ name: 'click', refusal: expect.stringContaining('All 4,000 labels are 0') });
  expect(found.tasks[1]).toHaveProperty('curve');
});

test('as the value of a cell it is a picture, a bounded payload and a table', async () => {
  const shown = calibrationBundle(
    await calibration(oracle, { ...rows, labels: { ...rows.labels, click: new Float32Array(4000).fill(Number.NaN) } }),
  );
  expect(Object.keys(shown)).toEqual([calibrationMime, 'image/svg+xml', 'text/plain']);
  const payload = JSON.stringify(shown[calibrationMime]);
  expect(payload.length).toBeLessThan(4000);
  expect(parseCalibrationPayload(JSON.parse(payload)).ok).toBe(true);
  expect(String(shown['image/svg+xml'])).toContain('On average');
  const lines = String(shown['text/plain']).split('\n');
  expect(lines[0]).toBe('Calibration · Oracle · made up, 4,000 rows');
  expect(lines).toContain('click: No label is observed.');
  expect(lines.find((line) => line.startsWith('spend'))).toMatch(/\+(10\.0|9\.9)\d+\s±\s\.0\d\d? .*15 of 15/);
  const alone = (await calibration(oracle, rows)) as unknown as Record<symbol, () => Record<string, string>>;
  expect(alone[Symbol.for('Jupyter.display')]()['text/plain']).toContain('pred ÷ obs');
});

describe('refuses in words', () => {
  const check = (name: string, given: Rows, words: string) =>
    test(name, () => expect(calibration(oracle, given)).rejects.toThrow(words));

  check(
    'rows without labels',
    { ...rows, labels: {} },
    'calibration: the rows have no labels of task "click"; they have none.',
  );
  check(
    'rows without the labels of one task',
    { ...rows, labels: { click: rows.labels.click } },
    'no labels of task "spend"; they have click.',
  );
  check(
    'no rows',
    {
      ...rows,
      length: 0,
      numeric: [new Float32Array(0)],
      labels: { click: new Float32Array(0), spend: new Float32Array(0) },
    },
    'calibration: there are no rows; pass a part that has some',
  );
  check(
    'rows of another table',
    { ...rows, columns: [{ kind: 'numeric', name: 'b', mean: 0, sd: 1 }] },
    'calibration: ',
  );
  check(
    'nothing that could be looked at',
    { ...rows, labels: { click: new Float32Array(4000), spend: new Float32Array(4000).fill(Number.NaN) } },
    'calibration: no task can be looked at. click: All 4,000 labels are 0: there is nothing to set probabilities against. spend: No label is observed.',
  );
  check(
    'one label only',
    {
      ...rows,
      labels: {
        click: rows.labels.click.map((y, i) => (i === 7 ? y : Number.NaN)),
        spend: rows.labels.spend.map((y, i) => (i === 8 ? y : Number.NaN)),
      } as Rows['labels'],
    },
    'click: Only one row has a label.',
  );
  test('a model that has diverged', async () => {
    const broken = {
      ...oracle,
      predict: async () => ({
        click: new Float64Array(4000).fill(Number.NaN),
        spend: new Float64Array(4000).fill(Infinity),
      }),
    };
    await expect(calibration(broken, rows)).rejects.toThrow(
      'The prediction of row 0 is NaN: the weights have diverged',
    );
  });
  test('an unknown option, and bins nobody could draw', async () => {
    await expect(calibration(oracle, rows, { buckets: 4 } as never)).rejects.toThrow('did you mean "bins"?');
    await expect(calibration(oracle, rows, { bins: 51 })).rejects.toThrow('calibration: bins is 51');
    await expect(calibration(oracle, rows, { bins: 1 })).rejects.toThrow('calibration: bins is 1');
  });
});
