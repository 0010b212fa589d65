export {
  type AlignedOptions,
  type CAGradOptions,
  type DWAOptions,
  type FAMOOptions,
  type GradientsOption,
  type GradNormOptions,
  looksBehindSteps,
  type MGDAOptions,
  type WeightsOption,
} from './balance/index.ts';
export { describeRun } from './describe-run.ts';
export { Diverged } from './divergence.ts';
export {
  createJudge,
  type EarlyStopping,
  earlyStoppingOptions,
  type Judge,
  type JudgedBy,
  whyNotJudgeable,
} from './early-stopping.ts';
export { isStream } from './epoch-pieces.ts';
export { createEventQueue } from './event-queue.ts';
export type {
  EndedEvent,
  EpochEvent,
  GoesOn,
  RunBefore,
  RunDescription,
  RunTask,
  StepsEvent,
  TrainingEvent,
  Validated,
} from './events.ts';
export {
  evaluateOptions,
  type FitOptions,
  fitOptions,
  type LossOption,
  type PaddleLossOptions,
  rowOptions,
} from './fit-options.ts';
export { assumesOrder, inFunnelOrder } from './funnel-order.ts';
export type { TrainEpoch, TrainingJob } from './job.ts';
export type {
  CosineDecay,
  ExponentialDecay,
  LearningRate,
  LearningRateDecay,
  LearningRateSchedule,
} from './learning-rates.ts';
export type { AdagradOptions, AdamOptions, AdamWOptions, OptimizerOption } from './optimizers.ts';
export { type Progress, type RunProgress, untrained } from './progress.ts';
export { type ResolvedOptions, resolveOptions } from './resolve-options.ts';
export { settingsOf } from './settings.ts';
export { runTraining } from './training.ts';
export { weighedRows } from './weighed-rows.ts';
