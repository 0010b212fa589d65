import { isObject } from '../../options/index.ts';

/** What a job tells: `python/ray_train.py`, `ray_score.py` and `ray_trials.py` print it, one JSON object a line. Epochs and steps are counted from the job's start. */
export type Message =
  /** It has found the rows, left a sample of them, and waits for the plan. */
  | { readonly kind: 'ready'; readonly rows: number; readonly files: number; readonly steps: number }
  /** Mean losses of the steps up to `step`, of standardised labels; null where one is no number. */
  | {
      readonly kind: 'steps';
      readonly epoch: number;
      readonly step: number;
      readonly losses: Readonly<Record<string, readonly (number | null)[]>>;
    }
  /** Its checkpoint stands. */
  | { readonly kind: 'epoch'; readonly epoch: number; readonly step: number }
  /** It has found the rows to score, and the files of scores that stand already. */
  | { readonly kind: 'found'; readonly rows: number; readonly files: number; readonly kept: Scored }
  /** So much is scored in all. */
  | ({ readonly kind: 'scored' } & Scored)
  /** How far a piece of work is, by its name. */
  | {
      readonly kind: 'trial';
      readonly name: string;
      readonly state: 'running' | 'done' | 'failed';
      /** Epochs that have ended, while it is running. */
      readonly epoch?: number;
      /** Why it failed. */
      readonly message?: string;
    }
  /** A line for a person. */
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  | { readonly kind: 'done' };

/** Rows that are scored, and whole files of them. */
export type Scored = { readonly rows: number; readonly files: number };

/** The message of a line of the log; undefined of everything else that is printed, torn lines included. */
export function messageIn(line: string): Message | undefined {
  if (!line.startsWith(prefix)) return undefined;
  let found: unknown;
  try {
    found = JSON.parse(line.slice(prefix.length));
  } catch {
    return undefined;
  }
  return isObject(found) && typeof found.kind === 'string' && fields[found.kind]?.(found)
    ? (found as Message)
    : undefined;
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isLosses = (value: unknown) =>
  isObject(value) &&
  Object.values(value).every(
    (each) => Array.isArray(each) && each.every((loss) => loss === null || Number.isFinite(loss)),
  );

const isScored = (value: unknown) => isObject(value) && isCount(value.rows) && isCount(value.files);

const fields: Readonly<Record<string, (found: Readonly<Record<string, unknown>>) => boolean>> = {
  ready: ({ rows, files, steps }) => isCount(rows) && isCount(files) && isCount(steps),
  steps: ({ epoch, step, losses }) => isCount(epoch) && isCount(step) && isLosses(losses),
  epoch: ({ epoch, step }) => isCount(epoch) && isCount(step),
  found: ({ rows, files, kept }) => isScored({ rows, files }) && isScored(kept),
  scored: isScored,
  trial: ({ name, state, epoch, message }) =>
    typeof name === 'string' &&
    (state === 'running' ? isCount(epoch) : state === 'failed' ? typeof message === 'string' : state === 'done'),
  told: ({ text }) => typeof text === 'string',
  failed: ({ reason, message }) => typeof reason === 'string' && typeof message === 'string',
  done: () => true,
};

const prefix = '@multitask ';
