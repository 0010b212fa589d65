import { readOptions, seen } from '../../options/index.ts';
import { checkValues, checkWidth, isNode, isProbability } from '../block-checks.ts';
import { penaltyOptions, riskOptions } from '../block-options.ts';
import type { Blocks } from '../blocks.ts';

/** What a model may give back beside its outputs. */
export function penaltyBlocks(): Pick<Blocks, 'risk' | 'sumToOne' | 'undecided' | 'balance'> {
  return {
    risk(value, given) {
      const options = readOptions('risk', riskOptions, given);
      if (!isProbability(value) || value.kind !== 'probability')
        throw new Error('risk: it is about no probability of its own; write risk(probability(logit, { name }), …).');
      const { imputed } = options;
      if (imputed !== undefined) {
        checkValues(imputed, `risk of "${value.name}"`, 'imputed');
        checkWidth(imputed, 1, `risk of "${value.name}"`, 'imputed');
      }
      return { kind: 'risk', value, ...options, imputed };
    },
    undecided(gate, given) {
      const { weight } = readOptions('undecided', penaltyOptions, given);
      if (!isNode(gate) || gate.kind !== 'selector')
        throw new Error('undecided: it is about no selector; write undecided(selector(…)).');
      return { kind: 'undecided', gate, weight };
    },
    balance(gate, given) {
      const { weight } = readOptions('balance', penaltyOptions, given);
      const what: unknown = gate;
      if (!isNode(gate) || (gate.kind !== 'softmax' && gate.kind !== 'selector'))
        throw new Error(
          `balance: it is about ${isNode(what) ? `${what.kind} "${what.name}"` : seen(what)}, which is no gate that learns; ` +
            'write balance(softmax(…), { weight: 0.01 }).',
        );
      return { kind: 'balance', gate, weight };
    },
    sumToOne(a, b, given) {
      const { weight } = readOptions('sumToOne', penaltyOptions, given);
      for (const value of [a, b])
        if (!isProbability(value))
          throw new Error('sumToOne: it takes two probabilities; write probability(logit, { name }).');
      return { kind: 'sumToOne', values: [a, b], weight };
    },
  };
}
