import { count, list, nullable, number, numberOrNull, object, optional, type Shape, text } from '../guards/index.ts';
import type { GatesExpert, PerExpert } from './gates-payload.ts';
import { most } from './gates-shape.ts';

/**
 * How a model's gates share out its experts while it trains: mean weights as epochs ended. While the run goes on few epochs are
 * kept, once it ended as many as fit; always the first and the last.
 */
export type TrainingGates = {
  /** Rows that the means are over; 0 before the first. */
  readonly rows: number;
  /** Lowest gates first. */
  readonly levels: readonly TrainingGatesLevel[];
  /** In order. `means` is [level][gate][expert]; null: the gate does not see the expert, or it is no number. */
  readonly epochs: readonly { readonly epoch: number; readonly means: readonly (readonly PerExpert[])[] }[];
};

export type TrainingGatesLevel = {
  readonly level: number;
  readonly experts: readonly Pick<GatesExpert, 'name' | 'label'>[];
  /** How many experts there are, when these are only the first of very many. */
  readonly expertsGiven?: number | undefined;
  /** `task` is the position in `tasks`; null for a shared gate. `sees` are positions of its experts. */
  readonly gates: readonly {
    readonly serves: string;
    readonly task: number | null;
    readonly sees: readonly number[];
  }[];
};

export const trainingGates: Shape<TrainingGates> = object<TrainingGates>({
  rows: count,
  levels: list(
    object<TrainingGatesLevel>({
      level: count,
      experts: list(object<TrainingGatesLevel['experts'][number]>({ name: text, label: text }), most.experts),
      expertsGiven: optional(count),
      gates: list(
        object<TrainingGatesLevel['gates'][number]>({
          serves: text,
          task: nullable(count),
          sees: list(number, most.experts),
        }),
        most.gates,
      ),
    }),
    most.levels,
  ),
  epochs: list(
    object<TrainingGates['epochs'][number]>({
      epoch: count,
      means: list(list(list(numberOrNull, most.experts), most.gates), most.levels),
    }),
    most.epochs,
  ),
});
