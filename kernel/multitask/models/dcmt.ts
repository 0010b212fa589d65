import type { Features } from '../data/index.ts';
import type { BuildModel, NetworkNode } from '../network/index.ts';
import { number, type OptionTable, readOptions } from '../options/index.ts';
import { cap, type Escm2Options, escm2Options } from './escm2.ts';
import { entireSpace } from './parts/index.ts';
import { layers } from './tower.ts';

/** What `models` takes for DCMT. */
export type DcmtOptions = Omit<Escm2Options, 'risk' | 'counterfactualWeight'> & {
  /** What the two losses of pCVR and its twin are multiplied with; 1 without this. */
  readonly counterfactualWeight?: number;
  /** λ: what the twins' distance from a sum of 1 is multiplied with; 0.001 without this. */
  readonly twinWeight?: number;
};

const { risk: _, ...withoutRisk } = escm2Options;

export const dcmtOptions = {
  ...withoutRisk,
  counterfactualWeight: {
    ...escm2Options.counterfactualWeight,
    default: 1,
    about: 'What the two losses of pCVR and its twin are multiplied with',
  },
  cap,
  twinWeight: {
    type: number({ from: 0 }),
    default: 0.001,
    about: "λ: what the twins' distance from a sum of 1 is multiplied with",
  },
} as const satisfies OptionTable<DcmtOptions>;

/**
 * DCMT (Zhu et al., ICDE 2023): ESMM whose pCVR r has a twin r*, the probability of the contrary, over one tower. Clicks teach r
 * with weight 1 ÷ pCTR, all other impressions r*, of label 1 − 0, with weight 1 ÷ (1 − pCTR), and |1 − r − r*| holds both
 * together: mean of o δ(y, r) ÷ p + (1 − o) δ(1, r*) ÷ (1 − p) + λ |1 − r − r*|. The paper's wide part is left out, and
 * public code gives the twin a tower of its own; λ = 0.001 is a default of this file, its authors' code is not public.
 */
export function dcmt(features: Features, given: DcmtOptions = {}): BuildModel {
  const options = readOptions('dcmt', dcmtOptions, given);
  const { towerUnits, counterfactualWeight: weight, cap, twinWeight } = options;
  return (tasks, blocks) => {
    let twin: NetworkNode | undefined;
    const { ctr, cvr, outputs } = entireSpace('dcmt', features, tasks, blocks, {
      ...options,
      cvrLogit(input, start) {
        const below = layers(blocks, 'pCVR tower', input, towerUnits, start); // [batch, last of units]
        twin = blocks.linear(below, 1, { name: 'twin logit' });
        const { init, bias } = start.head ?? start;
        return blocks.linear(below, 1, { name: 'pCVR logit', init, bias });
      },
    });
    const [observed, , label] = outputs;
    if (!twin || weight === 0) return { outputs };
    const contrary = blocks.probability(twin, { name: 'twin' });
    const seen = { observed, label, propensity: ctr, cap, weight };
    return {
      outputs,
      penalties: [
        blocks.risk(cvr, seen),
        blocks.risk(contrary, { ...seen, rows: 'unobserved' }),
        blocks.sumToOne(cvr, contrary, { weight: twinWeight }),
      ],
    };
  };
}
