export { trainerChooser, type WantedTrainer } from './choose.ts';
export { logVarianceInLabelUnits } from './common/index.ts';
export type { CreateTrainer, Optimizer, Trainer, TrainerState, TrainingPlan } from './trainer.ts';
