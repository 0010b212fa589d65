import { inputsOf, type Network, type Parameter } from '../../../network/index.ts';

/** Why this trainer has no kernel for a network, in one line that names the block; nothing when it has them all. */
export function unsupportedBlock(network: Network): string | undefined {
  const places = new Map<Parameter, string>();
  for (const node of network.nodes) {
    if (node.kind === 'embed' && new Set(node.tables).size !== node.tables.length)
      return `embed "${node.name}" has one table for two columns`;
    if (node.kind !== 'input' && node.kind !== 'embed' && node.kind !== 'dense') {
      const reads = inputsOf(node).find((input) => input.kind === 'input');
      if (reads) return `${node.kind} "${node.name}" reads x itself`;
    }
    if (node.kind !== 'dense') continue;
    const place = node.input.kind === 'input' ? 'x' : 'another block';
    if ((places.get(node.weights) ?? place) !== place)
      return `dense "${node.name}" shares its weights between x and another block`;
    places.set(node.weights, place);
  }
  return undefined;
}

/** Why this trainer cannot look at a network's losses again behind a step; nothing when it can. */
export function cannotLookBack({ nodes, penalties }: Network): string | undefined {
  const node = nodes.find(({ kind }) => kind === 'batchNorm');
  const block = node
    ? `batchNorm "${node.name}"`
    : penalties.some(({ kind }) => kind === 'balance')
      ? 'its penalty "balance"'
      : undefined;
  return block && `it cannot take the losses again behind a step where ${block} looks at a whole batch`;
}
