import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { type MixtureOptions, mixtureOptions } from './mmoe.ts';
import { createGates } from './parts/index.ts';
import { expert, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** OMoE, the one-gate mixture that MMoE is compared with (Ma et al., KDD 2018, eq. 4–5): y_k = h_k(Σ_i g(x)_i f_i(x)). */
export function omoe(features: Features, given: MixtureOptions = {}): BuildModel {
  const { experts: count, expertUnits, towerUnits, ...options } = readOptions('omoe', mixtureOptions, given);
  return (tasks, blocks) => {
    const x = bottomInput(features, blocks, options);
    const experts = Array.from({ length: count }, (_, i) => expert(blocks, `expert ${i}`, x, expertUnits));
    const gates = createGates(blocks, options);
    const mixed = blocks.mix(gates.gate(x, count, { name: 'shared gate' }), experts); // [batch, unit]
    return {
      outputs: tasks.map((task) => towerOutput(blocks, task, mixed, towerUnits, towerStart({}, options, task))),
      penalties: gates.penalties(),
    };
  };
}
