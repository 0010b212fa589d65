import { describe, expect, it } from 'vitest';
import { gateReport } from '../../../../kernel/multitask/gate-report/gate-report.ts';
import { catalog } from '../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import type { RunVerdict } from '../../../../kernel/multitask/run-verdict.ts';
import { plainText } from '../../../../kernel/text/index.ts';
import { plainModel, smallFeatures, smallRows, smallTasks } from '../../../support/plain-model.ts';

const build = (name: keyof typeof catalog, options = {}) =>
  plainModel(buildNetwork(name, smallFeatures, smallTasks, catalog[name].build(smallFeatures, options)));
const rows = smallRows(300);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('the report of every model with gates', () => {
  it.each(['mmoe', 'omoe', 'ple', 'aitm'] as const)('%s', async (name) => {
    const report = await gateReport(build(name, { embedding: 4 }), rows, { ablation: true });
    expect(report).toMatchObject({
      kind: 'gate-report',
      model: name,
      tasks: ['click', 'purchase'],
      rows: 300,
      rowsGiven: 300,
    });
    expect(report.levels.length).toBeGreaterThan(0);
    for (const { gates, experts, divergences, similarity, segmentations } of report.levels) {
      expect(divergences).toHaveLength((gates.length * (gates.length - 1)) / 2);
      expect(similarity.cka).toHaveLength(experts.length);
      expect(segmentations.map(({ by, of }) => `${of} ${by}`)).toEqual(
        expect.arrayContaining([
          'feature age',
          'feature city',
          'feature visits',
          'label click',
          'label purchase',
          'prediction click',
          'prediction purchase',
        ]),
      );
      for (const gate of gates) {
        expect(sum(gate.mean)).toBeCloseTo(1, 5);
        expect(sum(gate.contribution)).toBeCloseTo(1, 5);
        expect(gate.columns.map((column) => experts[column].name)).toEqual(gate.experts);
        expect(gate.ablation).toHaveLength(gate.experts.length);
        for (const { segments } of segmentations) {
          for (const { means } of segments) expect(sum(means[gates.indexOf(gate)])).toBeCloseTo(1, 5);
        }
      }
    }
  });

  it('owners of an expert add up to 1, gates that do not see it own nothing', async () => {
    const { levels } = await gateReport(build('ple'), rows);
    const [level] = levels;
    level.experts.forEach((_, e) => {
      const owned = level.gates.map((gate) => gate.ownership[gate.columns.indexOf(e)] ?? 0);
      expect(sum(owned)).toBeCloseTo(1, 9);
    });
  });
});

it.each([
  ['shared-bottom', 'One expert serves all tasks; there is nothing to route.'],
  ['esmm', 'This model has no gates; there is nothing to route.'],
] as const)('%s: nothing to route', async (name, sentence) => {
  const { levels, verdict } = await gateReport(build(name, { embedding: 4 }), rows);
  expect([levels, verdict.state, plainText(verdict.headline)]).toEqual([[], 'idle', sentence]);
});

it('a gate with one expert routes nothing either', async () => {
  const { verdict } = await gateReport(build('mmoe', { experts: 1 }), rows);
  expect(plainText(verdict.headline)).toBe('One expert serves all tasks; there is nothing to route.');
});

it("PaddleRec's constants of 2022: every expert is one unit, repeated", async () => {
  const { verdict, levels } = await gateReport(build('mmoe', { init: 'paddlerec-2022' }), rows);
  for (const { effectiveRank } of levels[0].experts) expect(effectiveRank).toBeCloseTo(1, 6);
  expect([verdict, ...verdict.more].map(({ headline }) => plainText(headline)).join()).toContain(
    'one unit each, repeated',
  );
});

it('looks at no more rows than asked, evenly, and gives the same numbers in one stretch or many', async () => {
  const model = build('mmoe', { expertUnits: [64] });
  const thin = await gateReport(model, rows, { rows: 100 });
  expect([thin.rows, thin.rowsGiven]).toEqual([100, 300]);
  const many = smallRows(20_000);
  const stretches: number[] = [];
  const activations: typeof model.activations = (part, nodes) => {
    stretches.push(part.length);
    return model.activations(part, nodes);
  };
  const report = await gateReport({ ...model, activations }, many);
  expect(stretches).toEqual([15_151, 4849]);
  const [gate] = await model.activations(many, [model.network.gates[0].gate]);
  const mean = Array.from(
    { length: 8 },
    (_, e) => gate.reduce((total, g, i) => total + (i % 8 === e ? g : 0), 0) / many.length,
  );
  expect(report.levels[0].gates[0].mean).toEqual(mean.map((value) => expect.closeTo(value, 5)));
});

it('keeps the history of the run that trained the model', async () => {
  const model = build('mmoe', { experts: 2 });
  const statistics = (mean: readonly number[]) => ({
    gate: 'click gate',
    level: 0,
    serves: 'click',
    experts: ['expert 0', 'expert 1'],
    rows: 9,
    mean,
    sd: [0, 0],
    entropy: 1,
    entropyOfMean: 1,
  });
  const report = await gateReport(
    {
      ...model,
      // Early stopping brought the first epoch back.
      keptEpoch: 1,
      gateHistory: [
        { epoch: 1, gates: [statistics([0.5, 0.5])] },
        { epoch: 2, gates: [statistics([0.6, 0.4])] },
      ],
    },
    rows,
  );
  expect(report.epoch).toBe(1);
  expect(report.levels[0].gates.map(({ history }) => history)).toEqual([
    [
      { epoch: 1, mean: [0.5, 0.5] },
      { epoch: 2, mean: [0.6, 0.4] },
    ],
    [],
  ]);
});

describe('a model whose last run went wrong', () => {
  const verdict: RunVerdict = {
    tone: 'error',
    kind: 'constant',
    headline: [{ text: 'The network is dead.' }],
    detail: [],
    fix: 'learningRate: 0.001',
  };
  it('has that first, and no green: what is to be said of its gates follows', async () => {
    const { verdict: said } = await gateReport({ ...build('mmoe'), verdict }, rows);
    expect(said).toMatchObject({ state: 'alarm', tone: 'error', headline: verdict.headline, fix: verdict.fix });
    const { verdict: alone } = await gateReport(build('mmoe'), rows);
    expect(said.more.map(({ kind }) => kind)).toEqual(
      alone.state === 'alarm' ? [expect.any(String), ...alone.more.map(({ kind }) => kind)] : [],
    );
  });

  it('also where nothing is routed', async () => {
    const { verdict: said } = await gateReport({ ...build('shared-bottom'), verdict }, rows);
    expect(said).toMatchObject({ state: 'alarm', tone: 'error', headline: verdict.headline });
  });

  it('a warning does not speak for the gates', async () => {
    const { verdict: said } = await gateReport({ ...build('mmoe'), verdict: { ...verdict, tone: 'warning' } }, rows);
    expect(said).not.toHaveProperty('tone');
  });
});

it('weights that are not numbers are an alarm, not a picture', async () => {
  const model = build('mmoe');
  const parameters = await model.parameters();
  const broken = plainModel(model.network, {
    ...parameters,
    'click gate/weights': new Float32Array(40).fill(Number.NaN),
  });
  const { levels, verdict } = await gateReport(broken, rows);
  expect([levels, verdict.state, plainText(verdict.headline)]).toEqual([
    [],
    'alarm',
    'The gates give no numbers: training has diverged.',
  ]);
});

describe('wrong input', () => {
  it.each<readonly [string, Parameters<typeof gateReport>[1], Parameters<typeof gateReport>[2], string]>([
    [
      'a whole dataset',
      { train: rows, validation: rows, test: rows } as never,
      {},
      'gateReport takes rows, e.g. dataset.train or dataset.test; this is a whole dataset.',
    ],
    [
      'no rows',
      smallRows(0),
      {},
      'gateReport: there are no rows; pass a part that has some, e.g. dataset.train or dataset.test.',
    ],
    [
      'an unknown segment',
      rows,
      { segments: ['age', 'town'] },
      'gateReport: segments: there is no column "town". The columns are age, city and visits.',
    ],
  ])('%s', async (_, data, options, message) => {
    await expect(gateReport(build('mmoe'), data, options)).rejects.toThrow(message);
  });

  it('a report that is interrupted ends', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(gateReport(build('mmoe'), rows, { signal })).rejects.toThrow('interrupted');
  });
});

it('only the asked columns divide the rows', async () => {
  const { levels } = await gateReport(build('mmoe'), rows, { segments: ['city'] });
  expect(levels[0].segmentations.filter(({ of }) => of === 'feature').map(({ by }) => by)).toEqual(['city']);
});
