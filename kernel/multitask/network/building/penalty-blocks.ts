import { readOptions } from '../../options/index.ts';
import { checkValues, checkWidth, isProbability } from '../block-checks.ts';
import { penaltyOptions, riskOptions } from '../block-options.ts';
import type { Blocks } from '../blocks.ts';

/** What a model may give back beside its outputs. */
export function penaltyBlocks(): Pick<Blocks, 'risk' | 'sumToOne'> {
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
    sumToOne(a, b, given) {
      const { weight } = readOptions('sumToOne', penaltyOptions, given);
      for (const value of [a, b])
        if (!isProbability(value))
          throw new Error('sumToOne: it takes two probabilities; write probability(logit, { name }).');
      return { kind: 'sumToOne', values: [a, b], weight };
    },
  };
}
