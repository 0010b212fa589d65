import type { RunEntry } from '../../../../kernel/payloads/runs/index.ts';
import type { TrainingPayload } from '../../../../kernel/payloads/training.ts';

/** What is drawn of a selected entry. */
export type Drawn = {
  readonly key: string;
  readonly entry: RunEntry;
  /** Tells it from the other selected ones. */
  readonly name: string;
  /** Of its run, or of those of its seeds that are counted; none before they have come. */
  readonly payloads: readonly TrainingPayload[];
};

export type PlotScene = {
  /** In the order of selection: the first is the baseline. */
  readonly drawn: readonly Drawn[];
  /** How many are selected beyond those. */
  readonly left: number;
  /** Of the content, in CSS pixels. */
  readonly width: number;
};
