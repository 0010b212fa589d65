import { boolean, count, list, numberOrNull, object, oneOf, optional, type Parsed, text } from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';

/**
 * What each task loses without each feature: a full, bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type ImportancePayload = {
  readonly version: 1;
  /** Display title of the model, e.g. "MMoE". */
  readonly title: string;
  /** What the rows are, e.g. "census-income test". */
  readonly data?: string | undefined;
  /** Rows looked at, and how many there were. */
  readonly rows: number;
  readonly rowsGiven: number;
  /** How often each feature's values were dealt out anew. */
  readonly repeats: number;
  /** In the model's order: hues and shapes go by it. */
  readonly tasks: readonly ImportancePayloadTask[];
  /** The most needed first. */
  readonly features: readonly ImportanceFeature[];
  /** Features that matter less and are left out. */
  readonly more: number;
};

export type ImportancePayloadTask = {
  readonly name: string;
  readonly metric: 'auc' | 'rmse';
  /** The metric with all features as they are; null where there is none. */
  readonly whole: number | null;
};

export type ImportanceFeature = {
  readonly name: string;
  /** One a task, in their order. */
  readonly losses: readonly ImportanceLoss[];
};

/** AUC lost, or the rise of the RMSE in label units; null where it cannot be computed. */
export type ImportanceLoss = {
  readonly loss: number | null;
  readonly error: number | null;
  /** Whether it is more than two standard errors away from 0. */
  readonly isKnown: boolean;
};

/** A payload holds at most so many. */
export const mostImportance = { features: 200, tasks: 64 } as const;

const shape = object<ImportancePayload>({
  version: oneOf(1),
  title: text,
  data: optional(text),
  rows: count,
  rowsGiven: count,
  repeats: count,
  tasks: list(
    object<ImportancePayloadTask>({ name: text, metric: oneOf('auc', 'rmse'), whole: numberOrNull }),
    mostImportance.tasks,
  ),
  features: list(
    object<ImportanceFeature>({
      name: text,
      losses: list(
        object<ImportanceLoss>({ loss: numberOrNull, error: numberOrNull, isKnown: boolean }),
        mostImportance.tasks,
      ),
    }),
    mostImportance.features,
  ),
  more: count,
});

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseImportancePayload(value: unknown): Parsed<ImportancePayload> {
  const parsed = parsePayload(shape, value);
  const { tasks = [], features = [] } = parsed.ok ? parsed.value : {};
  const uneven = features.find(({ losses }) => losses.length !== tasks.length);
  if (uneven === undefined) return parsed;
  return { ok: false, reason: `Feature ${JSON.stringify(uneven.name)} has not one loss a task.` };
}
