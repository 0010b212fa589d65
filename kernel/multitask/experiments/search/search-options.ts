import type { RayCluster } from '../../cluster/index.ts';
import { abortSignal, count, number, type OptionTable, seed, text } from '../../options/index.ts';
import { compareOptions } from '../compare-options.ts';

/** How options are searched. */
export type SearchOptions = {
  /** How many choices of options are tried; 20 without this. */
  readonly trials?: number;
  /**
   * What trials are judged by on the validation rows: `mean AUC` over the tasks, `AUC of click`, `RMSE of price`; the
   * mean over all tasks without this.
   */
  readonly metric?: string;
  /**
   * The share of the trials that go on at each rung of successive halving, to as many more epochs; 1 trains all of them
   * to the end; 1/3 without this.
   */
  readonly keep?: number;
  /** The seed of the choices, and of every trial; 1 without this. */
  readonly seed?: number;
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
   * A signal that ends the search; what is done stays. In a notebook, interrupting the cell does it, too; none without
   * this.
   */
  readonly signal?: AbortSignal;
};

export const searchOptions = {
  trials: { type: count, default: 20, about: 'How many choices of options are tried' },
  metric: {
    type: text,
    without: 'the mean over all tasks',
    about:
      'What trials are judged by on the validation rows: `mean AUC` over the tasks, `AUC of click`, `RMSE of price`',
  },
  keep: {
    type: number({ above: 0, to: 1 }),
    without: '1/3',
    about:
      'The share of the trials that go on at each rung of successive halving, to as many more epochs; 1 trains all of them to the end',
  },
  seed: { type: seed, default: 1, about: 'The seed of the choices, and of every trial' },
  atOnce: compareOptions.atOnce,
  on: compareOptions.on,
  plot: compareOptions.plot,
  signal: {
    type: abortSignal,
    about: 'A signal that ends the search; what is done stays. In a notebook, interrupting the cell does it, too',
  },
} as const satisfies OptionTable<SearchOptions>;
