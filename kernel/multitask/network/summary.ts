import type { Network } from './network.ts';
import { sizeOf } from './parameter-size.ts';
import { expertsOf, readsTables } from './walk.ts';

/** How many numbers are trained. */
export function parameterCount({ parameters }: Network): number {
  return parameters.reduce((count, parameter) => count + sizeOf(parameter), 0);
}

/** What distinguishes a network, in a few words each: ["8 experts", "72,290 parameters"]. */
export function networkSummary(network: Network): readonly string[] {
  const experts = new Set(network.gates.flatMap(expertsOf)).size;
  const levels = new Set(network.gates.map((mix) => mix.level)).size;
  const embeddings = [...new Set(network.nodes.flatMap((node) => (readsTables(node) ? [node.units] : [])))];
  const attended = network.nodes.flatMap((node) => (node.kind === 'attend' ? node.columns : []));
  return [
    ...(experts > 0 ? [`${experts} experts`] : []),
    ...(levels > 1 ? [`${levels} levels`] : []),
    ...embeddings.map((units) => `embeddings of ${units}`),
    ...(attended.length > 0 ? [`attention over ${[...new Set(attended)].join(', ')}`] : []),
    ...(network.inputs === 'raw' ? ['raw inputs'] : []),
    `${parameterCount(network).toLocaleString('en-US')} parameters`,
  ];
}
