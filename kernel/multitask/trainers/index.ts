export { type TrainerName, trainerChooser } from './choose.ts';
export type { CreateTrainer, Loss, Optimizer, Trainer, TrainerState, TrainingPlan } from './trainer.ts';
