import { listBytes } from '../compile/passes.ts';
import type { Plan } from '../compile/plan.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import { bind, type Run, type StepValues } from './bind.ts';
import type { TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';

/** What one thread computes of a chunk. */
export type Programs = {
  /**
   * Forward, losses, and backward, all threads waiting for one another between two of them: once, or once for each task and
   * then for what is no task's.
   */
  readonly phases: readonly Run[];
  /** Where the gradients of what is no task's are added up: of all, where there is one pass. */
  readonly gradients: number;
  /** The losses alone, before a step and behind it, where the job asks for them. */
  readonly lossesBefore: Run;
  readonly lossesAfter: Run;
};

export function bindPrograms(
  plan: Plan,
  kernels: Kernels,
  buffer: ArrayBufferLike,
  batch: BatchMemory,
  thread: number,
  { balance, combination }: TrainingJob,
  now: StepValues,
): Programs {
  const own = plan.memory.own + plan.ownBytes * thread;
  const gradients = own + plan.own.gradients;
  const kept = { address: batch.kept[thread], bytes: plan.keptBytes };
  let lists = batch.lists[thread];
  const bound = (operations: Plan['phases'][number]['operations'] = [], to = gradients): Run => {
    const run = bind(operations, kernels, buffer, { own, gradients: to, lists }, batch, now, kept);
    lists += listBytes(operations) + 64;
    return run;
  };
  const lossesBefore = bound(balance?.lossesBefore);
  const lossesAfter = bound(balance?.lossesAfter);
  const { tasks } = combination ?? {};
  if (!tasks) {
    const phases = plan.phases.map((phase) =>
      bind(phase.operations, kernels, buffer, { own, gradients, lists: own + phase.lists }, batch, now, kept),
    );
    return { phases, gradients, lossesBefore, lossesAfter };
  }
  const { combined } = batch;
  const placeOf = (pass: number) => combined.gradients[thread] + combined.region * pass;
  const runs = [bound(tasks.forward), ...tasks.passes.map(({ operations }, pass) => bound(operations, placeOf(pass)))];
  return {
    phases: [
      (first, rows, ahead, chunk) => {
        for (const run of runs) run(first, rows, ahead, chunk);
      },
    ],
    gradients: placeOf(tasks.passes.length - 1),
    lossesBefore,
    lossesAfter,
  };
}
