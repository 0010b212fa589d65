import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import type { Blocks, BuildModel } from '../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import type { Network, NetworkNode } from '../../../../kernel/multitask/network/network.ts';

const features: Features = {
  columns: [
    { kind: 'numeric', name: 'age', mean: 40, sd: 10 },
    { kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn', 'Kiel'] },
    { kind: 'list', name: 'tags', values: ['new', 'sale'] },
    { kind: 'categorical', name: 'day', values: ['Mon', 'Tue'] },
  ],
};
const buy: Task = { name: 'buy', kind: 'binary' };
const stay: Task = { name: 'stay', kind: 'binary' };
const price: Task = { name: 'price', kind: 'numeric' };

const build = (make: BuildModel, tasks: readonly Task[] = [buy, stay], from = features): Network =>
  buildNetwork('mine', from, tasks, make);

/** A network whose one output reads `node`. */
const around = (node: (b: Blocks) => NetworkNode): Network =>
  build((tasks, b) => ({ outputs: [b.output(tasks[0], b.probability(b.linear(node(b), 1), { name: 'buy' }))] }), [buy]);

describe('widths and parameters', () => {
  const check = (name: string, node: (b: Blocks) => NetworkNode, width: number, parameters: Record<string, number[]>) =>
    test(name, () => {
      const found = around(node);
      const shapes = found.parameters.map((parameter) => [parameter.name, parameter.shape] as const);
      expect(found.nodes.at(-2)?.width).toBe(width);
      expect(Object.fromEntries(shapes.slice(0, -2))).toEqual(parameters);
    });

  check('dense over x: a numeric column and two one-hot ones', (b) => b.dense(b.x, 4, { name: 'd' }), 4, {
    'd/weights': [6, 4],
    'd/bias': [4],
  });
  check('no bias', (b) => b.dense(b.x, 4, { name: 'd', bias: false }), 4, { 'd/weights': [6, 4] });
  check('embed all: a table for each column', (b) => b.embed('all', 5, { name: 'e' }), 15, {
    'e/city': [3, 5],
    'e/tags': [2, 5],
    'e/day': [2, 5],
  });
  check('embed in one table', (b) => b.embed(['day', 'city'], 5, { name: 'e', table: 'shared' }), 10, {
    'e/table': [5, 5],
  });
  check('concat', (b) => b.concat([b.embed(['day'], 2, { name: 'e' }), b.embed(['day'], 3, { name: 'f' })]), 5, {
    'e/day': [2, 2],
    'f/day': [2, 3],
  });
  check(
    'weights shared by like are there once',
    (b) => {
      const first = b.dense(b.x, 4, { name: 'd' });
      return b.concat([first, b.linear(b.x, 4, { like: first })]);
    },
    8,
    { 'd/weights': [6, 4], 'd/bias': [4] },
  );
  check('dot', (b) => b.dot(b.embed(['day'], 3, { name: 'e' }), b.embed(['day'], 3, { name: 'f' })), 1, {
    'e/day': [2, 3],
    'f/day': [2, 3],
  });
  const e = (b: Blocks) => b.embed(['day'], 3, { name: 'e' });
  check('layerNorm: a gain and a shift for each unit', (b) => b.layerNorm(e(b), { name: 'n' }), 3, {
    'e/day': [2, 3],
    'n/gain': [3],
    'n/shift': [3],
  });
  check('batchNorm: running means and variances are no parameters', (b) => b.batchNorm(e(b), { name: 'n' }), 3, {
    'e/day': [2, 3],
    'n/gain': [3],
    'n/shift': [3],
  });
  check('add has no weights', (b) => b.add([e(b)]), 3, { 'e/day': [2, 3] });
  check('add: a learned weight for each part', (b) => b.add([e(b)], { name: 's', weights: 'learned' }), 3, {
    'e/day': [2, 3],
    's/weights': [1],
  });
  check('multiply by one number', (b) => b.multiply(e(b), b.numeric), 3, { 'e/day': [2, 3] });
  check('indicator', (b) => b.indicator('city'), 3, {});
  check('swish', (b) => b.dense(b.x, 4, { name: 'd', activation: 'swish' }), 4, { 'd/weights': [6, 4], 'd/bias': [4] });
  // Of the query's own table nothing is left to make: tags have other values than days.
  check(
    'attend, with a table of its own',
    (b) => b.attend('tags', b.embed(['day'], 3, { name: 'e' }), { name: 'a', units: 5 }),
    3,
    {
      'e/day': [2, 3],
      'a query/weights': [3, 5],
      'a query/bias': [5],
      'a/table': [2, 3],
      'a/weights': [6, 5],
      'a/scores': [5, 1],
    },
  );
  check('dropout and stopGradient', (b) => b.stopGradient(b.dropout(b.embed(['day'], 3, { name: 'e' }), 0.5)), 3, {
    'e/day': [2, 3],
  });
});

test('a shared table has the columns one after the other', () => {
  const [embed] = around((b) => b.embed(['tags', 'city'], 2, { table: 'shared' })).nodes;
  expect(embed).toMatchObject({ kind: 'embed', columns: ['tags', 'city'], offsets: [0, 2] });
});

test('every node comes after those it reads, once, and unread blocks are left out', () => {
  const { nodes } = build((tasks, b) => {
    b.dense(b.x, 99, { name: 'unread' });
    const experts = [b.dense(b.x, 2, { name: 'one' }), b.dense(b.x, 2, { name: 'two' })];
    const gate = b.softmax(b.linear(b.x, 2, { name: 'gate' }));
    return {
      outputs: tasks.map(({ name }, i) =>
        b.output(tasks[i], b.probability(b.linear(b.mix(gate, experts), 1), { name })),
      ),
    };
  });
  expect(nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'input x',
    'dense gate',
    'softmax gate',
    'dense one',
    'dense two',
    'mix gate',
    'dense linear 0',
    'mix gate 2',
    'dense linear 1',
  ]);
});

describe('a gate serves the tasks that its mix reaches', () => {
  const check = (name: string, make: BuildModel, gates: readonly (readonly [string, string, number])[]) =>
    test(name, () => {
      expect(build(make).gates.map((mix) => [mix.name, mix.serves, mix.level])).toEqual(gates);
    });
  const out = (b: Blocks, task: Task, node: NetworkNode) =>
    b.output(task, b.probability(b.linear(node, 1), { name: task.name }));
  const gated = (b: Blocks, name: string, input: NetworkNode = b.x) =>
    b.mix(b.softmax(b.linear(input, 2, { name })), [b.dense(input, 3), b.dense(input, 3)]);

  check('one task', (tasks, b) => ({ outputs: tasks.map((task) => out(b, task, gated(b, `${task.name} gate`))) }), [
    ['buy gate', 'buy', 0],
    ['stay gate', 'stay', 0],
  ]);
  check(
    'several',
    (tasks, b) => {
      const mixed = gated(b, 'one gate');
      return { outputs: tasks.map((task) => out(b, task, mixed)) };
    },
    [['one gate', 'shared', 0]],
  );
  check(
    'levels are counted upwards, and tasks come in their order',
    (tasks, b) => {
      const low = gated(b, 'low gate');
      return { outputs: [...tasks].reverse().map((task) => out(b, task, gated(b, `${task.name} gate`, low))) };
    },
    [
      ['low gate', 'shared', 0],
      ['buy gate', 'buy', 1],
      ['stay gate', 'stay', 1],
    ],
  );
  check(
    'a product passes on what it is made of',
    (tasks, b) => {
      const click = b.probability(b.linear(gated(b, 'click gate'), 1), { name: 'click' });
      const rest = b.probability(b.linear(gated(b, 'rest gate'), 1), { name: 'rest' });
      return {
        outputs: [
          b.output(tasks[0], click),
          b.output(undefined, rest),
          b.output(tasks[1], b.product([click, rest], { name: 'both' })),
        ],
      };
    },
    [
      ['rest gate', 'stay', 0],
      ['click gate', 'shared', 0],
    ],
  );
  check(
    'serves and level can be told',
    (tasks, b) => {
      const mixed = b.mix(b.softmax(b.linear(b.x, 1, { name: 'g' })), [b.dense(b.x, 3)], { serves: 'stay', level: 7 });
      return { outputs: tasks.map((task) => out(b, task, mixed)) };
    },
    [['g', 'stay', 7]],
  );
});

describe('errors name the block', () => {
  const check = (name: string, make: (b: Blocks) => NetworkNode, message: string) =>
    test(name, () => expect(() => around(make)).toThrow(message));
  const gate = (b: Blocks, units: number) => b.softmax(b.linear(b.x, units, { name: 'income gate' }));

  check(
    'mix',
    (b) =>
      b.mix(
        gate(b, 4),
        [0, 1, 2].map((i) => b.dense(b.x, 8, { name: `expert ${i}` })),
      ),
    'mix "income gate": the gate has 4 weights a row but 3 experts were given; 3 experts need softmax(linear(…, 3)).',
  );
  check(
    'mix of unlike experts',
    (b) => b.mix(gate(b, 2), [b.dense(b.x, 8, { name: 'one' }), b.dense(b.x, 9, { name: 'two' })]),
    'mix "income gate": beside "one", expert "two" is 9 wide; it must be 8 wide.',
  );
  check('mix without a gate', (b) => b.mix(b.dense(b.x, 2) as never, [b.dense(b.x, 2)]), 'its gate is no softmax');
  check(
    'units',
    (b) => b.dense(b.x, 2.5, { name: 'half' }),
    'dense "half": units is 2.5; a whole number from 1 on was expected.',
  );
  check(
    'rate',
    (b) => b.dropout(b.dense(b.x, 2), 1),
    'dropout "dropout 0": rate is 1; a number from 0 to below 1 was expected.',
  );
  check(
    'temperature',
    (b) => b.softmax(b.linear(b.x, 2, { name: 'g' }), { temperature: 0 }),
    'softmax "g": temperature is 0',
  );
  check(
    'column',
    (b) => b.embed(['town'], 2, { name: 'e' }),
    'embed "e": there is no column "town". The columns are age, city, tags and day.',
  );
  check(
    'attention over what is no list',
    (b) => b.attend('city', b.embed(['day'], 2), { name: 'a' }),
    'attend "a": column "city" is categorical; attention is over the codes of a list column.',
  );
  check(
    'attention over a column that is not there',
    (b) => b.attend('tag', b.embed(['day'], 2), { name: 'a' }),
    'attend "a": there is no column "tag"; did you mean "tags"?',
  );
  check(
    'attention by a table of other values',
    (b) => b.attend('tags', b.embed(['day'], 2), { name: 'a', like: b.embed(['day', 'city'], 2, { name: 'e' }) }),
    'attend "a": no column of embed "e" (day, city) has the same values as "tags", so their codes mean other things.',
  );
  check(
    'attention by what has no table',
    (b) => b.attend('tags', b.embed(['day'], 2), { name: 'a', like: b.dense(b.x, 2, { name: 'd' }) }),
    'attend "a": "d" is no embed block, so it has no table to share.',
  );
  check(
    'attention by a query of another width',
    (b) => b.attend('tags', b.dense(b.x, 3, { name: 'q' }), { name: 'a', like: b.embed(['tags'], 2) }),
    'attend "a": as the embeddings that it is compared with, its query "q" is 3 wide; it must be 2 wide.',
  );
  check(
    'attention by x',
    (b) => b.attend('tags', b.x, { name: 'a' }),
    'attend "a": its query is x, which only dense and linear can read',
  );
  check(
    'attention of another kind',
    (b) => b.attend('tags', b.embed(['day'], 2), { name: 'a', attention: 'dot' as never }),
    'attend "a": attention is "dot"',
  );
  check('numeric column', (b) => b.embed(['age'], 2), 'embed "embed 0": column "age" is numeric');
  check(
    'name twice',
    (b) => b.dense(b.dense(b.x, 2, { name: 'a' }), 2, { name: 'a' }),
    'dense "a": another dense has this name already',
  );
  check(
    'like of other inputs',
    (b) => {
      const first = b.dense(b.x, 2, { name: 'a' });
      return b.dense(first, 2, { name: 'b', like: first });
    },
    'dense "b": its weights are [2, 2] but those of "a" are [6, 2].',
  );
  check(
    'x where values are needed',
    (b) => b.concat([b.x, b.dense(b.x, 2)]),
    'concat "concat 0": a part is x, which only dense and linear can read',
  );
  check(
    'a probability where a block is needed',
    (b) => b.dense(b.probability(b.linear(b.x, 1), { name: 'p' }) as never, 2),
    'dense "dense 0": its input is the probability "p"',
  );
  check(
    'nothing',
    (b) => b.dense(undefined as never, 2),
    'dense "dense 0": its input is undefined; it must be a building block.',
  );
  check(
    'activation',
    (b) => b.dense(b.x, 2, { activation: 'gelu' as never }),
    'dense "dense 0": activation is "gelu"; "relu", "linear", "sigmoid", "tanh" or "swish" was expected.',
  );
  const two = (b: Blocks) => b.dense(b.x, 2, { name: 'a' });
  const three = (b: Blocks) => b.dense(b.x, 3, { name: 'b' });
  check(
    'activate',
    (b) => b.activate(two(b), 'gelu' as never),
    'activate "activate 0": activation is "gelu"; "relu", "sigmoid", "tanh" or "swish" was expected.',
  );
  check(
    'multiply',
    (b) => b.multiply(two(b), three(b)),
    'multiply "multiply 0": beside "a", its second block "b" is 3 wide; it must be 2 wide.',
  );
  check('add', (b) => b.add([two(b), three(b)]), 'add "add 0": beside "a", part "b" is 3 wide; it must be 2 wide.');
  check('add of nothing', (b) => b.add([]), 'add "add 0": no blocks were given.');
  check(
    'first values of weights that are 1',
    (b) => b.add([two(b)], { init: 'he' }),
    'add "add 0": init is about learned weights; its weights are all 1.',
  );
  check(
    'batchNorm of x',
    (b) => b.batchNorm(b.x),
    'batchNorm "batchNorm 0": its input is x, which only dense and linear',
  );
  check(
    'batchNorm of a probability',
    (b) => b.batchNorm(b.probability(b.linear(b.x, 1), { name: 'p' }) as never),
    'batchNorm "batchNorm 0": its input is the probability "p"',
  );
  check('batchNorm of nothing', (b) => b.batchNorm(undefined as never), 'its input is undefined');
  check(
    'an option that batchNorm has not',
    (b) => b.batchNorm(two(b), { momentum: 0.1 } as never),
    'batchNorm "batchNorm 0": there is no option "momentum"',
  );
  const balance = (name: string, gate: (b: Blocks) => unknown, message: string, weight?: number) =>
    check(
      `balance ${name}`,
      (b) => b.balance(gate(b) as never, weight === undefined ? {} : { weight }) as never,
      message,
    );
  balance('of a layer', two, 'balance: it is about dense "a", which is no gate that learns; write balance(softmax(…)');
  balance('of a fixed gate', (b) => b.indicator('city'), 'it is about indicator "indicator 0", which is no gate');
  balance('of a mix', (b) => b.mix(b.softmax(b.linear(b.x, 1)), [two(b)]), 'it is about mix "');
  balance('of nothing', () => undefined, 'it is about undefined, which is no gate');
  balance('of a list of gates', (b) => [b.softmax(two(b))], 'which is no gate that learns');
  balance('with a weight below 0', (b) => b.softmax(two(b)), 'balance: weight is -1', -1);
  balance('with a weight that is no number', (b) => b.softmax(two(b)), 'balance: weight is NaN', Number.NaN);
  check('layerNorm of one number', (b) => b.layerNorm(b.numeric), 'its input "numeric" is 1 wide');
  check('indicator of a list', (b) => b.indicator('tags'), 'indicator "indicator 0": column "tags" is a list');
  check('indicator of a number', (b) => b.indicator('age'), 'indicator "indicator 0": column "age" is numeric');
  check(
    'dropout and top',
    (b) => b.softmax(b.linear(b.x, 3, { name: 'g' }), { top: 2, dropout: 0.1 }),
    'softmax "g": give it dropout or top: both leave experts out.',
  );
  check(
    'dot',
    (b) => b.dot(b.dense(b.x, 2, { name: 'a' }), b.dense(b.x, 3, { name: 'b' })),
    'dot "dot 0": beside "a", its second block "b" is 3 wide; it must be 2 wide.',
  );
});

describe('errors of a whole model', () => {
  const check = (
    name: string,
    make: BuildModel,
    message: string,
    tasks: readonly Task[] = [buy, stay],
    from = features,
  ) => test(name, () => expect(() => build(make, tasks, from)).toThrow(message));
  const p = (b: Blocks, name: string) => b.probability(b.linear(b.x, 1), { name });
  const fine: BuildModel = (tasks, b) => ({ outputs: tasks.map((task) => b.output(task, p(b, task.name))) });

  check(
    'a task without an output',
    (tasks, b) => ({ outputs: [b.output(tasks[0], p(b, 'buy'))] }),
    'mine: task "stay" has no output; add output(task, …) for it.',
  );
  check(
    'a task with two',
    ([task], b) => ({ outputs: [b.output(task, p(b, 'a')), b.output(task, p(b, 'b'))] }),
    'task "buy" has two outputs',
  );
  check(
    'a task of nobody',
    (_, b) => ({ outputs: [b.output(price, b.linear(b.x, 1))] }),
    'an output for "price", which is none of its tasks (buy, stay)',
  );
  check(
    'two outputs of one name',
    (tasks, b) => ({ outputs: tasks.map((task) => b.output(task, p(b, 'p'))) }),
    'two outputs are named "p"',
  );
  check(
    'a penalty under another name',
    (tasks, b) => ({ outputs: tasks.map((task) => b.output(task, p(b, task.name))), penalty: [] }) as never,
    'what its builder returns: there is no option "penalty"; did you mean "penalties"?',
  );
  check('nothing returned', () => ({}) as never, 'the builder must return { outputs: [output(task, …), …] }');
  check(
    'a wide logit',
    (tasks, b) => ({ outputs: [b.output(tasks[0], b.probability(b.linear(b.x, 2, { name: 'l' }), { name: 'buy' }))] }),
    'probability "buy": its logit "l" is 2 wide; it must be 1 wide.',
  );
  check(
    'a numeric task with a probability',
    ([task], b) => ({ outputs: [b.output(task, p(b, 'p'))] }),
    'task "price" is numeric',
    [price],
  );
  check(
    'a binary task without one',
    ([task], b) => ({ outputs: [b.output(task, b.linear(b.x, 1))] }),
    'output "buy": task "buy" is binary; write output(task, probability(logit, { name })).',
    [buy],
  );
  check(
    'a penalty about another output',
    (tasks, b) => {
      const outputs = tasks.map((task) => b.output(task, p(b, task.name)));
      return {
        outputs,
        penalties: [{ kind: 'order', lower: outputs[0], upper: b.output(undefined, p(b, 'other')), weight: 1 }],
      };
    },
    'a penalty is about "other", which is no probability among the outputs',
  );
  check(
    'a risk about labels of nobody',
    (tasks, b) => {
      const outputs = tasks.map((task) => b.output(task, p(b, task.name)));
      const label = b.output(undefined, p(b, 'other'));
      return { outputs, penalties: [b.risk(p(b, 'r'), { label, observed: outputs[0], propensity: p(b, 'q') })] };
    },
    'mine: a risk reads the labels of "other", which is no output of a binary task among the outputs.',
  );
  check(
    'a penalty of another kind',
    (tasks, b) => ({ ...fine(tasks, b), penalties: [{ kind: 'l2', weight: 1 }] }) as never,
    'mine: there is no penalty of kind "l2".',
  );
  check('a label among the features', fine, 'mine: the label "age" is also a feature column.', [
    { name: 'age', kind: 'binary' },
  ]);
  check('a column twice', fine, 'two feature columns are named "age"', [buy], {
    columns: [...features.columns, features.columns[0]],
  });
  check('no columns', fine, 'there are no feature columns', [buy], { columns: [] });
  check('no tasks', fine, 'there are no tasks', []);
});

describe('attention reads the table of a column with the same values', () => {
  const values = ['a', 'b', 'c'];
  const columns: Features['columns'] = [
    { kind: 'categorical', name: 'item', values },
    { kind: 'list', name: 'seen', values: [...values] },
    { kind: 'list', name: 'other', values: ['a', 'c', 'b'] },
  ];
  const check = (
    name: string,
    list: 'seen' | 'other',
    options: (b: Blocks) => Parameters<Blocks['attend']>[2],
    table: string,
    offset: number,
  ) =>
    test(name, () => {
      const network = build(
        ([task], b) => {
          const node = b.attend(list, b.embed(['item'], 2, { name: 'q' }), { name: 'a', ...options(b) });
          return { outputs: [b.output(task, b.probability(b.linear(node, 1), { name: 'buy' }))] };
        },
        [buy],
        { columns },
      );
      const found = network.nodes.find((node) => node.kind === 'attend');
      expect(found).toMatchObject({ tables: [{ name: table }], offsets: [offset] });
      expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
    });
  check("the query's", 'seen', () => ({}), 'q/item', 0);
  check('one of its own where the order of the values is another', 'other', () => ({}), 'a/table', 0);
  check("a named block's", 'seen', (b) => ({ like: b.embed(['other', 'item'], 2, { name: 'e' }) }), 'e/item', 0);
  check(
    "a named block's, of its one table the rows of that column",
    'seen',
    (b) => ({ like: b.embed(['other', 'item'], 2, { name: 'e', table: 'shared' }) }),
    'e/table',
    3,
  );
});
