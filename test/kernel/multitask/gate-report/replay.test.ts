import { describe, expect, it } from 'vitest';
import { ablation, withoutExpert } from '../../../../kernel/multitask/gate-report/ablation.ts';
import { gateDrivers } from '../../../../kernel/multitask/gate-report/drivers.ts';
import { frontier, reachedOutputs, replay } from '../../../../kernel/multitask/gate-report/replay.ts';
import { auc } from '../../../../kernel/multitask/metrics/index.ts';
import { catalog } from '../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import { initialParameters } from '../../../../kernel/multitask/network/initial-parameters.ts';
import { nodesOf } from '../../../../kernel/multitask/network/walk.ts';
import { plainModel, smallFeatures, smallRows, smallTasks } from '../../../support/plain-model.ts';
import { trainerWith } from '../../../support/tfjs-trainers.ts';

const network = (name: keyof typeof catalog, options = {}) =>
  buildNetwork(name, smallFeatures, smallTasks, catalog[name].build(smallFeatures, options));
const rows = smallRows(400);

describe('what must be known when a mix changes', () => {
  it.each(['mmoe', 'omoe', 'ple', 'aitm'] as const)('%s: replaying its own mix changes no output', async (name) => {
    const built = network(name, { embedding: 4 });
    const model = plainModel(built);
    for (const mix of built.gates) {
      const logits = built.outputs.flatMap(nodesOf);
      const needed = [...frontier(logits, mix), mix];
      expect(needed.some((node) => node.kind === 'input')).toBe(false);
      const values = await model.activations(rows, needed);
      const again = replay(logits, new Map(needed.map((node, i) => [node, values[i]])), await model.parameters());
      const whole = await model.activations(rows, logits);
      expect(again.map((values) => [...values])).toEqual(whole.map((values) => [...values]));
    }
  });

  it('of every block: replaying a mix below them changes no output', async () => {
    const built = buildNetwork('blocks', smallFeatures, smallTasks, (tasks, b) => {
      const experts = [0, 1, 2].map((i) => b.dense(b.x, 4, { name: `expert ${i}` }));
      const mixed = b.mix(b.softmax(b.linear(b.x, 3, { name: 'gate' }), { top: 2 }), experts);
      const h = b.batchNorm(b.layerNorm(b.dense(mixed, 4, { activation: 'swish' })), { name: 'n' });
      const sum = b.add([h, mixed, b.activate(h, 'tanh')], { weights: 'sigmoid' });
      const ofCity = b.mix(b.indicator('city'), [sum, h, b.multiply(sum, b.linear(h, 1))]);
      const all = b.add([b.multiply(ofCity, h), ofCity], { weights: 'learned' });
      return {
        outputs: tasks.map(({ name }, i) => b.output(tasks[i], b.probability(b.linear(all, 1), { name }))),
      };
    });
    const measured = {
      'n/running mean': Float32Array.of(0.3, -1, 2, 0),
      'n/running variance': Float32Array.of(0.2, 4, 1, 9),
    };
    const model = plainModel(built, { ...initialParameters(built, 1), ...measured });
    const logits = built.outputs.flatMap(nodesOf);
    const [mix] = built.gates;
    const needed = [...frontier(logits, mix), mix];
    const values = await model.activations(rows, needed);
    const again = replay(logits, new Map(needed.map((node, i) => [node, values[i]])), await model.parameters());
    expect(again.map((each) => [...each])).toEqual((await model.activations(rows, logits)).map((each) => [...each]));
    const reference = await trainerWith(built, await model.parameters());
    const trained = await reference.activations(rows, logits);
    await reference.dispose();
    for (const [i, each] of trained.entries())
      for (const [row, z] of each.entries()) expect(z).toBeCloseTo(again[i][row], 4);
  });

  it('a gate reaches its own output, the lower gates of a funnel all later ones', () => {
    const reached = (name: keyof typeof catalog) => {
      const built = network(name, { embedding: 4 });
      return built.gates.map((mix) => `${mix.serves}: ${reachedOutputs(built, mix).map((output) => output.name)}`);
    };
    expect(reached('mmoe')).toEqual(['click: click', 'purchase: purchase']);
    expect(reached('ple').slice(0, 3)).toEqual(['click: click', 'purchase: purchase', 'shared: click,purchase']);
    expect(reached('aitm')).toEqual(['purchase: purchase']);
  });
});

it('masking keeps the proportions of the others: (½, ¼, ¼) without the first is (0, ½, ½)', () => {
  expect([...withoutExpert([0.5, 0.25, 0.25, 1, 0, 0], 3, 0)]).toEqual([0, 0.5, 0.5, 0, 0.5, 0.5]);
});

describe('ablation', () => {
  // Expert 0 says 1 for Lyon, expert 1 is silent: only expert 0 can rank clicks.
  const built = buildNetwork('two experts', smallFeatures, [smallTasks[0]], (tasks, blocks) => {
    const experts = [0, 1].map((i) => blocks.dense(blocks.x, 1, { name: `expert ${i}` }));
    const gate = blocks.softmax(blocks.linear(blocks.x, 2, { name: 'click gate' }));
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

  it('by hand: without the only expert that knows, AUC falls to one half; without the other nothing changes', async () => {
    const model = plainModel(built, parameters);
    const found = await ablation(built, built.gates[0], rows, model.activations, parameters);
    const whole = auc(rows.labels.click, (await model.predict(rows)).click);
    expect(whole).toBeGreaterThan(0.65);
    expect(found).toEqual([expect.closeTo(0.5 - whole, 9), expect.closeTo(0, 9)]);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(
      ablation(built, built.gates[0], rows, plainModel(built, parameters).activations, parameters, signal),
    ).rejects.toThrow('stop');
  });

  it('needs a binary task', async () => {
    const numeric = buildNetwork('value', smallFeatures, [{ name: 'spent', kind: 'numeric' }], (tasks, blocks) => {
      const experts = [0, 1].map((i) => blocks.dense(blocks.x, 2, { name: `expert ${i}` }));
      const mixed = blocks.mix(blocks.softmax(blocks.linear(blocks.x, 2, { name: 'gate' })), experts);
      return { outputs: [blocks.output(tasks[0], blocks.linear(mixed, 1))] };
    });
    expect(await ablation(numeric, numeric.gates[0], rows, plainModel(numeric).activations, {})).toBeUndefined();
  });
});

describe('what moves a gate', () => {
  const built = network('mmoe', { experts: 2 });
  // x = age, visits, Bern, Lyon, Oslo; two experts. Logits less their mean are ±½ the difference.
  const weights = (...rows: readonly (readonly [number, number])[]) => ({
    'click gate/weights': Float32Array.from(rows.flat()),
  });
  const drivers = (
    parameters: Readonly<Record<string, Float32Array>>,
    inputs: 'raw' | 'standardised' = 'standardised',
  ) =>
    gateDrivers(
      built.gates[0].gate,
      { features: smallFeatures, inputs },
      {
        ...rows,
        numeric: [Float32Array.of(0, 40), Float32Array.of(1, 1)],
        categorical: [Int8Array.of(1, 2)],
        length: 2,
      },
      parameters,
    );

  it('by hand: age 0 and 40 has sd 20, standardised 1; Lyon and Oslo differ by 1 for either expert', () => {
    expect(drivers(weights([0, 6], [9, 9], [5, 0], [1, 0], [0, 1]))).toEqual([
      { column: 'age', strength: expect.closeTo(3, 9), toward: { expert: 1 } },
      { column: 'city', strength: expect.closeTo(0.5, 9), toward: { value: 'Lyon', expert: 0 } },
    ]);
  });
  it('raw inputs move a gate by their own scale', () => {
    expect(drivers(weights([0, 6], [0, 0], [0, 0], [0, 0], [0, 0]), 'raw')?.[0].strength).toBeCloseTo(60, 9);
  });
  it('weights that all experts share move nothing', () => {
    expect(drivers(weights([3, 3], [3, 3], [1, 1], [2, 2], [3, 3]))).toEqual([]);
  });
  it('is not said of gates that are not linear in the inputs', () => {
    const attention = network('aitm', { embedding: 4 });
    expect(gateDrivers(attention.gates[0].gate, attention, rows, initialParameters(attention, 1))).toBeUndefined();
    expect(drivers({})).toBeUndefined();
  });
});
