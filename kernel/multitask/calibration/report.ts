import type { Curve } from '../metrics/calibration/index.ts';

/** What each task predicts beside what was observed. Plain data; a cell that ends in it shows the picture. */
export type Calibration = {
  readonly kind: 'calibration';
  /** Catalog name and display title of the model, e.g. "mmoe" and "MMoE". */
  readonly model: string;
  /** Its display title, e.g. "MMoE". */
  readonly title: string;
  /** What the rows are, e.g. "census-income test", when it is known. */
  readonly data?: string;
  /** How many rows were looked at. */
  readonly rows: number;
  /** In the model's order. */
  readonly tasks: readonly CalibrationTask[];
};

/** One task: its curve, or why there is none. */
export type CalibrationTask = {
  /** Name of the task. */
  readonly name: string;
  /** Whether it predicts probabilities or values in label units. */
  readonly kind: 'binary' | 'numeric';
  /** Rows whose label is observed and whose weight is above 0. */
  readonly rows: number;
} & (
  | {
      /** What was predicted beside what was observed. */
      readonly curve: Curve;
    }
  | {
      /** Why there is no curve, in words. */
      readonly refusal: string;
    }
);
