import type { TrainingPlan } from '../trainer.ts';

/** Whether a row counts in a task's loss: its label was observed, and its weight is above 0. */
export function countsFor(label: number, weight: number): boolean {
  return !Number.isNaN(label) && weight > 0;
}

/** What Σ weight · loss of a task is divided by, in a batch of `size` rows of which `observed` count. */
export function averagedOver(average: TrainingPlan['average'], size: number, observed: number): number {
  return average === 'batch' ? size : Math.max(1, observed);
}
