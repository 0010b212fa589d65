import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import { clickAndBuy, mixedFeatures } from '../../../support/random-rows.ts';

const { models } = createMultitask();
const income: readonly Task[] = [
  { name: 'income', kind: 'binary' },
  { name: 'marital', kind: 'binary' },
];
/** As wide as census-income: 11 numeric columns and 488 one-hot ones. */
const census: Features = {
  columns: [
    ...Array.from({ length: 11 }, (_, i) => ({ kind: 'numeric', name: `number ${i}`, mean: 0, sd: 1 }) as const),
    { kind: 'categorical', name: 'category', values: Array.from({ length: 488 }, (_, i) => `${i}`) },
  ],
};
/** As Ali-CCP: 23 lists. */
const slots: Features = {
  columns: Array.from({ length: 23 }, (_, i) => ({ kind: 'list', name: `slot ${i}`, values: ['a', 'b'] }) as const),
};

describe('parameters, counted by hand', () => {
  const check = (name: string, model: Model, parameters: number) =>
    test(name, () => expect(model.parameterCount).toBe(parameters));
  // 499·117 + 117 + 2·(117·8 + 8 + 8 + 1)
  check('Shared-Bottom on census', models.sharedBottom(census, income), 60_406);
  // 2·(499·117 + 117 + 117·8 + 8 + 8 + 1)
  check('Single-Task on census', models.singleTask(census, income), 2 * (499 * 117 + 117 + 117 * 8 + 17));
  // 2·(46·12 + 276·117 + 117 + 117·8 + 17): embeddings of its own for each task
  check('Single-Task on 23 slots', models.singleTask(slots, clickAndBuy), 2 * (552 + 276 * 117 + 117 + 117 * 8 + 17));
  // 8·(499·16 + 16) + 2·(499·8 + 8) + 2·(16·8 + 8 + 8 + 1)
  check('MMoE on census', models.mmoe(census, income), 72_290);
  // Layers of 8 lose their biases, and have a gain and a shift for each unit
  check('MMoE on census, batch norm', models.mmoe(census, income, { batchNorm: true }), 72_290 + 2 * (2 * 8 - 8));
  check('OMoE on census: one gate less', models.omoe(census, income), 72_290 - (499 * 8 + 8));
  // 46·12 + 2·(276·256 + 256 + 256·64 + 64 + 64 + 1)
  check('ESMM on 23 slots', models.esmm(slots, clickAndBuy), 552 + 2 * 87_425);
  // 3·3 + 2 experts, and gates of 5 and 5 and, in the middle, 8 experts
  const expert = (inputs: number) => inputs * 16 + 16;
  const gate = (inputs: number, experts: number) => inputs * experts + experts;
  const level = (inputs: number, shared: number) => 8 * expert(inputs) + 2 * gate(inputs, 5) + shared;
  check('PLE of two levels on census', models.ple(census, income), level(499, gate(499, 8)) + level(16, 0) + 2 * 145);
  check('CGC', models.ple(census, income, { levels: 1 }), level(499, 0) + 2 * 145);
  // embeddings 46·5, towers 115-128-64-32, heads, and per later step an info layer and three shared layers of 32·32 + 32
  const tower = 115 * 128 + 128 + 128 * 64 + 64 + 64 * 32 + 32;
  check('AITM on 23 slots', models.aitm(slots, clickAndBuy), 46 * 5 + 2 * (tower + 33) + 4 * (32 * 32 + 32));
  // ESMM, and a third tower where errors are imputed; DCMT: the twin's logit
  const esmm = 552 + 2 * 87_425;
  check('ESCM², inverse propensity', models.escm2(slots, clickAndBuy), esmm);
  check('ESCM², doubly robust', models.escm2(slots, clickAndBuy, { risk: 'dr' }), esmm + 87_425);
  check('DCMT', models.dcmt(slots, clickAndBuy), esmm + 64 + 1);
  // A bottom and towers as Shared-Bottom's, relations of 8·8 + 8 and 16·8 + 8, logits of 8 + 1
  const relations = 8 * 8 + 8 + 16 * 8 + 8 + 2 * 9;
  check('DBMTL on census', models.dbmtl(census, income), 499 * 117 + 117 + 2 * (117 * 8 + 8) + relations);
  // 2·2 + 1 experts at both levels, gates over 5 for both tasks and, at the lower level, for the shared one; two native weights
  // for each task at each level
  const fusion = (inputs: number, owners: number) => 5 * expert(inputs) + owners * gate(inputs, 5) + 2 * 2;
  check('AdaTT on census', models.adatt(census, income), fusion(499, 3) + fusion(16, 2) + 2 * 145);
  const one = { levels: 1, taskExperts: 1, sharedExperts: 0 };
  check('AdaTT of one expert each', models.adatt(census, income, one), 2 * expert(499) + 2 * gate(499, 2) + 2 * 145);
  // Three tables of 46·12; 3 + 3 + 2 experts over 276, gates of 276·8 + 8, towers of 145
  check('STEM on 23 slots', models.stem(slots, clickAndBuy), 3 * 552 + 8 * expert(276) + 2 * gate(276, 8) + 2 * 145);
  // Embeddings of 2: tables of 20 for all columns, 8 for the domain (city) and 6 for the person (day); E is 6 wide, and 8 with the
  // numbers. Domain gate: 8·6 + 6, 6·6 + 6. Each tower: 8·4 + 4; its gate over 2 + 8: 10·4 + 4, 4·4 + 4; a logit of 5.
  const pepnet = models.pepnet(mixedFeatures, clickAndBuy, { embedding: 2, towerUnits: [4] });
  check('PEPNet on columns of every kind', pepnet, 20 + 8 + 6 + 96 + 2 * (36 + 44 + 20 + 5));
  // E and the numbers are 8 wide. Three kinds of meta experts, each a feature gate of 8·2 + 2·8 and 2 experts of 8·4 + 4 + 4; gates
  // over 6, 4 and 4 and self-gates over 2. Above the same over 4: 4·2 + 2·4, 4·4 + 8; gates over 8 with 4 experts, self-gates.
  const homely = { embedding: 2, experts: 2, rank: 2, expertUnits: [4], towerUnits: [3] };
  const towers = 2 * (4 * 3 + 3 + 4);
  const metaOf = (kinds: number) => kinds * (32 + 80) + kinds * gate(8, 2);
  const own = (kinds: number, seen: number) => kinds * (16 + 48) + 2 * (gate(8, seen) + gate(8, 2)) + towers;
  const home = models.home(mixedFeatures, clickAndBuy, homely);
  check('HoME, tasks by themselves', home, 20 + metaOf(3) + gate(8, 6) + 2 * gate(8, 4) + own(3, 4));
  const together = models.home(mixedFeatures, clickAndBuy, { ...homely, groups: { click: 'both', buy: 'both' } });
  check('HoME, tasks in a group', together, 20 + metaOf(2) + 2 * gate(8, 4) + own(4, 6));
  // MMoE's experts and towers; a gate's 2 choices and 2·3 bits, each of 499 + 1, or 8 numbers
  const mixture = 8 * expert(499) + 2 * 145;
  check('DSelect-k on census', models.dselectK(census, income), mixture + 2 * 8 * 500);
  check('DSelect-k, the same in every row', models.dselectK(census, income, { gates: 'static' }), mixture + 2 * 8);
  // Numbers stand beside embeddings as they are. Tables of 4·2 + 3·2 + 3·2; three embeddings of 2 and two numbers are 8 wide.
  // 3·(8·4 + 4) experts, 2·(8·3 + 3) gates, 2·(4·3 + 3 + 3 + 1) towers
  const small = { experts: 3, expertUnits: [4], towerUnits: [3], embedding: 2 };
  check('MMoE on columns of every kind', models.mmoe(mixedFeatures, clickAndBuy, small), 20 + 108 + 54 + 38);
  // One embedding of 2 for each of three columns and two numbers: 8·5 + 5, and a logit of 5 + 1
  const narrow = { embedding: 2, towerUnits: [5] };
  check('ESMM on columns of every kind', models.esmm(mixedFeatures, clickAndBuy, narrow), 20 + 2 * (45 + 6));
  // 20, two towers of 45 with logits of 6, and an info layer and three shared ones of 5·5 + 5
  const plain = { ...narrow, towerDropout: [] };
  check('AITM on columns of every kind', models.aitm(mixedFeatures, clickAndBuy, plain), 20 + 2 * 51 + 4 * 30);
  // 10⁶ ids of 12 units, and towers over 12 + 2: nothing of the vocabulary's height but the table
  const ids: Features = {
    columns: [
      { kind: 'numeric', name: 'age', mean: 40, sd: 10 },
      { kind: 'categorical', name: 'user', values: new Array<string>(1e6).fill('') },
      { kind: 'numeric', name: 'price', mean: 2, sd: 1 },
    ],
  };
  const ofIds = models.esmm(ids, clickAndBuy);
  check('ESMM on a million ids and two numbers', ofIds, 12e6 + 2 * (14 * 256 + 256 + 256 * 64 + 64 + 64 + 1));
  test('only the table is as high as the vocabulary', () => {
    expect(ofIds.network.parameters.filter(({ shape }) => shape[0] >= 1e6).map(({ shape }) => shape)).toEqual([
      [1e6, 12],
    ]);
  });
});

describe('outputs', () => {
  const check = (name: string, model: Model, outputs: readonly (readonly [string, string | undefined])[]) =>
    test(name, () => expect(model.network.outputs.map((output) => [output.name, output.task?.name])).toEqual(outputs));
  check('of MMoE are named as the tasks', models.mmoe(census, income), [
    ['income', 'income'],
    ['marital', 'marital'],
  ]);
  check('of ESMM say which is which', models.esmm(slots, clickAndBuy), [
    ['pCTR', 'click'],
    ['pCVR', undefined],
    ['pCTCVR', 'buy'],
  ]);
});

describe('gates', () => {
  const check = (name: string, model: Model, gates: readonly string[]) =>
    test(name, () =>
      expect(
        model.network.gates.map(
          (mix) => `${mix.name}: level ${mix.level}, ${mix.experts.length} experts, ${mix.serves}`,
        ),
      ).toEqual(gates),
    );
  check('MMoE', models.mmoe(census, income), [
    'income gate: level 0, 8 experts, income',
    'marital gate: level 0, 8 experts, marital',
  ]);
  check('OMoE', models.omoe(census, income), ['shared gate: level 0, 8 experts, shared']);
  check('PLE', models.ple(census, income), [
    'income gate 0: level 0, 5 experts, income',
    'marital gate 0: level 0, 5 experts, marital',
    'shared gate 0: level 0, 8 experts, shared',
    'income gate 1: level 1, 5 experts, income',
    'marital gate 1: level 1, 5 experts, marital',
  ]);
  check('AITM: attention is a gate over two', models.aitm(slots, clickAndBuy), [
    'buy attention: level 0, 2 experts, buy',
  ]);
  check('AdaTT sees all experts', models.adatt(census, income, { levels: 1, sharedExperts: 2 }), [
    'income gate 0: level 0, 6 experts, income',
    'marital gate 0: level 0, 6 experts, marital',
  ]);
  check('STEM', models.stem(slots, clickAndBuy), [
    'click gate: level 0, 8 experts, click',
    'buy gate: level 0, 8 experts, buy',
  ]);
  check('DSelect-k', models.dselectK(census, income), [
    'income gate: level 0, 8 experts, income',
    'marital gate: level 0, 8 experts, marital',
  ]);
  check('Shared-Bottom has none', models.sharedBottom(census, income), []);
});

describe('first weights', () => {
  const check = (name: string, model: Model, expected: Readonly<Record<string, (values: Float32Array) => void>>) =>
    test(name, async () => {
      const parameters = await model.parameters();
      for (const [parameter, look] of Object.entries(expected)) look(parameters[parameter]);
    });
  const constant = (value: number) => (values: Float32Array) =>
    expect(new Set(values)).toEqual(new Set([Math.fround(value)]));
  const between = (limit: number) => (values: Float32Array) => {
    // Of n uniform numbers the largest is below 90 % of the limit with probability 0.9ⁿ.
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(limit));
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.9 * limit);
    expect(Math.abs(values.reduce((sum, w) => sum + w, 0) / values.length)).toBeLessThan(
      (limit / Math.sqrt(values.length)) * 3,
    );
  };
  const normal = (sd: number) => (values: Float32Array) => {
    const square = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    expect(Math.abs(Math.sqrt(square) / sd - 1)).toBeLessThan(0.05);
  };

  check('Glorot: ±√(6 ÷ (499 + 16)), zero biases', models.mmoe(census, income), {
    'expert 0/weights': between(Math.sqrt(6 / 515)),
    'expert 7/weights': between(Math.sqrt(6 / 515)),
    'marital gate/weights': between(Math.sqrt(6 / 507)),
    'expert 0/bias': constant(0),
  });
  check('MMoE of PaddleRec 2022: 10⁻¹, 10⁻² …, biases 0.1', models.mmoe(census, income, { init: 'paddlerec-2022' }), {
    'expert 0/weights': constant(0.1),
    'expert 2/weights': constant(0.001),
    'income gate/weights': constant(0.1),
    'marital tower 0/weights': constant(0.01),
    'marital logit/weights': constant(0),
    'expert 7/bias': constant(0.1),
  });
  check(
    'Shared-Bottom of PaddleRec 2022: constant towers',
    models.sharedBottom(census, income, { init: 'paddlerec-2022' }),
    {
      'bottom 0/weights': between(Math.sqrt(6 / (499 + 117))),
      'bottom 0/bias': constant(0),
      'income tower 0/weights': constant(0.1),
      'income logit/weights': constant(0),
      'income logit/bias': constant(0),
      'income tower 0/bias': constant(0.1),
    },
  );
  check('ESMM of PaddleRec 2020', models.esmm(slots, clickAndBuy, { init: 'paddlerec-2020', embedding: 64 }), {
    'embedding/table': between(Math.sqrt(6 / 256)),
    'pCTR tower 0/weights': normal(1 / Math.sqrt(23 * 64)),
    'pCTR tower 0/bias': constant(0.1),
  });
  check('ESMM of PaddleRec 2022', models.esmm(slots, clickAndBuy, { init: 'paddlerec-2022', embedding: 64 }), {
    'embedding/table': between(1),
    'pCVR tower 1/weights': normal(1 / 16),
    'pCVR tower 1/bias': constant(0),
  });
});

test('first weights depend on the seed and on their own name only', async () => {
  const [one, same, other, larger] = await Promise.all([
    models.mmoe(census, income).parameters(),
    models.mmoe(census, income, { seed: 1 }).parameters(),
    models.mmoe(census, income, { seed: 2 }).parameters(),
    models.mmoe(census, income, { experts: 9 }).parameters(),
  ]);
  expect(one).toEqual(same);
  expect(larger['expert 3/weights']).toEqual(one['expert 3/weights']);
  expect(other['expert 3/weights']).not.toEqual(one['expert 3/weights']);
  expect(one['expert 4/weights']).not.toEqual(one['expert 3/weights']);
  // Frozen: a seed must mean the same weights in every release.
  expect([...one['expert 0/weights'].subarray(0, 3)]).toEqual([
    -0.08559026569128036, -0.09173095226287842, -0.06294690072536469,
  ]);
});

describe('models refuse', () => {
  const check = (name: string, make: () => Model, message: string) => test(name, () => expect(make).toThrow(message));
  const price: Task = { name: 'paid', kind: 'numeric' };
  check('ESMM, three tasks', () => models.esmm(slots, [...clickAndBuy, price]), 'esmm: it takes two binary tasks');
  check(
    'ESMM, a numeric task',
    () => models.esmm(slots, [clickAndBuy[0], price]),
    'it was given click (binary), paid (numeric)',
  );
  check(
    'ESCM², a numeric task',
    () => models.escm2(slots, [clickAndBuy[0], price]),
    'escm2: it takes two binary tasks, the click and then the click with a conversion;',
  );
  check(
    'STEM, numbers alone',
    () => models.stem({ columns: census.columns.slice(0, 2) }, income),
    'stem: it is about embeddings',
  );
  check(
    'PEPNet, lists alone',
    () => models.pepnet(slots, clickAndBuy),
    'pepnet: there is no categorical column; say which list is its domain: domain.',
  );
  check(
    'AITM, a numeric task',
    () => models.aitm(slots, [clickAndBuy[0], price]),
    'aitm: task "paid" is numeric; every step of a funnel is binary.',
  );
  check(
    'experts without layers',
    () => models.mmoe(census, income, { expertUnits: [] }),
    'mmoe: expertUnits is an empty list; a list of whole numbers from 1 on, not empty, was expected.',
  );
  check(
    'no experts',
    () => models.mmoe(census, income, { experts: 0 }),
    'mmoe: experts is 0; a whole number from 1 on was expected.',
  );
  check(
    'a label among the features',
    () => models.mmoe(mixedFeatures, [{ name: 'age', kind: 'binary' }]),
    'the label "age" is also a feature column',
  );
  for (const kind of ['regression', 'classes', undefined])
    check(
      `a task of kind ${kind}`,
      () => models.mmoe(slots, [{ name: 'click', kind: kind as never }]),
      `mmoe: the kind of task "click" is ${kind === undefined ? kind : JSON.stringify(kind)}; "binary" or "numeric" was expected.`,
    );
  check(
    'a task whose name no object keeps',
    () => models.mmoe(slots, [{ name: '__proto__', kind: 'binary' }]),
    'mmoe: a task cannot be named "__proto__"',
  );
  check(
    'layers that no memory holds',
    () => models.sharedBottom(census, income, { bottomUnits: [100_000, 100_000] }),
    'of them in "bottom 1/weights" (100000 × 100000); at most 1,073,741,824 fit into memory.',
  );
  check(
    'embeddings that no memory holds',
    () => models.singleTask(slots, clickAndBuy, { embedding: 1e9 }),
    'at most 1,073,741,824 fit into memory. Take a smaller embedding, or fewer units.',
  );
  const odd = (options: object) => options as never;
  const { features, tasks } = { features: slots, tasks: clickAndBuy };
  check(
    'levels of 0',
    () => models.ple(features, tasks, { levels: 0 }),
    'ple: levels is 0; a whole number from 1 on was expected.',
  );
  check(
    'half a level',
    () => models.ple(features, tasks, { levels: 1.5 }),
    'ple: levels is 1.5; a whole number from 1 on was expected.',
  );
  check(
    'units that are no list',
    () => models.mmoe(features, tasks, odd({ towerUnits: 8 })),
    'mmoe: towerUnits is 8; a list of whole numbers from 1 on was expected.',
  );
  check(
    'a slip of the keys',
    () => models.mmoe(features, tasks, odd({ expert: 9 })),
    'mmoe: there is no option "expert"; did you mean "experts"?',
  );
  check(
    'an option of another model',
    () => models.sharedBottom(features, tasks, odd({ experts: 9 })),
    'shared-bottom: there is no option "experts". The options are bottomUnits, towerUnits, seed, inputs, embedding, pool, query, outputBias, batchNorm, init.',
  );
  check(
    'an embedding of 0',
    () => models.aitm(features, tasks, { embedding: 0 }),
    'aitm: embedding is 0; a whole number from 1 on was expected.',
  );
  check(
    'a dropout of everything',
    () => models.aitm(features, tasks, { towerDropout: [0.1, 1] }),
    'aitm: towerDropout[1] is 1; a number from 0 to below 1 was expected.',
  );
  check(
    'tasks before features',
    () => models.mmoe(odd(tasks as never), odd(features)),
    'mmoe: it takes features and tasks, (data.features, data.tasks, options); it was given a list of 2 and an object with columns.',
  );
  check(
    'options of a defined model',
    () => models.define('mine', features, tasks, () => ({ outputs: [] }), odd({ input: 'raw' })),
    'define "mine": there is no option "input"; did you mean "inputs"? The options are inputs, seed.',
  );
});

test('ESCM² without its own loss is ESMM', async () => {
  const [esmm, escm2] = [
    models.esmm(slots, clickAndBuy),
    models.escm2(slots, clickAndBuy, { counterfactualWeight: 0 }),
  ];
  expect({ ...escm2.network, model: 'esmm' }).toEqual(esmm.network);
  expect(await escm2.parameters()).toEqual(await esmm.parameters());
});

test('a numeric task is predicted by a value', () => {
  const { outputs } = models.mmoe(census, [income[0], { name: 'hours', kind: 'numeric' }]).network;
  expect(outputs.map(({ kind }) => kind)).toEqual(['binary', 'numeric']);
});
