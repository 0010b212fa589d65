import { count, list, number, numberOrNull, object, oneOf, optional, type Parsed, text } from '../guards/index.ts';
import { parsePayload } from './parse-payload.ts';

/**
 * What each task predicts beside what was observed: a full, bounded snapshot, so a saved notebook can draw it again.
 * Frozen: fields may be added as optional ones; anything else is version 2.
 */
export type CalibrationPayload = {
  readonly version: 1;
  /** Display title of the model, e.g. "MMoE". */
  readonly title: string;
  /** What the rows are, e.g. "census-income test". */
  readonly data?: string | undefined;
  readonly rows: number;
  /** In the model's order: hues and shapes go by it. */
  readonly tasks: readonly CalibrationPayloadTask[];
  /** Tasks that are left out. */
  readonly more: number;
};

export type CalibrationPayloadTask = {
  readonly name: string;
  readonly kind: 'binary' | 'numeric';
  /** Rows with a label. */
  readonly rows: number;
  /** Absent where `refusal` says why there is no curve. */
  readonly curve?: CalibrationCurvePayload | undefined;
  readonly refusal?: string | undefined;
};

/** Probabilities and shares of positives, or values in label units. */
export type CalibrationCurvePayload = {
  readonly predicted: number;
  readonly observed: number;
  /** Mean of predicted − observed, and of a binary task Σ predicted ÷ Σ observed, with standard errors. */
  readonly bias: CalibrationEstimate;
  readonly ratio?: CalibrationEstimate | undefined;
  /** Mean |predicted − observed| over the bins, and what a calibrated model would show. */
  readonly gap: { readonly value: number; readonly chance: number };
  readonly off: number;
  readonly bins: readonly CalibrationBinPayload[];
  readonly histogram: {
    readonly low: number;
    readonly high: number;
    readonly counts: readonly number[];
    readonly outside: number;
  };
};

export type CalibrationEstimate = { readonly value: number; readonly error: number | null };

/** `low` and `high` end the 95 % interval of `observed`; null where there is none. */
export type CalibrationBinPayload = {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
  readonly low: number | null;
  readonly high: number | null;
};

/** A payload holds at most so many. */
export const mostCalibration = { tasks: 64, bins: 50, parts: 50 } as const;

const estimate = object<CalibrationEstimate>({ value: number, error: numberOrNull });

const curve = object<CalibrationCurvePayload>({
  predicted: number,
  observed: number,
  bias: estimate,
  ratio: optional(estimate),
  gap: object({ value: number, chance: number }),
  off: count,
  bins: list(
    object<CalibrationBinPayload>({
      rows: count,
      predicted: number,
      observed: number,
      low: numberOrNull,
      high: numberOrNull,
    }),
    mostCalibration.bins,
  ),
  histogram: object({ low: number, high: number, counts: list(count, mostCalibration.parts), outside: count }),
});

const shape = object<CalibrationPayload>({
  version: oneOf(1),
  title: text,
  data: optional(text),
  rows: count,
  tasks: list(
    object<CalibrationPayloadTask>({
      name: text,
      kind: oneOf('binary', 'numeric'),
      rows: count,
      curve: optional(curve),
      refusal: optional(text),
    }),
    mostCalibration.tasks,
  ),
  more: count,
});

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseCalibrationPayload(value: unknown): Parsed<CalibrationPayload> {
  const parsed = parsePayload(shape, value);
  const neither =
    parsed.ok && parsed.value.tasks.find(({ curve, refusal }) => (curve === undefined) === (refusal === undefined));
  if (!neither) return parsed;
  return { ok: false, reason: `Task ${JSON.stringify(neither.name)} needs a curve, or why it has none.` };
}
