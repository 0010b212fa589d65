import { count, list, number, object, oneOf, optional, type Shape, text } from '../guards/index.ts';

/** What a run is compared with without being asked, and what came of what was changed. */
export type RunBefore<Payload> = {
  readonly payload: Payload;
  readonly changed: RunChange;
  /** This run minus that one, on the same validation rows with the weights that each kept; once it has ended. */
  readonly differences?: readonly PairedDifference[] | undefined;
  /** Why tasks have no difference, for a person; once it has ended. */
  readonly reason?: string | undefined;
};

export type RunChange = {
  /** Of the options, the model, the data and the first weights; as code, or absent where a run had none. */
  readonly settings: readonly ChangedSetting[];
  /** Of the cell's own text; absent where it is not known. */
  readonly lines?: ChangedLines | undefined;
};

export type ChangedSetting = {
  readonly name: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Lines without their indentation, as many as fit; `more` counts the others. */
export type ChangedLines = {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly more: number;
};

/** A paired difference with its 95 % interval: of AUC after DeLong (1988), of RMSE from each row's influence. */
export type PairedDifference = {
  readonly task: string;
  readonly metric: 'AUC' | 'RMSE';
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** Rows with a label of the task. */
  readonly rows: number;
};

export function runBefore<Payload>(payload: Shape<Payload>): Shape<RunBefore<Payload>> {
  return object<RunBefore<Payload>>({
    payload,
    changed: object<RunChange>({
      settings: list(object<ChangedSetting>({ name: text, from: optional(text), to: optional(text) }), 64),
      lines: optional(object<ChangedLines>({ removed: list(text, 64), added: list(text, 64), more: count })),
    }),
    differences: optional(
      list(
        object<PairedDifference>({
          task: text,
          metric: oneOf('AUC', 'RMSE'),
          mean: number,
          lower: number,
          upper: number,
          rows: count,
        }),
        256,
      ),
    ),
    reason: optional(text),
  });
}
