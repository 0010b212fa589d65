import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { count, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import {
  constantStart,
  expertUnits,
  type FirstValues,
  type GateOptions,
  gateOptions,
  type HistoricalOptions,
  historicalOptions,
  type ModelOptions,
  modelOptions,
  towerUnits,
} from './model-options.ts';
import { createGates } from './parts/index.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for MMoE. */
export type MmoeOptions = MixtureOptions & HistoricalOptions;

/** What a mixture of experts takes, with one gate or many. */
export type MixtureOptions = ModelOptions &
  GateOptions & {
    /** How many experts; 8 without this. */
    readonly experts?: number;
    /** Layers of each expert; [16] without this. */
    readonly expertUnits?: readonly number[];
    /** Layers of each tower; [8] without this. */
    readonly towerUnits?: readonly number[];
  };

export const mixtureOptions = {
  experts: { type: count, default: 8, about: 'How many experts', also: ['numExperts', 'expertNum'] },
  expertUnits,
  towerUnits,
  ...gateOptions,
  ...modelOptions,
} as const satisfies OptionTable<MixtureOptions>;

export const mmoeOptions = { ...mixtureOptions, ...historicalOptions } as const satisfies OptionTable<MmoeOptions>;

/**
 * MMoE (Ma et al., KDD 2018, eq. 6–7): y_k = h_k(Σ_i g_k(x)_i f_i(x)) with a gate g_k = softmax(W_k x + b_k) for each task.
 * The paper's gates have no bias; these do, as PaddleRec's.
 */
export function mmoe(features: Features, given: MmoeOptions = {}): BuildModel {
  const { experts: count, expertUnits, towerUnits, ...options } = readOptions('mmoe', mmoeOptions, given);
  const start = (i: number): FirstValues => (options.init === 'paddlerec-2022' ? constantStart(10 ** -(i + 1)) : {});
  return (tasks, blocks) => {
    const x = bottomInput(features, blocks, options);
    const experts = Array.from({ length: count }, (_, i) => expert(blocks, `expert ${i}`, x, expertUnits, start(i)));
    const gates = createGates(blocks, options);
    const outputs = tasks.map((task, k) => {
      const { init, bias } = start(k);
      const gate = gates.gate(x, count, { name: `${task.name} gate`, init, bias }); // [batch, expert]
      return towerOutput(blocks, task, blocks.mix(gate, experts), towerUnits, towerStart(start(k), options, task));
    });
    return { outputs, penalties: gates.penalties() };
  };
}
