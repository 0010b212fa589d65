import type { CategoricalColumn, Features, ListColumn } from '../data/index.ts';
import { count, isObject, noMore, noSuch, type Read, readOptions, readValue, share } from '../options/index.ts';
import { checkNode, checkValues, checkWidth, isProbability } from './block-checks.ts';
import { createBlockNames } from './block-names.ts';
import {
  type Blocks,
  type DenseOptions,
  denseOptions,
  embedOptions,
  type InitOption,
  linearOptions,
  mixOptions,
  namedOptions,
  softmaxOptions,
} from './blocks.ts';
import type {
  DenseNode,
  Init,
  InputNode,
  MixNode,
  NetworkNode,
  NumericNode,
  Parameter,
  SoftmaxNode,
} from './network.ts';
import { upstream } from './walk.ts';

/** The building blocks over these columns, with a fresh set of names. */
export function createBlocks(features: Features): Blocks {
  const blocks = blocksOver(features);
  const calls = Object.entries(blocks).flatMap(([word, block]: [string, unknown]) => {
    if (typeof block !== 'function') return [];
    const call = (...given: readonly unknown[]): unknown => {
      noMore(word, given.slice(block.length));
      return block(...given);
    };
    return [[word, call] as const];
  });
  return { ...blocks, ...Object.fromEntries(calls) };
}

function blocksOver(features: Features): Blocks {
  const names = createBlockNames();
  const x: InputNode = { kind: 'input', name: 'x', width: inputWidth(features) };

  const numeric: NumericNode = {
    kind: 'numeric',
    name: 'numeric',
    width: features.columns.filter((column) => column.kind === 'numeric').length,
  };

  function dense(
    word: 'dense' | 'linear',
    input: NetworkNode,
    units: number,
    given: DenseOptions | undefined,
  ): DenseNode {
    const name = names.take('dense', word, nameIn(given));
    const block = `${word} "${name}"`;
    const options: Read<typeof denseOptions> =
      word === 'dense'
        ? readOptions(block, denseOptions, given)
        : { ...readOptions(block, linearOptions, given), activation: 'linear' };
    checkNode(input, block, 'its input');
    readValue(block, 'units', count, units);
    if (input.width === 0) throw new Error(`${block}: its input "${input.name}" has no columns.`);
    const { activation } = options;
    const shape = { kind: 'dense', name, width: units, input, activation } as const;
    if (options.like !== undefined) return { ...shape, ...weightsOf(options.like, block, input.width, units) };
    const weights = parameter(`${name}/weights`, [input.width, units], options.init);
    if (options.bias === false) return { ...shape, weights, bias: undefined };
    const value = options.bias;
    return { ...shape, weights, bias: parameter(`${name}/bias`, [units], { kind: 'constant', value }) };
  }

  return {
    x,
    numeric,
    embed(columns, units, given) {
      const name = names.take('embed', 'embed', nameIn(given));
      const block = `embed "${name}"`;
      const options = readOptions(block, embedOptions, given);
      const { table, pool, maxLength, init } = options;
      readValue(block, 'units', count, units);
      const chosen = embeddable(features, columns, block);
      const sizes = chosen.map((column) => column.values.length);
      return {
        kind: 'embed',
        name,
        width: chosen.length * units,
        columns: chosen.map((column) => column.name),
        units,
        table,
        pool,
        maxLength,
        tables:
          table === 'shared'
            ? [parameter(`${name}/table`, [sum(sizes), units], init)]
            : chosen.map((column, i) => parameter(`${name}/${column.name}`, [sizes[i], units], init)),
        offsets: sizes.map((_, i) => (table === 'shared' ? sum(sizes.slice(0, i)) : 0)),
      };
    },
    concat(parts, given) {
      const name = names.take('concat', 'concat', nameIn(given));
      readOptions(`concat "${name}"`, namedOptions, given);
      if (parts.length === 0) throw new Error(`concat "${name}": no blocks were given.`);
      for (const part of parts) checkValues(part, `concat "${name}"`, 'a part');
      return { kind: 'concat', name, width: sum(parts.map((part) => part.width)), parts };
    },
    dense: (input, units, given) => dense('dense', input, units, given),
    linear: (input, units, given) => dense('linear', input, units, given),
    dropout(input, rate, given) {
      const name = names.take('dropout', 'dropout', nameIn(given));
      readOptions(`dropout "${name}"`, namedOptions, given);
      checkValues(input, `dropout "${name}"`, 'its input');
      readValue(`dropout "${name}"`, 'rate', share, rate);
      return { kind: 'dropout', name, width: input.width, input, rate };
    },
    stopGradient(input, given) {
      const name = names.take('stopGradient', 'stopGradient', nameIn(given));
      readOptions(`stopGradient "${name}"`, namedOptions, given);
      checkValues(input, `stopGradient "${name}"`, 'its input');
      return { kind: 'stopGradient', name, width: input.width, input };
    },
    dot(a, b, given) {
      const name = names.take('dot', 'dot', nameIn(given));
      readOptions(`dot "${name}"`, namedOptions, given);
      checkValues(a, `dot "${name}"`, 'its first block');
      checkValues(b, `dot "${name}"`, 'its second block');
      checkWidth(b, a.width, `dot "${name}"`, `beside "${a.name}", its second block`);
      return { kind: 'dot', name, width: 1, a, b };
    },
    softmax(logits, given) {
      checkValues(logits, 'softmax', 'its logits');
      const name = names.inherit('softmax', 'gate', nameIn(given), logits);
      const { temperature, dropout } = readOptions(`softmax "${name}"`, softmaxOptions, given);
      return { kind: 'softmax', name, width: logits.width, logits, temperature, dropout };
    },
    mix(gate, experts, given) {
      checkNode(gate, 'mix', 'its gate');
      const name = names.inherit('mix', 'mix', nameIn(given), gate);
      const options = readOptions(`mix "${name}"`, mixOptions, given);
      checkExperts(gate, experts, `mix "${name}"`);
      const level = options.level ?? 1 + Math.max(highestLevel(gate), ...experts.map(highestLevel));
      // Whom it serves is known when the outputs are: `buildNetwork` fills in an empty one.
      return { kind: 'mix', name, width: experts[0].width, gate, experts, serves: options.serves ?? '', level };
    },
    probability(logit, given) {
      const { name } = readOptions('probability', resultOptions, given);
      checkValues(logit, `probability "${name}"`, 'its logit');
      checkWidth(logit, 1, `probability "${name}"`, 'its logit');
      return { kind: 'probability', name, logit };
    },
    product(factors, given) {
      const { name } = readOptions('product', resultOptions, given);
      if (factors.length === 0) throw new Error(`product "${name}": no probabilities were given.`);
      for (const factor of factors)
        if (!isProbability(factor))
          throw new Error(`product "${name}": a factor is no probability; write probability(logit, { name }).`);
      return { kind: 'product', name, factors };
    },
    output(task, value, given) {
      const options = readOptions('output', namedOptions, given);
      if (isProbability(value)) {
        const name = options.name ?? value.name;
        if (task?.kind === 'numeric')
          throw new Error(
            `output "${name}": task "${task.name}" is numeric; give the block itself, not a probability.`,
          );
        return { kind: 'binary', name, task, value };
      }
      const block = `output "${options.name ?? task?.name ?? value?.name}"`;
      checkValues(value, block, 'its value');
      checkWidth(value, 1, block, 'its value');
      if (task?.kind === 'binary')
        throw new Error(`${block}: task "${task.name}" is binary; write output(task, probability(logit, { name })).`);
      return { kind: 'numeric', name: options.name ?? task?.name ?? value.name, task, value };
    },
  };
}

/** A probability and a product are columns of `predict`, so they have a name of a person's choice. */
const resultOptions = { name: { ...namedOptions.name, needed: true } } as const;

/** The name that a person gave a block; whether it is one is checked with the other options. */
function nameIn(given: unknown): string | undefined {
  return isObject(given) && typeof given.name === 'string' ? given.name : undefined;
}

/** How many columns `x` has. */
function inputWidth({ columns }: Features): number {
  return sum(
    columns.map((column) => (column.kind === 'categorical' ? column.values.length : column.kind === 'numeric' ? 1 : 0)),
  );
}

function embeddable(
  features: Features,
  columns: readonly string[] | 'all',
  block: string,
): (CategoricalColumn | ListColumn)[] {
  const wanted =
    columns === 'all'
      ? features.columns.filter((column) => column.kind !== 'numeric').map((column) => column.name)
      : columns;
  if (wanted.length === 0) throw new Error(`${block}: there is no categorical or list column to embed.`);
  return wanted.map((name) => {
    const column = features.columns.find((candidate) => candidate.name === name);
    if (!column)
      throw new Error(
        `${block}: ${noSuch(
          'column',
          name,
          features.columns.map((each) => each.name),
        )}`,
      );
    if (column.kind === 'numeric')
      throw new Error(`${block}: column "${name}" is numeric; only categorical and list columns have embeddings.`);
    return column;
  });
}

function parameter(name: string, shape: readonly [number, number] | readonly [number], init: InitOption): Parameter {
  return { name, shape, init: withFans(init, shape[0], shape[1] ?? 1) };
}

function withFans(init: InitOption, fanIn: number, fanOut: number): Init {
  if (init === 'glorot') return { kind: 'glorot', fanIn, fanOut };
  if (init === 'lecun-normal') return { kind: 'normal', sd: 1 / Math.sqrt(fanIn) };
  return init === 'he' ? { kind: 'he', fanIn } : init;
}

function weightsOf(
  like: NetworkNode,
  block: string,
  inputs: number,
  units: number,
): Pick<DenseNode, 'weights' | 'bias'> {
  if (like.kind !== 'dense')
    throw new Error(`${block}: "${like.name}" is no dense or linear block, so it has no weights to share.`);
  const [rows, columns] = like.weights.shape;
  if (rows !== inputs || columns !== units)
    throw new Error(
      `${block}: its weights are [${inputs}, ${units}] but those of "${like.name}" are [${rows}, ${columns}].`,
    );
  return { weights: like.weights, bias: like.bias };
}

function checkExperts(gate: SoftmaxNode, experts: readonly NetworkNode[], block: string): void {
  if (gate.kind !== 'softmax') throw new Error(`${block}: its gate is no softmax; write mix(softmax(…), experts).`);
  for (const expert of experts) checkValues(expert, block, 'an expert');
  if (gate.width !== experts.length)
    throw new Error(
      `${block}: the gate has ${gate.width} weights a row but ${experts.length} experts were given; ` +
        `${experts.length} experts need softmax(linear(…, ${experts.length})).`,
    );
  for (const expert of experts) checkWidth(expert, experts[0].width, block, `beside "${experts[0].name}", expert`);
}

/** The level of the highest mix that a block reads, −1 when it reads none. */
function highestLevel(node: NetworkNode): number {
  return Math.max(
    -1,
    ...upstream([node])
      .filter((read): read is MixNode => read.kind === 'mix')
      .map((mix) => mix.level),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
