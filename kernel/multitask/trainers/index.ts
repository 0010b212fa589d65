export { type TrainerName, trainerChooser } from './choose.ts';
export { logVarianceInLabelUnits } from './common/index.ts';
export type { CreateTrainer, Optimizer, Trainer, TrainerState, TrainingPlan } from './trainer.ts';
