import type { Sentence } from '../text/index.ts';

/** What is to be said of a run: the gravest of all that hold. */
export type RunVerdict = {
  /** `good`: nothing to say. `warning`: act if you like. `error`: the numbers mean nothing. */
  readonly tone: 'good' | 'warning' | 'error';
  /** Which rule it is. */
  readonly kind: VerdictKind;
  /** What is so. */
  readonly headline: Sentence;
  /** The number it rests on, and what to do. */
  readonly detail: Sentence;
  /** Code that mends it: an option of `fit` or of the model, to be pasted. */
  readonly fix?: string;
};

/** The rules, by gravity. */
export type VerdictKind =
  | 'diverged'
  | 'one-class'
  | 'constant'
  | 'worse-than-start'
  | 'worse-than-constant'
  | 'chance'
  | 'overfits'
  | 'starves'
  | 'off-level'
  | 'conflict'
  | 'still-improving'
  | 'stopped-early'
  | 'good';
