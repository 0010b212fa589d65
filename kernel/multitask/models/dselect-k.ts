import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { count, number, type OptionTable, oneOf, positive, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { expertUnits, type ModelOptions, modelOptions, towerUnits } from './model-options.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for DSelect-k. */
export type DselectKOptions = ModelOptions & {
  /** How many experts, a power of 2; 8 without this. */
  readonly experts?: number;
  /** How many of them a task has in the end, at most; 2 without this. */
  readonly top?: number;
  /** Whether a task's choice depends on the row, or is the same in every row; `'rows'` without this. */
  readonly gates?: 'rows' | 'static';
  /** γ: between ±γ ÷ 2 a bit of a choice is undecided; 1 without this. */
  readonly gamma?: number;
  /** λ: what the entropy of undecided bits is multiplied with; 0.1 without this. */
  readonly entropyWeight?: number;
  /** Layers of each expert; [16] without this. */
  readonly expertUnits?: readonly number[];
  /** Layers of each tower; [8] without this. */
  readonly towerUnits?: readonly number[];
};

export const dselectKOptions = {
  experts: {
    type: count,
    default: 8,
    about: 'How many experts, a power of 2',
    also: ['numExperts', 'expertNum'],
  },
  top: {
    type: count,
    default: 2,
    about: 'How many of them a task has in the end, at most',
    also: ['k', 'numNonzeros'],
  },
  gates: {
    type: oneOf('rows', 'static'),
    default: 'rows',
    about: "Whether a task's choice depends on the row, or is the same in every row",
  },
  gamma: {
    type: positive,
    default: 1,
    about: 'γ: between ±γ ÷ 2 a bit of a choice is undecided',
  },
  entropyWeight: {
    type: number({ from: 0 }),
    default: 0.1,
    about: 'λ: what the entropy of undecided bits is multiplied with',
    also: ['entropyReg'],
  },
  expertUnits,
  towerUnits,
  ...modelOptions,
} as const satisfies OptionTable<DselectKOptions>;

/**
 * DSelect-k (Hazimeh et al., NeurIPS 2021): MMoE whose gates choose at most k experts by bits that a smooth step
 * decides, q = Σ_i softmax(α)_i r(z_i), and whose entropy the loss takes to 0.
 */
export function dselectK(features: Features, given: DselectKOptions = {}): BuildModel {
  const options = readOptions('dselect-k', dselectKOptions, given);
  const { experts: n, top, gates, gamma, entropyWeight, expertUnits, towerUnits } = options;
  return (tasks, blocks) => {
    const x = bottomInput(features, blocks, options);
    const experts = Array.from({ length: n }, (_, i) => expert(blocks, `expert ${i}`, x, expertUnits));
    const chosen = tasks.map((task) =>
      blocks.selector(gates === 'rows' ? x : undefined, n, { top, gamma, name: `${task.name} gate` }),
    ); // [batch, expert]
    const outputs = tasks.map((task, t) =>
      towerOutput(blocks, task, blocks.mix(chosen[t], experts), towerUnits, towerStart({}, options, task)),
    );
    return { outputs, penalties: chosen.map((gate) => blocks.undecided(gate, { weight: entropyWeight })) };
  };
}
