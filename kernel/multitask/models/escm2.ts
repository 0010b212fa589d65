import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { number, type OptionTable, oneOf, readOptions } from '../options/index.ts';
import { type EsmmOptions, esmmOptions } from './esmm.ts';
import { entireSpace } from './parts/index.ts';
import { tower } from './tower.ts';

/** What `models` takes for ESCM². */
export type Escm2Options = Omit<EsmmOptions, 'init'> & {
  /** How pCVR's loss over all impressions is estimated: inverse propensity, or doubly robust; `'ips'` without this. */
  readonly risk?: 'ips' | 'dr';
  /** λc: what that loss is multiplied with; 0.5 without this. */
  readonly counterfactualWeight?: number;
  /** The most that a click counts, where pCTR is small; 100 without this. */
  readonly cap?: number;
};

const { init: _, ...withoutInit } = esmmOptions;

/** Of a loss that counts clicks by 1 ÷ pCTR. */
export const cap = {
  type: number({ from: 1 }),
  default: 100,
  about: 'The most that a click counts, where pCTR is small',
  also: ['clip'],
} as const;

export const escm2Options = {
  ...withoutInit,
  risk: {
    type: oneOf('ips', 'dr'),
    default: 'ips',
    about: "How pCVR's loss over all impressions is estimated: inverse propensity, or doubly robust",
  },
  counterfactualWeight: {
    type: number({ from: 0 }),
    default: 0.5,
    about: 'λc: what that loss is multiplied with',
    also: ['counterfactW', 'lambdaC'],
  },
  cap,
} as const satisfies OptionTable<Escm2Options>;

/**
 * ESCM² (Wang et al., SIGIR 2022): ESMM with a loss of pCVR itself, L_ctr + λc L_cvr + λg L_ctcvr; λg is the weight
 * of the second task in `fit`. L_cvr is about all impressions and estimated from the clicks, each weighted by 1 ÷ pCTR
 * (IPS), or with what a third tower imputes where there was no click (DR). λc = 0 is ESMM.
 */
export function escm2(features: Features, given: Escm2Options = {}): BuildModel {
  const options = readOptions('escm2', escm2Options, given);
  return (tasks, blocks) => {
    const { input, ctr, cvr, outputs } = entireSpace('escm2', features, tasks, blocks, options);
    const [observed, , label] = outputs;
    const { risk, counterfactualWeight: weight, cap, towerUnits, batchNorm } = options;
    if (weight === 0) return { outputs };
    const imputed = risk === 'dr' ? tower(blocks, 'imputation', input, towerUnits, { batchNorm }) : undefined; // [batch, 1]
    const penalty = blocks.risk(cvr, { observed, label, propensity: ctr, imputed, cap, weight });
    return { outputs, penalties: [penalty] };
  };
}
