import { on, type RayCluster } from '../cluster/index.ts';
import {
  abortSignal,
  boolean,
  callable,
  count,
  either,
  list,
  type OptionTable,
  object,
  record,
  seed,
  text,
} from '../options/index.ts';
import { type FitOptions, fitOptions } from '../training/index.ts';
import type { OwnMetrics } from './trial.ts';

/** How candidates are compared. */
export type CompareOptions = {
  /** How many seeds, 1, 2, 3 …, or which; 5 without this. */
  readonly seeds?: number | readonly number[];
  /** The candidate that the others are compared with; the first without this. */
  readonly baseline?: string;
  /** How each is trained. The epoch is chosen on the validation rows; `{ epochs: 1 }` without this. */
  readonly fit?: FitOptions;
  /**
   * Metrics of your own, functions of labels and predictions, over the observed rows of each output; none without this.
   */
  readonly metrics?: OwnMetrics;
  /** A folder that keeps every trial as it ends; a second call goes on from there; none without this. */
  readonly folder?: string;
  /**
   * Trials that run at the same time, each on one thread; as many as there are cores, or as the cluster is to have
   * workers, without this.
   */
  readonly atOnce?: number;
  /**
   * The cluster whose hosts train the trials, with our own trainer and the same numbers: `clusters.ray(url, { workers:
   * 8, storage: '/mnt/shared' })`; this machine without this.
   */
  readonly on?: RayCluster;
  /** Whether a live picture is drawn; `true` without this. */
  readonly plot?: boolean;
  /**
   * A signal that ends the comparison; what is done stays. In a notebook, interrupting the cell does it, too; none
   * without this.
   */
  readonly signal?: AbortSignal;
};

export const compareOptions = {
  seeds: { type: either(count, list(seed, 1)), default: 5, about: 'How many seeds, 1, 2, 3 …, or which' },
  baseline: { type: text, without: 'the first', about: 'The candidate that the others are compared with' },
  fit: {
    type: object(fitOptions),
    without: '`{ epochs: 1 }`',
    about: 'How each is trained. The epoch is chosen on the validation rows',
  },
  metrics: {
    type: record('metric', callable<OwnMetrics[string]>('of labels and predictions that gives a number')),
    about: 'Metrics of your own, functions of labels and predictions, over the observed rows of each output',
  },
  folder: { type: text, about: 'A folder that keeps every trial as it ends; a second call goes on from there' },
  atOnce: {
    type: count,
    without: 'as many as there are cores, or as the cluster is to have workers,',
    about: 'Trials that run at the same time, each on one thread',
  },
  on: {
    ...on,
    about: 'The cluster whose hosts train the trials, with our own trainer and the same numbers',
    inCode: ": `clusters.ray(url, { workers: 8, storage: '/mnt/shared' })`",
  },
  plot: { type: boolean, default: true, about: 'Whether a live picture is drawn' },
  signal: {
    type: abortSignal,
    about: 'A signal that ends the comparison; what is done stays. In a notebook, interrupting the cell does it, too',
  },
} as const satisfies OptionTable<CompareOptions>;
