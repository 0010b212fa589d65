import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../../../kernel/multitask/gate-report/gate-levels.ts';
import { routingStatistics } from '../../../../../kernel/multitask/gate-report/gate-statistics.ts';
import { gateQuestions } from '../../../../../kernel/multitask/gate-report/questions/gate-questions.ts';
import { lossWithout } from '../../../../../kernel/multitask/gate-report/questions/loss-without.ts';
import { readRows, rowsInBin } from '../../../../../kernel/multitask/gate-report/questions/rows-with-weight.ts';
import { weightsMark } from '../../../../../kernel/multitask/gate-report/questions/weights-mark.ts';
import { auc, compareAuc, compareRmse, rmse } from '../../../../../kernel/multitask/metrics/index.ts';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { initialParameters } from '../../../../../kernel/multitask/network/initial-parameters.ts';
import type { Network } from '../../../../../kernel/multitask/network/network.ts';
import { plainModel, smallFeatures, smallRows, smallTasks } from '../../../../support/plain-model.ts';

const rows = smallRows(400);

/** Expert 0 says 1 for Lyon, expert 1 is silent: only expert 0 can rank clicks. */
const built = buildNetwork('two experts', smallFeatures, [smallTasks[0]], (tasks, blocks) => {
  const experts = [0, 1].map((i) => blocks.dense(blocks.x, 1, { name: `expert ${i}` }));
  const gate = blocks.softmax(blocks.linear(blocks.x, 2, { name: 'click gate' }), { name: 'gate' });
  const logit = blocks.linear(blocks.mix(gate, experts), 1, { name: 'logit' });
  return { outputs: [blocks.output(tasks[0], blocks.probability(logit, { name: 'click' }))] };
});
// x = age, visits, Bern, Lyon, Oslo
const parameters = {
  ...initialParameters(built, 1),
  'expert 0/weights': Float32Array.of(0, 0, 0, 1, 0),
  'expert 1/weights': new Float32Array(5),
  'click gate/weights': new Float32Array(10),
  'logit/weights': Float32Array.of(2),
};
const model = plainModel(built, parameters);
const masked = (network: Network, expert: number) => network.gates.map((mix) => ({ mix, own: expert }));

describe('what a task loses without an expert', () => {
  it('by hand: AUC falls to one half, with the paired error of one model against a constant', async () => {
    const [found] = await lossWithout(built, masked(built, 0), rows, model.activations, parameters);
    const { click } = await model.predict(rows);
    const whole = auc(rows.labels.click, click);
    const paired = compareAuc(rows.labels.click, new Float32Array(rows.length), click);
    expect(found).toEqual({
      task: 'click',
      metric: 'auc',
      difference: expect.closeTo(0.5 - whole, 9),
      error: expect.closeTo(paired.error, 9),
    });
    expect(found.error).toBeGreaterThan(0.01);
  });

  it('an expert that says nothing is missed by nobody: 0 ± 0', async () => {
    const [found] = await lossWithout(built, masked(built, 1), rows, model.activations, parameters);
    expect([found.difference, found.error]).toEqual([0, 0]);
  });

  it('PLE: what a lower expert does reaches both tasks through the gates of its level', async () => {
    const ple = buildNetwork('ple', smallFeatures, smallTasks, catalog.ple.build(smallFeatures, {}));
    const plain = plainModel(ple);
    const lower = ple.gates.filter(({ level }) => level === 0);
    const shared = lower.flatMap((mix) => {
      const own = mix.experts.findIndex(({ name }) => name.startsWith('shared'));
      return own < 0 ? [] : [{ mix, own }];
    });
    const found = await lossWithout(ple, shared, rows, plain.activations, await plain.parameters());
    expect(found.map(({ task }) => task)).toEqual(['click', 'purchase']);
    expect(found.every(({ difference, error }) => Number.isFinite(difference) && error > 0)).toBe(true);
  });

  it('a task without labels, or with one class only, says why it has no number', async () => {
    const ask = (labels: Record<string, Float32Array>) =>
      lossWithout(built, masked(built, 0), { ...rows, labels }, model.activations, parameters);
    expect((await ask({}))[0].reason).toBe('These rows have no labels of the task.');
    expect((await ask({ click: new Float32Array(400) }))[0].reason).toBe('All 400 labels are 0: there is no AUC.');
  });

  it('a numeric task: RMSE in label units', async () => {
    const spent = { name: 'spent', kind: 'numeric', mean: 100, sd: 10 } as const;
    const network = buildNetwork('value', smallFeatures, [spent], (tasks, blocks) => {
      const experts = [0, 1].map((i) => blocks.dense(blocks.x, 1, { name: `expert ${i}` }));
      const mixed = blocks.mix(blocks.softmax(blocks.linear(blocks.x, 2, { name: 'click gate' })), experts);
      return { outputs: [blocks.output(tasks[0], blocks.linear(mixed, 1, { name: 'logit' }))] };
    });
    const own = { ...initialParameters(network, 1), ...parameters };
    const labels = { spent: Float32Array.from({ length: 400 }, (_, i) => (rows.categorical[0][i] === 1 ? 110 : 100)) };
    const plain = plainModel(network, own);
    const [found] = await lossWithout(network, masked(network, 0), { ...rows, labels }, plain.activations, own);
    // With it the mix is ½ · 1 · 2 = 1 in Lyon, 10 of the label; without it 0 everywhere.
    const lyon = labels.spent.filter((value) => value === 110).length;
    expect(found).toMatchObject({ task: 'spent', metric: 'rmse' });
    expect(found.difference).toBeCloseTo(Math.sqrt((100 * lyon) / 400), 5);
  });

  it('RMSE differences by hand: squares 1, 1 and 4, 0; influences (s − mean) ÷ (2 · rmse · n)', () => {
    const labels = [0, 0];
    const { difference, error } = compareRmse(labels, [2, 0], [1, 1]);
    expect(difference).toBeCloseTo(Math.SQRT2 - 1, 12);
    // ±2 ÷ (2 · √2 · 2) = ±.3536 each, none for the other: √(2 · .125), of two rows times √(2 ÷ 1).
    expect(error).toBeCloseTo(0.5 * Math.SQRT2, 12);
    expect(rmse(labels, [2, 0])).toBeCloseTo(Math.SQRT2, 12);
  });
});

describe('rows behind a bar', () => {
  it('are those that the histogram counted', async () => {
    const mmoe = buildNetwork('mmoe', smallFeatures, smallTasks, catalog.mmoe.build(smallFeatures, { experts: 3 }));
    const [mix] = mmoe.gates;
    const [weights] = await plainModel(mmoe).activations(rows, [mix.gate]);
    const { histogram } = routingStatistics(identityOf(mix), weights);
    for (const [expert, bins] of histogram.entries()) {
      const counts = bins.map((_, bin) => rowsInBin(weights, 3, expert, bin).length);
      expect(counts).toEqual(bins.map((share) => Math.round(share * rows.length)));
    }
  });

  it('weights of 0, 1 and on an edge are in the first, the last and the upper bin', () => {
    expect([0, 10, 19].map((bin) => rowsInBin([0, 1, 0.5, 0.5, 1, 0], 2, 0, bin))).toEqual([[0], [1], [2]]);
  });

  it('are read in words: categories by name, numbers as they were, labels and predictions beside', async () => {
    const features = {
      columns: [...smallFeatures.columns, { kind: 'list', name: 'tags', values: ['a', 'b'] } as const],
    };
    const read = {
      ...rows,
      columns: features.columns,
      length: 3,
      numeric: [Float32Array.of(0.1, Number.NaN, 51), Float64Array.of(1700000000123, 2, 3)],
      categorical: [Int8Array.of(1, -1, 2)],
      lists: [{ offsets: Uint32Array.of(0, 2, 2, 3), codes: Int32Array.of(0, 1, -1) }],
      labels: { click: Float32Array.of(1, Number.NaN, 0) },
    };
    const asked = {
      network: { ...built, features },
      predict: async () => ({ click: Float32Array.of(0.25, 0.5, 0.75) }),
    };
    const about = { numberOf: (row: number) => 10 * row, weightOf: () => 0.4567 };
    const found = await readRows(asked, read, [0, 1, 2], about);
    expect(found).toEqual({
      count: 3,
      columns: ['row', 'weight', 'click', 'click predicted', 'age', 'city', 'visits', 'tags'],
      lines: [
        ['0', '.457', '1', '.2500', '0.1', 'Lyon', '1700000000123', 'a, b'],
        ['10', '.457', '–', '.5000', '–', 'unseen', '2', ''],
        ['20', '.457', '0', '.7500', '51', 'Oslo', '3', 'unseen'],
      ],
    });
  });

  it('only the first fifty are read, all are counted', async () => {
    const all = Array.from({ length: 400 }, (_, row) => row);
    const { count, lines } = await readRows(model, rows, all, { numberOf: (row) => row, weightOf: () => 0 });
    expect([count, lines.length]).toEqual([400, 50]);
  });
});

describe('a report that can still be asked', () => {
  const own = { ...parameters, 'logit/weights': Float32Array.of(2) };
  const changing = plainModel(built, own);

  it('answers on its own rows, by their numbers among those given', async () => {
    const questions = gateQuestions(changing, rows, 100, own);
    const about = { level: 0, expert: 'expert 0' };
    expect(await questions.without(about)).toMatchObject({ rows: 100, tasks: [{ task: 'click' }] });
    // Both weights are ½ in every row.
    const { count, lines } = await questions.rows({ ...about, gate: built.gates[0].name, bin: 10 });
    expect(count).toBe(100);
    expect(lines.slice(0, 3).map(([row, weight]) => [row, weight])).toEqual([
      ['0', '.500'],
      ['4', '.500'],
      ['8', '.500'],
    ]);
  });

  it('says so in words when the model was changed since', async () => {
    const questions = gateQuestions(changing, rows, 100, own);
    own['logit/weights'][0] = 2.0000002;
    await expect(questions.without({ level: 0, expert: 'expert 0' })).rejects.toThrow(
      'The model was changed since this report',
    );
    own['logit/weights'][0] = 2;
    expect((await questions.without({ level: 0, expert: 'expert 0' })).tasks).toHaveLength(1);
  });

  it('and when there is no such level or gate', async () => {
    const questions = gateQuestions(changing, rows, 100, own);
    await expect(questions.without({ level: 3, expert: 'expert 0' })).rejects.toThrow('no gates of level 3');
    await expect(questions.rows({ level: 0, gate: 'x', expert: 'expert 0', bin: 0 })).rejects.toThrow(
      'The gate "x" does not see "expert 0".',
    );
  });

  it('a mark tells arrays apart that differ in one bit, or in order', () => {
    const mark = (...values: number[]) => weightsMark({ a: Float32Array.from(values) });
    expect(mark(1, 2)).toBe(mark(1, 2));
    expect(new Set([mark(1, 2), mark(2, 1), mark(1, 2.0000002), mark(-0, 2), mark(0, 2)]).size).toBe(5);
  });
});
