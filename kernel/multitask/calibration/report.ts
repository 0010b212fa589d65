import type { Curve } from '../metrics/calibration/index.ts';

/** What each task predicts beside what was observed. Plain data; a cell that ends in it shows the picture. */
export type Calibration = {
  readonly kind: 'calibration';
  /** Catalog name and display title of the model, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  readonly title: string;
  /** What the rows are, e.g. "census-income test", when it is known. */
  readonly data?: string;
  readonly rows: number;
  /** In the model's order. */
  readonly tasks: readonly CalibrationTask[];
};

export type CalibrationTask = {
  readonly name: string;
  readonly kind: 'binary' | 'numeric';
  /** Rows whose label is observed and whose weight is above 0. */
  readonly rows: number;
} & ({ readonly curve: Curve } | { /** Why there is no curve, in words. */ readonly refusal: string });
