export { trainerChooser, type WantedTrainer } from './choose.ts';
export { inLabelUnits, logVarianceInLabelUnits } from './common/index.ts';
export type { CreateTrainer, Optimizer, Trainer, TrainerState, TrainingPlan } from './trainer.ts';
