import { list, type OptionTable, text } from '../../options/index.ts';
import { type FitOptions, rowOptions } from '../../training/index.ts';
import { on, type RayCluster } from '../index.ts';

/** How `predict` scores on a cluster. */
export type ScoreOptions = Pick<FitOptions, 'signal'> & {
  /**
   * The cluster that scores, on rows that it reads itself: `predict(remote('/mnt/log/*.parquet'), { on:
   * clusters.ray(url, …), output: '/mnt/scores' })`; this machine without this.
   */
  readonly on: RayCluster;
  /**
   * A folder for the scores of a cluster, as its workers see it; what is there of the same model and the same rows
   * stays, so that a job that was broken off goes on; none without this.
   */
  readonly output: string;
  /** Columns of a cluster's rows that stand beside their scores, e.g. `['user_id', 'item_id']`; none without this. */
  readonly keys?: readonly string[];
};

/** What `predict` takes, for rows here and for those of a cluster. */
export type PredictOptions = Pick<FitOptions, 'signal' | 'trainer' | 'threads'> & Partial<ScoreOptions>;

export const predictOptions = {
  ...rowOptions,
  on: {
    ...on,
    about: 'The cluster that scores, on rows that it reads itself',
    inCode: ": `predict(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …), output: '/mnt/scores' })`",
  },
  output: {
    type: text,
    about:
      'A folder for the scores of a cluster, as its workers see it; what is there of the same model and the same rows stays, so that a job that was broken off goes on',
    also: ['to', 'folder', 'outputFolder', 'save'],
  },
  keys: {
    type: list(text),
    about: "Columns of a cluster's rows that stand beside their scores, e.g. `['user_id', 'item_id']`",
    also: ['key', 'ids', 'keyColumns', 'columns'],
  },
} as const satisfies OptionTable<PredictOptions>;
