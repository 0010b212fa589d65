import { abortSignal, number, type OptionTable, oneOf, text } from '../options/index.ts';

/** How `calibration` looks. */
export type CalibrationOptions = {
  /** How many bins; those without rows are left out; 15 without this. */
  readonly bins?: number;
  /**
   * What the bins have alike: the number of rows, equal predictions always in the same bin, or the width; `'rows'`
   * without this.
   */
  readonly binning?: 'rows' | 'width';
  /** What the rows are, for the title of the picture, e.g. "census-income test"; their own name without this. */
  readonly data?: string;
  /** A signal that ends the work when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

export const calibrationOptions = {
  bins: {
    type: number({ whole: true, from: 2, to: 50 }),
    default: 15,
    about: 'How many bins; those without rows are left out',
    also: ['buckets'],
  },
  binning: {
    type: oneOf('rows', 'width'),
    default: 'rows',
    about: 'What the bins have alike: the number of rows, equal predictions always in the same bin, or the width',
    also: ['strategy'],
  },
  data: {
    type: text,
    without: 'their own name',
    about: 'What the rows are, for the title of the picture, e.g. "census-income test"',
    also: ['name', 'title'],
  },
  signal: { type: abortSignal, about: 'A signal that ends the work when it is aborted' },
} as const satisfies OptionTable<CalibrationOptions>;
