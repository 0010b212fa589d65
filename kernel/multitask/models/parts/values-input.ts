import type { Features } from '../../data/index.ts';
import type { Blocks, NetworkNode } from '../../network/index.ts';
import { bottomInput } from '../bottom-input.ts';

/**
 * What a model reads that scales its input, which one-hot columns have no values for: embeddings, and numeric columns beside
 * them, or these alone. [batch, columns × units + numeric columns]
 */
export function valuesInput(
  features: Features,
  blocks: Blocks,
  options: Parameters<typeof bottomInput>[2],
): NetworkNode {
  const hasCodes = features.columns.some(({ kind }) => kind !== 'numeric');
  return hasCodes ? bottomInput(features, blocks, options) : blocks.numeric;
}
