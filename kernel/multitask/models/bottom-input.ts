import type { Features } from '../data/index.ts';
import type { Blocks, EmbedOptions, NetworkNode } from '../network/index.ts';

/**
 * What the lowest layers of a model read: `x`, one-hot, or with embeddings of `units` every categorical and list column as
 * an embedding. Numeric columns then enter through linear units over `x`, as many as their embeddings would have; `x` is
 * one input, so those units see the one-hot columns too. List columns exist as embeddings only: with them `units` is 12
 * where it is not told.
 *
 * @param owner whose blocks they are, where each task has its own: a part of their names.
 */
export function bottomInput(
  features: Features,
  blocks: Blocks,
  units: number | undefined,
  options: EmbedOptions = {},
  owner?: string,
): NetworkNode {
  const named = (name: string) => (owner === undefined ? name : `${owner} ${name}`);
  const kinds = new Set(features.columns.map((column) => column.kind));
  if (units === undefined && !kinds.has('list')) return blocks.x;
  if (!kinds.has('list') && !kinds.has('categorical')) return blocks.x;
  const width = units ?? 12;
  const embeddings = blocks.embed('all', width, { name: named('embedding'), ...options });
  if (!kinds.has('numeric')) return embeddings;
  const numeric = features.columns.filter((column) => column.kind === 'numeric').length;
  return blocks.concat(
    [embeddings, blocks.linear(blocks.x, numeric * width, { name: named('numeric'), bias: false })],
    {
      name: named('input'),
    },
  );
}
