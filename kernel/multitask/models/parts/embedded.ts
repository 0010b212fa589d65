import type { Features } from '../../data/index.ts';
import type { Blocks, NetworkNode } from '../../network/index.ts';
import type { OptionTable } from '../../options/index.ts';
import { embedColumns } from '../bottom-input.ts';
import { type ModelOptions, modelOptions } from '../model-options.ts';

/** Of models that are about embeddings: without them they would be another model. */
export type EmbeddedOptions = {
  /** Units of an embedding for each categorical and list column; 12 without this. */
  readonly embedding?: number;
};

export const embeddedOptions = {
  embedding: {
    ...modelOptions.embedding,
    default: 12,
    without: '12',
    about: 'Units of an embedding for each categorical and list column',
  },
} as const satisfies OptionTable<EmbeddedOptions>;

/**
 * Every categorical and list column as an embedding, the numeric columns beside them, and both together.
 * @throws when there is nothing to embed.
 */
export function embedded(
  model: string,
  features: Features,
  blocks: Blocks,
  options: Pick<ModelOptions, 'pool' | 'query'> & Required<EmbeddedOptions>,
  owner: string,
): { readonly codes: NetworkNode; readonly beside: NetworkNode | undefined; readonly all: NetworkNode } {
  if (features.columns.every(({ kind }) => kind === 'numeric'))
    throw new Error(`${model}: it is about embeddings, and there is no categorical or list column.`);
  const codes = embedColumns(features, blocks, options.embedding, options, `${owner} embedding`); // [batch, columns × units]
  const beside = features.columns.some(({ kind }) => kind === 'numeric') ? blocks.numeric : undefined;
  return { codes, beside, all: beside ? blocks.concat([codes, beside], { name: `${owner} input` }) : codes };
}
