import { type Column, type Dataset, type Rows, withTrainLabels } from '../../data/index.ts';
import type { SplitSizes } from './split-sizes.ts';

/** Rows with the labels `click` and `like`, and what is true of each of them. */
export type PartWithTruth<Truth> = { readonly rows: Rows; readonly truth: Truth };

/** A dataset of two tasks, and beside it the truth, from what draws each of its parts. */
export function clicksAndLikes<Truth>(
  name: string,
  columns: readonly Column[],
  draw: (part: keyof SplitSizes) => PartWithTruth<Truth>,
): Dataset & { readonly truth: Readonly<Record<keyof SplitSizes, Truth>> } {
  const [train, validation, test] = (['train', 'validation', 'test'] as const).map(draw);
  return {
    name,
    features: { columns },
    tasks: withTrainLabels(
      [
        { name: 'click', kind: 'binary', description: 'clicked' },
        { name: 'like', kind: 'binary', description: 'liked' },
      ],
      train.rows.labels,
    ),
    train: train.rows,
    validation: validation.rows,
    test: test.rows,
    truth: { train: train.truth, validation: validation.truth, test: test.truth },
  };
}
