import {
  count,
  list,
  nullable,
  number,
  numberOrNull,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from '../guards/index.ts';
import type {
  Gate,
  GatesConflicts,
  GatesDriver,
  GatesExpert,
  GatesLevel,
  GatesPair,
  GatesPayload,
  GatesRows,
  GatesSegmentation,
  GatesVerdict,
  PerExpert,
  TaskLoss,
} from './gates-payload.ts';
import { meanCosine } from './mean-cosine.ts';
import { remarkFields } from './remark.ts';

/** Most of each thing that a payload may hold. */
export const most = {
  levels: 16,
  gates: 64,
  experts: 256,
  bins: 64,
  epochs: 64,
  segmentations: 32,
  segments: 16,
  tasks: 256,
  lines: 50,
  columns: 64,
  pairs: 28,
  parts: 16,
} as const;

const perExpert: Shape<PerExpert> = list(numberOrNull, most.experts);
const cosines = list(nullable(meanCosine), most.pairs);
const triangle = list(list(numberOrNull, most.experts), most.experts);

/** What a payload must look like, element by element. */
export const payloadShape = object<GatesPayload>({
  version: oneOf(1),
  id: optional(text),
  model: text,
  title: text,
  summary: list(text, 32),
  tasks: list(text, most.tasks),
  data: optional(text),
  rows: count,
  rowsGiven: count,
  epoch: optional(count),
  verdict: object<GatesVerdict>({
    tone: optional(oneOf('error')),
    ...remarkFields,
    state: oneOf('healthy', 'alarm', 'idle'),
    level: optional(count),
    more: list(object<GatesVerdict['more'][number]>({ ...remarkFields, level: optional(count) }), 64),
  }),
  conflicts: optional(
    object<GatesConflicts>({
      epoch: count,
      pairs: list(list(count, 2), most.pairs),
      pairsGiven: optional(count),
      others: list(object<GatesConflicts['others'][number]>({ name: text, cosines }), most.parts),
    }),
  ),
  levels: list(
    object<GatesLevel>({
      level: count,
      experts: list(
        object<GatesExpert>({
          name: text,
          label: text,
          units: count,
          deadUnits: optional(number),
          zeros: optional(number),
          effectiveRank: optional(numberOrNull),
          conflicts: optional(cosines),
          without: optional(
            object<NonNullable<GatesExpert['without']>>({
              rows: count,
              tasks: list(
                object<TaskLoss>({
                  task: count,
                  metric: oneOf('auc', 'rmse'),
                  difference: numberOrNull,
                  error: numberOrNull,
                  reason: optional(text),
                }),
                most.tasks,
              ),
            }),
          ),
        }),
        most.experts,
      ),
      gates: list(
        object<Gate>({
          name: text,
          serves: text,
          task: nullable(count),
          experts: count,
          mean: perExpert,
          sd: perExpert,
          histogram: list(nullable(list(number, most.bins)), most.experts),
          overHalf: perExpert,
          leads: perExpert,
          entropy: number,
          entropyOfMean: number,
          routingInformation: number,
          effectivePerRow: number,
          effectiveOverall: number,
          effectivePerRow2: number,
          effectiveOverall2: number,
          balance: number,
          loadBalance: number,
          largest: number,
          saturated: number,
          contribution: perExpert,
          ownership: perExpert,
          ablation: optional(perExpert),
          drivers: optional(
            list(object<GatesDriver>({ column: text, strength: number, expert: count, value: optional(text) }), 32),
          ),
          history: list(object<Gate['history'][number]>({ epoch: count, mean: perExpert }), most.epochs),
        }),
        most.gates,
      ),
      pairs: list(
        object<GatesPair>({
          gates: list(count, 2),
          divergence: number,
          divergencePerRow: number,
          shared: number,
          cosine: numberOrNull,
          correlation: numberOrNull,
        }),
        (most.gates * (most.gates - 1)) / 2,
      ),
      similarity: object<GatesLevel['similarity']>({ cka: triangle, cosine: optional(triangle) }),
      segmentations: list(
        object<GatesSegmentation>({
          by: text,
          of: oneOf('feature', 'label', 'prediction'),
          information: number,
          segments: list(
            object<GatesSegmentation['segments'][number]>({
              label: text,
              rows: count,
              means: list(perExpert, most.gates),
            }),
            most.segments,
          ),
        }),
        most.segmentations,
      ),
      rows: optional(
        object<GatesRows>({
          gate: count,
          expert: count,
          bin: count,
          low: number,
          high: number,
          count,
          columns: list(text, most.columns),
          columnsGiven: optional(count),
          lines: list(list(text, most.columns), most.lines),
        }),
      ),
    }),
    most.levels,
  ),
});
