import { type Network, sharedParts } from '../../network/index.ts';
import { createBalancing, type KeptBalance, keepBalance, pairsOf, trainedOutputs } from '../common/index.ts';
import type { TrainerState, TrainingPlan } from '../trainer.ts';
import type { Layout } from './compile/layout.ts';
import { lossesAlone, mapParts, taskPasses } from './compile/passes.ts';
import { share } from './memory/shared-rows.ts';
import type { CombinationJob, TrainingJob } from './run/job.ts';

/** What a trainer's jobs do with the tasks' losses and gradients. */
export type TaskJobs = {
  /** The part of a job of so many steps that is about the tasks. */
  readonly of: (
    plan: TrainingPlan,
    until: TrainingJob['until'],
    steps: number,
  ) => Pick<TrainingJob, 'balance' | 'combination'>;
  readonly kept: KeptBalance;
};

export function createTaskJobs(network: Network, layout: Layout, begun: TrainerState): TaskJobs {
  const count = trainedOutputs(network.outputs).length;
  const kept = keepBalance(begun);
  const passes = new Map<boolean, CombinationJob['tasks']>();

  function byTask(rest: boolean): CombinationJob['tasks'] {
    const found = passes.get(rest);
    if (found) return found;
    const parts = sharedParts(network);
    const map = mapParts(layout, parts);
    const made = { ...taskPasses(layout, rest), count: parts.length, parts: { ...map, vectors: share(map.vectors) } };
    passes.set(rest, made);
    return made;
  }

  return {
    of({ balance: spec, stepsPerEpoch = 1, seed, conflicts, clipNorm, taskWeights }, until, steps) {
      const isStep = until === 'updated';
      const balancing = spec && createBalancing(spec, count, { seed, stepsPerEpoch }, kept.of(spec));
      // Where a loss needs sums over the whole batch, they come from the passes, which have them anyway.
      const hasLosses = layout.phases.count > 1 && balancing?.needs === 'losses';
      const isByTask = balancing?.needs === 'products' || hasLosses || (conflicts && isStep);
      const rest = network.penalties.length > 0 || taskWeights === 'uncertainty';
      const tasks = isByTask ? byTask(rest) : undefined;
      const balance = balancing && {
        spec,
        stepsPerEpoch,
        state: share(balancing.state()),
        used: share(new Float32Array(steps * count)),
        lossesBefore: balancing.needs === 'losses' && !isByTask ? lossesAlone(layout, 1) : undefined,
        lossesAfter: balancing.wantsAfter && isStep ? lossesAlone(layout, 2) : undefined,
      };
      if (!isStep) return { balance, combination: tasks && { tasks, conflicts: undefined, clipNorm: undefined } };
      if (!tasks && clipNorm === undefined) return { balance, combination: undefined };
      const cosines = conflicts && share(new Float32Array(steps * (tasks?.count ?? 0) * pairsOf(count)));
      return { balance, combination: { tasks, conflicts: cosines || undefined, clipNorm } };
    },
    kept,
  };
}
