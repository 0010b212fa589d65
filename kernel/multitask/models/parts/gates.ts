import type { Blocks, NetworkNode, Penalty, SoftmaxNode } from '../../network/index.ts';
import type { GateOptions } from '../model-options.ts';

/** Softmax gates with the options of a model, and the penalties that keep them balanced. */
export type Gates = {
  /** A softmax over a linear layer, "NAME": [batch, experts] */
  readonly gate: (input: NetworkNode, experts: number, options: Parameters<Blocks['linear']>[2]) => SoftmaxNode;
  /** One for each gate; none at weight 0, with which a step is a faster one. */
  readonly penalties: () => Penalty[];
};

export function createGates(blocks: Blocks, given: Required<GateOptions>): Gates {
  const { gateTemperature: temperature, gateDropout: dropout, balance: weight } = given;
  const made: SoftmaxNode[] = [];
  return {
    gate(input, experts, options) {
      const gate = blocks.softmax(blocks.linear(input, experts, options), { temperature, dropout });
      made.push(gate);
      return gate;
    },
    penalties: () => (weight > 0 ? made.map((gate) => blocks.balance(gate, { weight })) : []),
  };
}
