import { readOptions, readValue } from '../../options/index.ts';
import { checkValues, checkWidth } from '../block-checks.ts';
import { type BlockNames, nameIn } from '../block-names.ts';
import { activation, addOptions, type InitOption, namedOptions } from '../block-options.ts';
import type { Blocks } from '../blocks.ts';
import type { VectorNode } from '../network.ts';
import { parameter } from './block-parameters.ts';

/** Blocks that work on rows of numbers, unit by unit. */
export function elementwiseBlocks(
  names: BlockNames,
): Pick<Blocks, 'activate' | 'layerNorm' | 'batchNorm' | 'add' | 'multiply'> {
  return {
    activate(input, given, options) {
      const name = names.take('activate', 'activate', nameIn(options));
      const block = `activate "${name}"`;
      readOptions(block, namedOptions, options);
      checkValues(input, block, 'its input');
      const chosen = readValue(block, 'activation', activation, given);
      return { kind: 'activate', name, width: input.width, input, activation: chosen };
    },
    layerNorm(input, given) {
      const name = names.take('layerNorm', 'layerNorm', nameIn(given));
      const block = `layerNorm "${name}"`;
      readOptions(block, namedOptions, given);
      checkValues(input, block, 'its input');
      if (input.width < 2)
        throw new Error(`${block}: its input "${input.name}" is 1 wide; the mean of one number leaves nothing of it.`);
      const gain = parameter(`${name}/gain`, [input.width], { kind: 'constant', value: 1 });
      const shift = parameter(`${name}/shift`, [input.width], { kind: 'constant', value: 0 });
      return { kind: 'layerNorm', name, width: input.width, input, gain, shift, epsilon: 1e-5 };
    },
    batchNorm(input, given) {
      const name = names.take('batchNorm', 'batchNorm', nameIn(given));
      const block = `batchNorm "${name}"`;
      readOptions(block, namedOptions, given);
      checkValues(input, block, 'its input');
      const { width } = input;
      const array = (role: string, value: number) => parameter(`${name}/${role}`, [width], { kind: 'constant', value });
      return {
        kind: 'batchNorm',
        name,
        width,
        input,
        gain: array('gain', 1),
        shift: array('shift', 0),
        mean: array('running mean', 0),
        variance: array('running variance', 1),
        epsilon: 1e-5,
        momentum: 0.1,
      };
    },
    add(parts, given) {
      const name = names.take('add', 'add', nameIn(given));
      const block = `add "${name}"`;
      const { weights, init } = readOptions(block, addOptions, given);
      if (parts.length === 0) throw new Error(`${block}: no blocks were given.`);
      for (const part of parts) {
        checkValues(part, block, 'a part');
        checkWidth(part, parts[0].width, block, `beside "${parts[0].name}", part`);
      }
      if (weights === 'one' && init !== undefined)
        throw new Error(`${block}: init is about learned weights; its weights are all 1.`);
      const learned = (start: number) =>
        vector(`${name}/weights`, parts.length, init ?? { kind: 'constant', value: start });
      const sum = { kind: 'add', name, width: parts[0].width, parts } as const;
      if (weights === 'one') return { ...sum, weights: undefined };
      if (weights === 'learned') return { ...sum, weights: learned(1) };
      const input = learned(0);
      return {
        ...sum,
        weights: { kind: 'activate', name: input.name, width: input.width, input, activation: 'sigmoid' },
      };
    },
    multiply(a, b, given) {
      const name = names.take('multiply', 'multiply', nameIn(given));
      const block = `multiply "${name}"`;
      readOptions(block, namedOptions, given);
      checkValues(a, block, 'its first block');
      checkValues(b, block, 'its second block');
      if (b.width !== 1) checkWidth(b, a.width, block, `beside "${a.name}", its second block`);
      return { kind: 'multiply', name, width: a.width, a, b };
    },
  };
}

/** Learned numbers, the same in every row, that belong to a block. */
function vector(name: string, width: number, init: InitOption): VectorNode {
  return { kind: 'vector', name, width, values: parameter(name, [width], init) };
}
