export { trainerChooser, type WantedTrainer } from './choose.ts';
export { inLabelUnits, isAdam, logVarianceInLabelUnits, lossUnit, slotNames, slotStart } from './common/index.ts';
export { createEvaluators, type Evaluators } from './evaluators.ts';
export type { CreateTrainer, Optimizer, Trainer, TrainerState, TrainingPlan } from './trainer.ts';
