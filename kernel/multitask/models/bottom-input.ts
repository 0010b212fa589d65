import type { Features } from '../data/index.ts';
import type { Blocks, EmbedOptions, NetworkNode } from '../network/index.ts';

/**
 * What the lowest layers of a model read: `x`, one-hot, or with embeddings of `units` every categorical and list column as
 * an embedding, and beside them the numeric columns as they are: [batch, columns × units + numeric columns]. List columns
 * exist as embeddings only: with them `units` is 12 where it is not told.
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
  const embeddings = blocks.embed('all', units ?? 12, { name: named('embedding'), ...options });
  return kinds.has('numeric') ? blocks.concat([embeddings, blocks.numeric], { name: named('input') }) : embeddings;
}
