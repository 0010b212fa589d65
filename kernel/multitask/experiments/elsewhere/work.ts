import type { ModelDefinition } from '../../network/index.ts';
import type { FitOptions, JudgedBy } from '../../training/index.ts';
import type { ComparedData } from '../candidates.ts';
import type { Stretch } from '../stretch.ts';

/** What another machine is to do for a trial. It crosses as V8 writes it, so that every number keeps its bits. */
export type Work = {
  /** The model that is trained from its first weights; absent where a stretch goes on with what the one before left. */
  readonly model?: ModelDefinition;
  readonly fit: FitOptions;
  /** The learning rate of each step, where a function gave it: functions do not cross. [step] */
  readonly rates?: Float64Array | undefined;
  /** Of the trial. */
  readonly seed: number;
} & (
  | { readonly kind: 'trial' }
  | {
      readonly kind: 'stretch';
      readonly epochs: number;
      readonly judgedBy: JudgedBy;
      readonly from: Stretch;
    }
);

/** The rows of all trials; a search has no test rows. */
export type SentRows = Pick<ComparedData, 'train' | 'validation'> & Partial<Pick<ComparedData, 'test'>>;

/** The files of a checkpoint, by name: what a stretch leaves to the next. */
export type SentState = Readonly<Record<string, Uint8Array>>;
