import { type BatchOfTasks, clipFactor, cosines, createBalancing } from '../../common/index.ts';
import { observedRows } from './batch-sizes.ts';
import type { Run } from './bind.ts';
import { type CombineParts, createCombine } from './combine.ts';
import type { TrainingJob } from './job.ts';
import { meanLosses, sumsOf } from './loss-sums.ts';
import type { Programs } from './programs.ts';

/** A step that all threads take together. */
export type Step = {
  readonly step: number;
  readonly size: number;
  readonly ahead: number;
  /** Rows that each task's loss is averaged over. */
  readonly counts: readonly number[];
  /** The tasks' weights without a balance. */
  readonly weights: readonly number[];
  /** Runs operations on this thread's rows, chunk by chunk. */
  readonly overChunks: (run: Run) => void;
};

/** What a step is beside the backward pass of weighted losses. */
export type BalancedStep = {
  /** Before the backward pass: what it multiplies each task's loss by. */
  readonly lossWeights: (step: Step) => ArrayLike<number>;
  /** Behind a barrier: takes this thread's share of the step. */
  readonly take: (step: Step) => void;
  /** Behind that. */
  readonly end: (step: Step) => void;
};

type Parts = CombineParts & { readonly programs: Programs; readonly wait: () => void };

/** A job without a balance, conflicts or clipping has plain steps. */
export function createBalancedStep(parts: Parts, job: TrainingJob): BalancedStep {
  const { plan, buffer, update, programs, wait, thread } = parts;
  const { balance, combination } = job;
  const tasks = plan.tasks.length;
  const { seed, firstStep } = job;
  const how = { seed, stepsPerEpoch: balance?.stepsPerEpoch ?? 1 };
  const balancing = balance && createBalancing(balance.spec, tasks, how, balance.state);
  const combine = combination && createCombine(parts, job, combination);
  const byTask = combination?.tasks !== undefined;
  const ones = plan.tasks.map(() => 1);
  const knownOf = ({ step, size, counts, weights }: Step, place?: number): BatchOfTasks => {
    const observed = observedRows(plan, job, step * job.batchSize, size).map((rows) => rows > 0);
    const losses = place === undefined ? new Float64Array(tasks) : meanLosses(parts, job.threads, counts, place);
    return { losses, observed, baseWeights: Float64Array.from(weights) };
  };
  /** The losses of the batch alone, from which all threads may go on. */
  const takeLosses = (now: Step, run: Run, place: number) => {
    sumsOf(plan, buffer, thread, place).fill(0);
    now.overChunks(run);
    wait();
  };

  function balanced(now: Step, products: readonly Float64Array[]) {
    if (!balancing) return { weights: now.weights, own: now.weights };
    const total = Float64Array.from({ length: tasks * tasks }, (_, i) =>
      products.reduce((sum, part) => sum + part[i], 0),
    );
    return balancing.step(firstStep + now.step, knownOf(now, 0), total);
  }

  return {
    lossWeights(now) {
      if (byTask) return ones;
      if (!balancing) return now.weights;
      if (!balance?.lossesBefore) return balancing.before(firstStep + now.step, knownOf(now));
      takeLosses(now, programs.lossesBefore, 1);
      return balancing.before(firstStep + now.step, knownOf(now, 1));
    },

    take(now) {
      const { step, size, ahead } = now;
      combine?.gather(step, size, ahead);
      if (byTask) wait();
      const products = combine?.products() ?? [];
      const { weights, own } = balanced(now, products);
      if (thread === 0) {
        balance?.used.set(weights, step * tasks);
        const found = combination?.conflicts && products.flatMap((each) => cosines(each, tasks));
        if (found) combination.conflicts?.set(found, step * found.length);
      }
      if (!combine) {
        update.tables(step, size, ahead);
        if (job.until === 'updated') update.parameters(step);
        return;
      }
      combine.combine(weights, own);
      if (job.until === 'gradients') return;
      if (combination.clipNorm === undefined) return combine.update(step, 1);
      combine.square();
      wait();
      combine.update(step, clipFactor(combine.norm(), combination.clipNorm));
    },

    end(now) {
      if (!balance || !balancing) return;
      if (balance.lossesAfter) {
        wait();
        takeLosses(now, programs.lossesAfter, 2);
        balancing.after(firstStep + now.step, knownOf(now, 0), meanLosses(parts, job.threads, now.counts, 2));
      }
      if (thread === 0) balance.state.set(balancing.state());
    },
  };
}
