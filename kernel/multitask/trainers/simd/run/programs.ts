import { listBytes } from '../compile/passes.ts';
import type { Plan } from '../compile/plan.ts';
import type { Reduction } from '../compile/reductions.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import { keptBytes } from './batch-sizes.ts';
import { bind, type Run, type StepValues } from './bind.ts';
import type { TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';

/** What one thread computes of a chunk. */
export type Programs = {
  /**
   * Forward, losses, and backward, all threads waiting for one another between two of them: once, or once for each task and
   * then for what is no task's.
   */
  readonly phases: readonly Program[];
  /** Where the gradients of what is no task's are added up: of all, where there is one pass. */
  readonly gradients: number;
  /** All that a step adds its gradients to, in this thread's memory: 0 when the step begins. */
  readonly added: Float32Array;
  /** The losses alone, before a step and behind it, where the job asks for them. */
  readonly lossesBefore: Run;
  readonly lossesAfter: Run;
};

export type Program = {
  readonly run: Run;
  /** What all threads' sums come to once it is over. */
  readonly reductions: readonly Reduction[];
  /** Where the gradients are that it adds to, as an address. */
  readonly gradients: number;
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
  const { tasks } = combination ?? {};
  const kept = { address: batch.kept[thread], bytes: keptBytes(plan, tasks) };
  let lists = batch.lists[thread];
  const bound = (operations: Plan['phases'][number]['operations'] = [], to = gradients): Run => {
    const run = bind(operations, kernels, buffer, { own, gradients: to, lists }, batch, now, kept);
    lists += listBytes(operations) + 64;
    return run;
  };
  const lossesBefore = bound(balance?.lossesBefore);
  const lossesAfter = bound(balance?.lossesAfter);
  if (!tasks) {
    const phases = plan.phases.map(({ operations, lists, reductions }): Program => {
      const run = bind(operations, kernels, buffer, { own, gradients, lists: own + lists }, batch, now, kept);
      return { run, reductions, gradients };
    });
    const added = new Float32Array(buffer, gradients, plan.parameters.length);
    return { phases, gradients, added, lossesBefore, lossesAfter };
  }
  const { combined } = batch;
  const placeOf = (pass: number) => combined.gradients[thread] + combined.region * pass;
  return {
    phases: tasks.phases.map(({ runs: parts, reductions }): Program => {
      const runs = parts.map(({ operations, pass }) => bound(operations, placeOf(pass)));
      return {
        run(first, rows, ahead, chunk) {
          for (const run of runs) run(first, rows, ahead, chunk);
        },
        reductions,
        gradients: placeOf(parts[0].pass),
      };
    }),
    gradients: placeOf(tasks.passes.length - 1),
    added: new Float32Array(buffer, placeOf(0), (combined.region * tasks.passes.length) / 4),
    lossesBefore,
    lossesAfter,
  };
}
