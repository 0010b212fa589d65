import type { Features } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import type { Blocks, BuildModel } from '../../kernel/multitask/network/blocks.ts';
import type { NetworkNode } from '../../kernel/multitask/network/network.ts';

/** A model of a dozen blocks of every kind, wired at random, and of two tasks. It has no kinks. */
export function randomModel(features: Features, seed: number): BuildModel {
  return (tasks, b) => {
    const random = randomStream(seed, 'network');
    const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)];
    const activation = () => pick(['tanh', 'sigmoid', 'linear'] as const);
    const width = () => 1 + random.below(20);
    const embedded = features.columns.filter((column) => column.kind !== 'numeric').map((column) => column.name);
    const table = () => pick(['each', 'shared'] as const);
    const pool = () => pick(['sum', 'mean'] as const);
    const nodes: NetworkNode[] = [
      b.dense(b.x, width(), { activation: activation() }),
      b.embed(embedded, 1 + random.below(6), { table: table(), pool: pool(), maxLength: 1 + random.below(4) }),
    ];
    const kinds = [
      'dense',
      'dense',
      'over x',
      'numeric',
      'embed',
      'concat',
      'dropout',
      'stopGradient',
      'dot',
      'gate',
      'gate',
      'like',
      'activate',
      'layerNorm',
      'batchNorm',
      'add',
      'multiply',
      'indicator',
      'selector',
    ];
    for (let i = 0; i < 12; i++) nodes.push(...block(pick(kinds)));
    const last = b.concat(nodes.filter((node) => node.kind !== 'softmax'));
    const logits = tasks.map((task) =>
      b.linear(b.dense(last, width(), { activation: 'tanh' }), 1, { name: `${task.name} logit` }),
    );
    const [click, buy] = logits.map((logit, t) => b.probability(logit, { name: tasks[t].name }));
    const second = random.below(2) === 0 ? buy : b.product([click, buy], { name: 'both' });
    return { outputs: [b.output(tasks[0], click), b.output(tasks[1], second)] };

    function block(kind: string): NetworkNode[] {
      const node = pick(nodes);
      switch (kind) {
        case 'dense':
          return [b.dense(node, width(), { activation: activation(), bias: random.below(2) === 0 ? false : 0.1 })];
        case 'over x':
          return [b.dense(b.x, width(), { activation: activation() })];
        case 'numeric':
          return features.columns.some((column) => column.kind === 'numeric') ? [b.numeric] : [];
        case 'embed':
          return [b.embed([pick(embedded)], 1 + random.below(9), { pool: pool() })];
        case 'concat':
          return [b.concat([node, pick(nodes)])];
        case 'dropout':
          return [b.dropout(node, 0.3)];
        case 'stopGradient':
          return [b.stopGradient(node)];
        case 'dot':
          return [b.dot(node, b.linear(pick(nodes), node.width))];
        case 'activate':
          return [b.activate(node, pick(['sigmoid', 'tanh', 'swish']))];
        case 'layerNorm':
          return node.width > 1 ? [b.layerNorm(node)] : [];
        case 'batchNorm':
          // Of a layer with a bias, whose gradient is 0 but for rounding, Adam would move by the rounding.
          return [b.batchNorm(b.dense(node, width(), { activation: 'tanh', bias: false }))];
        case 'add':
          return [b.add([node, b.linear(pick(nodes), node.width)], { weights: pick(['one', 'learned', 'sigmoid']) })];
        case 'multiply':
          return [b.multiply(node, b.linear(pick(nodes), pick([1, node.width])))];
        case 'selector':
          return [
            b.mix(b.selector(pick([undefined, node]), 4, { gamma: 3 }), [
              node,
              node,
              b.linear(pick(nodes), node.width),
              node,
            ]),
          ];
        case 'indicator':
          return [b.mix(b.indicator('city'), [node, node, b.linear(pick(nodes), node.width)])];
        case 'like': {
          const like = nodes.find((each) => each.kind === 'dense' && each.input.kind !== 'input');
          if (like?.kind !== 'dense') return [];
          const input = b.linear(node, like.input.width);
          return [b.dense(input, like.width, { like, activation: 'tanh' })];
        }
        default:
          return gate(b, node);
      }
    }

    function gate(blocks: Blocks, node: NetworkNode): NetworkNode[] {
      const units = width();
      const experts = Array.from({ length: 2 + random.below(4) }, () =>
        blocks.dense(random.below(2) === 0 ? node : blocks.x, units, { activation: activation() }),
      );
      const temperature = 0.5 + random.uniform();
      const options = pick([{ temperature }, { temperature, dropout: 0.3 }, { temperature, top: 2 }]);
      return [blocks.mix(blocks.softmax(blocks.linear(pick(nodes), experts.length), options), experts)];
    }
  };
}
