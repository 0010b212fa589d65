import type { Estimate, PairedDifference } from '../../../kernel/statistics/paired.ts';
import type { About } from '../about.ts';

/**
 * What `npm run bench:paper -- --json FILE` writes: figure 4 of the MMoE paper (Ma et al., KDD 2018), the test loss of three
 * models on tasks of three correlations. A loss is the mean over both tasks of the squared error on test rows.
 */
export type PaperResult = {
  readonly kind: 'bench-paper';
  readonly about: About;
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly rows: { readonly train: number; readonly test: number };
  readonly correlations: readonly CorrelationResult[];
  /** How much the loss rises from the highest correlation to the lowest: loss(p = .5) − loss(p = 1), paired over seeds. */
  readonly rises: readonly { readonly model: PaperModel; readonly rise: PairedDifference }[];
  /** The rise of `a` minus that of `b`. */
  readonly riseDifferences: readonly Compared[];
};

export type PaperModel = 'shared-bottom' | 'omoe' | 'mmoe';

export type CorrelationResult = {
  /** p, the cosine of the tasks' directions. */
  readonly correlation: number;
  readonly models: readonly {
    readonly model: PaperModel;
    readonly title: string;
    readonly parameters: number;
    /** After the last step: mean over seeds, standard deviation over seeds, and each seed's. */
    readonly loss: Estimate;
    readonly sd: number;
    readonly losses: readonly number[];
    /** Mean over seeds after each epoch. */
    readonly curve: readonly { readonly step: number; readonly loss: number }[];
  }[];
  /** After the last step, and after each epoch. */
  readonly differences: readonly (Compared & {
    readonly curve: readonly (Pick<PairedDifference, 'mean' | 'lower' | 'upper'> & { readonly step: number })[];
  })[];
};

/** Loss of `a` minus loss of `b` over seeds, on the same data of a seed. */
export type Compared = {
  readonly a: PaperModel;
  readonly b: PaperModel;
  readonly difference: PairedDifference;
};
