import type { Features, Task } from '../../data/index.ts';
import type { Blocks, EmbedOptions, NetworkNode, Output, Probability } from '../../network/index.ts';
import { bottomInput } from '../bottom-input.ts';
import type { FirstValues, ModelOptions } from '../model-options.ts';
import { tower } from '../tower.ts';
import { shareOf, towerStart } from '../tower-start.ts';

export type EntireSpace = {
  readonly input: NetworkNode;
  readonly ctr: Probability;
  readonly cvr: Probability;
  /** Of the click, of pCVR, and of the click with a conversion. */
  readonly outputs: readonly [click: Output, cvr: Output, ctcvr: Output];
};

type Parts = Pick<ModelOptions, 'embedding' | 'pool' | 'query' | 'outputBias' | 'batchNorm'> & {
  readonly towerUnits: readonly number[];
  readonly maxLength?: number | undefined;
  /** First values of the one table, and of layers. */
  readonly table?: EmbedOptions['init'];
  readonly dense?: FirstValues;
  /** pCVR's logit, where it is more than a tower. */
  readonly cvrLogit?: (input: NetworkNode, start: FirstValues) => NetworkNode;
};

/**
 * ESMM's network (Ma et al., SIGIR 2018, eq. 1–3), which others add to: pCTCVR = pCTR · pCVR over all impressions, one table
 * of embeddings under both towers. Two binary tasks: the click, then the click followed by a conversion.
 */
export function entireSpace(
  model: string,
  features: Features,
  tasks: readonly Task[],
  blocks: Blocks,
  { towerUnits, maxLength, table, dense = {}, cvrLogit, ...options }: Parts,
): EntireSpace {
  const [click, conversion, ...more] = tasks;
  if (!conversion || more.length > 0 || tasks.some((task) => task.kind !== 'binary'))
    throw new Error(
      `${model}: it takes two binary tasks, the click and then the click with a conversion; ` +
        `it was given ${tasks.map((task) => `${task.name} (${task.kind})`).join(', ')}.`,
    );
  const tables = { table: 'shared', maxLength, init: table } as const;
  const input = bottomInput(features, blocks, options, tables); // [batch, columns × 12]
  const ctrStart = towerStart(dense, options, click);
  // The share of conversions among clicks: both outputs together then start at that among all rows.
  const cvrStart = towerStart(dense, options, conversion, (task) => shareOf(task) / shareOf(click));
  const ctr = blocks.probability(tower(blocks, 'pCTR', input, towerUnits, ctrStart), { name: 'pCTR' });
  const logit = cvrLogit?.(input, cvrStart) ?? tower(blocks, 'pCVR', input, towerUnits, cvrStart); // [batch, 1]
  const cvr = blocks.probability(logit, { name: 'pCVR' });
  const ctcvr = blocks.product([ctr, cvr], { name: 'pCTCVR' });
  const outputs = [blocks.output(click, ctr), blocks.output(undefined, cvr), blocks.output(conversion, ctcvr)] as const;
  return { input, ctr, cvr, outputs };
}
