import {
  count,
  list,
  nullable,
  number,
  numberOrNull,
  object,
  oneOf,
  type Parsed,
  type Shape,
  text,
} from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';

/**
 * What a comparison of models shows: a full, bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type ComparisonPayload = {
  readonly version: 1;
  readonly state: 'running' | 'finished' | 'interrupted';
  /** The candidate that the others are compared with. */
  readonly baseline: string;
  readonly candidates: readonly string[];
  readonly seeds: number;
  readonly trials: { readonly done: number; readonly failed: number; readonly of: number };
  readonly running: readonly ComparisonTrial[];
  /** Null when nothing is known of it, or nothing runs. */
  readonly secondsLeft: number | null;
  /** In the models' order: hues and shapes go by it. */
  readonly tasks: readonly ComparisonTask[];
};

export type ComparisonTrial = {
  readonly candidate: string;
  readonly seed: number;
  /** Epochs that have ended, of how many. */
  readonly epoch: number;
  readonly epochs: number;
};

export type ComparisonTask = {
  readonly name: string;
  readonly metric: 'auc' | 'rmse';
  /** One a candidate, in their order. */
  readonly rows: readonly ComparisonRow[];
};

export type ComparisonRow = {
  readonly candidate: string;
  /** Mean of the metric over the seeds and its standard error; null where it cannot be computed. */
  readonly mean: number | null;
  readonly error: number | null;
  /** The difference to the baseline, seed by seed; empty for the baseline. */
  readonly differences: readonly { readonly seed: number; readonly value: number }[];
  /** Their mean with its 95 % interval and the p value adjusted for all of them; null below two pairs. */
  readonly interval: {
    readonly mean: number;
    readonly lower: number;
    readonly upper: number;
    readonly adjusted: number;
  } | null;
  readonly judgement: 'baseline' | 'better' | 'worse' | 'not distinguishable' | 'too few seeds';
};

const trial: Shape<ComparisonTrial> = object<ComparisonTrial>({
  candidate: text,
  seed: number,
  epoch: count,
  epochs: count,
});

const row = object<ComparisonRow>({
  candidate: text,
  mean: numberOrNull,
  error: numberOrNull,
  differences: list(object<ComparisonRow['differences'][number]>({ seed: number, value: number }), 1024),
  interval: nullable(
    object<NonNullable<ComparisonRow['interval']>>({ mean: number, lower: number, upper: number, adjusted: number }),
  ),
  judgement: oneOf('baseline', 'better', 'worse', 'not distinguishable', 'too few seeds'),
});

const shape = object<ComparisonPayload>({
  version: oneOf(1),
  state: oneOf('running', 'finished', 'interrupted'),
  baseline: text,
  candidates: list(text, 64),
  seeds: count,
  trials: object<ComparisonPayload['trials']>({ done: count, failed: count, of: count }),
  running: list(trial, 1024),
  secondsLeft: numberOrNull,
  tasks: list(object<ComparisonTask>({ name: text, metric: oneOf('auc', 'rmse'), rows: list(row, 64) }), 256),
});

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseComparisonPayload(value: unknown): Parsed<ComparisonPayload> {
  return parsePayload(shape, value);
}
