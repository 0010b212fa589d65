import type { Features } from '../../data/index.ts';
import { count, readOptions, readValue } from '../../options/index.ts';
import { checkNode, checkValues, checkWidth } from '../block-checks.ts';
import { type BlockNames, nameIn } from '../block-names.ts';
import { type InitOption, mixOptions, namedOptions, selectorOptions, softmaxOptions } from '../block-options.ts';
import type { Blocks } from '../blocks.ts';
import type { GateNode, MixNode, NetworkNode } from '../network.ts';
import { upstream } from '../walk.ts';
import { embeddable } from './block-columns.ts';
import { parameter } from './block-parameters.ts';

/** Gates, and what they weight. */
export function gateBlocks(
  features: Features,
  names: BlockNames,
): Pick<Blocks, 'indicator' | 'softmax' | 'selector' | 'mix'> {
  return {
    indicator(column, given) {
      const name = names.take('indicator', 'indicator', nameIn(given));
      const block = `indicator "${name}"`;
      readOptions(block, namedOptions, given);
      const [found] = embeddable(features, [column], block);
      if (found.kind === 'list')
        throw new Error(`${block}: column "${column}" is a list; an indicator needs one value in each row.`);
      return { kind: 'indicator', name, width: found.values.length, column };
    },
    softmax(logits, given) {
      checkValues(logits, 'softmax', 'its logits');
      const name = names.inherit('softmax', 'gate', nameIn(given), logits);
      const { temperature, dropout, top } = readOptions(`softmax "${name}"`, softmaxOptions, given);
      const gate = { kind: 'softmax', name, width: logits.width, logits, temperature, dropout } as const;
      if (top === undefined || top >= logits.width) return gate;
      if (dropout > 0) throw new Error(`softmax "${name}": give it dropout or top: both leave experts out.`);
      return { ...gate, top };
    },
    selector(input, experts, given) {
      const name = names.take('selector', 'selector', nameIn(given));
      const block = `selector "${name}"`;
      const { top, gamma } = readOptions(block, selectorOptions, given);
      const bits = Math.log2(readValue(block, 'experts', count, experts));
      if (experts < 2 || !Number.isInteger(bits))
        throw new Error(
          `${block}: it is over ${experts} experts; a number with whole bits was expected: 2, 4, 8, 16 …`,
        );
      if (top > experts) throw new Error(`${block}: top is ${top}, of ${experts} experts.`);
      if (input !== undefined) checkNode(input, block, 'its input');
      // Bits begin undecided, as the authors' do: beyond ±γ ÷ 2 nothing would move them.
      const undecided = { kind: 'uniform', limit: gamma / 100 } as const;
      const width = top * bits;
      const part = (role: string, units: number, init: InitOption): NetworkNode => {
        const own = `${name} ${role}`;
        const values = parameter(
          `${own}/${input ? 'weights' : 'values'}`,
          input ? [input.width, units] : [units],
          init,
        );
        if (!input) return { kind: 'vector', name: own, width: units, values };
        const bias = parameter(`${own}/bias`, [units], { kind: 'constant', value: 0 });
        const shape = { kind: 'dense', name: names.take('dense', 'selector', own), width: units } as const;
        return { ...shape, input, activation: 'linear', weights: values, bias };
      };
      const parts = [part('choices', top, 'glorot'), part('bits', width, undecided)];
      const logits = { kind: 'concat', name: `${name} logits`, width: top + width, parts } as const;
      return { kind: 'selector', name, width: experts, logits, choices: top, gamma };
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
  };
}

function checkExperts(gate: GateNode, experts: readonly NetworkNode[], block: string): void {
  if (!['softmax', 'indicator', 'selector'].includes(gate.kind))
    throw new Error(`${block}: its gate is no softmax; write mix(softmax(…), experts).`);
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
