import {
  count,
  list,
  nullable,
  number,
  numberOrNull,
  object,
  oneOf,
  optional,
  type Parsed,
  type Shape,
  text,
} from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';

/**
 * What a search of options shows: a full, bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type SearchPayload = {
  readonly version: 1;
  readonly state: 'running' | 'finished' | 'interrupted';
  /** What trials are judged by, e.g. "mean validation AUC"; higher is better. */
  readonly metric: string;
  /** What was found and what that is worth; empty until then. */
  readonly words: string;
  /** Trials of the present rung that have ended, of how many; 0 of 0 when nothing runs. */
  readonly rung: { readonly done: number; readonly of: number };
  /** How many trials are in each state; `trials` may hold fewer. */
  readonly states: Readonly<Record<SearchTrialPayload['state'], number>>;
  /** One an option, in the order they were first picked. */
  readonly axes: readonly SearchAxisPayload[];
  /** The best first; those without a value last. */
  readonly trials: readonly SearchTrialPayload[];
};

export type SearchAxisPayload = {
  readonly name: string;
  /** Words beside the axis, and where: 0 is its lower end, 1 its upper. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
};

export type SearchTrialPayload = {
  /** From 1, in the order they were chosen. */
  readonly number: number;
  readonly state: 'done' | 'stopped' | 'failed' | 'waiting';
  /** The best epoch, of those trained. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of the metric after that epoch; null before the first, and where it failed. */
  readonly value: number | null;
  /** What it chose on each axis, `at` in units of the axis; null where it was not asked for it. */
  readonly picks: readonly ({ readonly at: number; readonly label: string; readonly value?: number } | null)[];
  readonly reason?: string;
};

/** More lines than these nobody tells apart, and a notebook would have to keep them. */
export const mostSearchTrials = 400;

const trial: Shape<SearchTrialPayload> = object<SearchTrialPayload>({
  number: count,
  state: oneOf('done', 'stopped', 'failed', 'waiting'),
  epoch: count,
  epochs: count,
  value: numberOrNull,
  picks: list(
    nullable(
      object<NonNullable<SearchTrialPayload['picks'][number]>>({ at: number, label: text, value: optional(number) }),
    ),
    64,
  ),
  reason: optional(text),
});

const shape = object<SearchPayload>({
  version: oneOf(1),
  state: oneOf('running', 'finished', 'interrupted'),
  metric: text,
  words: text,
  rung: object<SearchPayload['rung']>({ done: count, of: count }),
  states: object<SearchPayload['states']>({ done: count, stopped: count, failed: count, waiting: count }),
  axes: list(
    object<SearchAxisPayload>({
      name: text,
      ticks: list(object<SearchAxisPayload['ticks'][number]>({ at: number, label: text }), 64),
    }),
    64,
  ),
  trials: list(trial, mostSearchTrials),
});

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseSearchPayload(value: unknown): Parsed<SearchPayload> {
  return parsePayload(shape, value);
}
