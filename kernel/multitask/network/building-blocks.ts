import type { Features } from '../data/index.ts';
import { count, noMore, type Read, readOptions, readValue, share } from '../options/index.ts';
import { checkNode, checkValues, checkWidth, isProbability } from './block-checks.ts';
import { createBlockNames, nameIn } from './block-names.ts';
import { type DenseOptions, denseOptions, embedOptions, linearOptions, namedOptions } from './block-options.ts';
import type { Blocks } from './blocks.ts';
import {
  attendBlock,
  elementwiseBlocks,
  embeddable,
  gateBlocks,
  inputWidth,
  parameter,
  penaltyBlocks,
  weightsFor,
} from './building/index.ts';
import type { ActivateNode, DenseNode, InputNode, NetworkNode, NumericNode } from './network.ts';

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
  ): DenseNode | ActivateNode {
    const name = names.take('dense', word, nameIn(given));
    const block = `${word} "${name}"`;
    const options: Read<typeof denseOptions> =
      word === 'dense'
        ? readOptions(block, denseOptions, given)
        : { ...readOptions(block, linearOptions, given), activation: 'linear' };
    checkNode(input, block, 'its input');
    readValue(block, 'units', count, units);
    if (input.width === 0) throw new Error(`${block}: its input "${input.name}" has no columns.`);
    const isSwish = options.activation === 'swish';
    const activation = options.activation === 'swish' ? 'linear' : options.activation;
    const shape = { kind: 'dense', name, width: units, input, activation } as const;
    const layer: DenseNode = { ...shape, ...weightsFor(name, block, input.width, units, options) };
    if (!isSwish) return layer;
    // Its gradient is no function of its value, so the sums are kept: a block of their own.
    return {
      kind: 'activate',
      name: names.take('activate', word, name),
      width: units,
      input: layer,
      activation: 'swish',
    };
  }

  return {
    x,
    numeric,
    ...elementwiseBlocks(names),
    ...gateBlocks(features, names),
    ...attendBlock(features, names),
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
    linear: (input, units, given) => dense('linear', input, units, given) as DenseNode,
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
    ...penaltyBlocks(),
  };
}

/** A probability and a product are columns of `predict`, so they have a name of a person's choice. */
const resultOptions = { name: { ...namedOptions.name, needed: true } } as const;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
