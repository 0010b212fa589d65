import { aligned } from './aligned.ts';
import type { GradientMethod, WeightMethod } from './balance-options.ts';
import { cagrad } from './cagrad.ts';
import { dwa } from './dwa.ts';
import { famo } from './famo.ts';
import { gls } from './gls.ts';
import { gradnorm } from './gradnorm.ts';
import { mgda } from './mgda.ts';
import { nash } from './nash.ts';
import { pcgrad } from './pcgrad.ts';
import { rlw } from './rlw.ts';
import type { Combination, Needs, StepOfTasks, Weighing } from './step-of-tasks.ts';

/** How tasks are balanced, as plain data: it crosses to worker threads and stands in checkpoints. */
export type BalanceSpec = {
  /** Weights the tasks' losses. */
  readonly weights?: WeightMethod | undefined;
  /** Combines the tasks' gradients over shared parameters. */
  readonly gradients?: GradientMethod | undefined;
};

export type Balanced = {
  /** [task] Of each task's gradient, for shared parameters. */
  readonly weights: Float64Array;
  /** [task] Of each task's gradient, for parameters that only it reaches: the weight of its loss. */
  readonly own: Float64Array;
  /** Of the next step. */
  readonly state: Float64Array;
};

export type Balance = {
  /** The state of the first step. */
  readonly initial: Float64Array;
  /**
   * Pure: a state is never changed, a new one is returned. Weights and state are finite, whatever the numbers. Where the
   * losses or products are not, the run has diverged: the weights are the base weights, so that it shows.
   */
  readonly step: (step: StepOfTasks, state: Float64Array) => Balanced;
  /** What of a step may be left out, see `Needs`. */
  readonly needs: Needs;
  /** Where it learns from what a step did: the state behind it, from the losses of the same batch then, [task]. */
  readonly after: ((step: StepOfTasks, after: Float64Array, state: Float64Array) => Float64Array) | undefined;
};

/** Whether a method learns from the losses that the same batch has behind its step. */
export function looksBehindSteps(spec: BalanceSpec | undefined, tasks: number): boolean {
  return spec !== undefined && createBalance(spec, tasks).after !== undefined;
}

/** A balance of so many tasks. */
export function createBalance(spec: BalanceSpec, tasks: number): Balance {
  const weighing = spec.weights && weighingOf(spec.weights, tasks);
  const combine = spec.gradients && combinationOf(spec.gradients);
  const needs = combine ? 'products' : (weighing?.needs ?? 'past');
  return {
    initial: weighing?.initial ?? new Float64Array(0),
    needs,
    after:
      weighing?.after &&
      ((step, after, state) => {
        const areKnown = areFinite(step, 'losses') && areFinite({ ...step, losses: after }, 'losses');
        return areKnown ? (weighing.after?.(step, after, state) ?? state) : state;
      }),
    step: (step, state) => {
      if (!areFinite(step, needs)) return { weights: step.baseWeights, own: step.baseWeights, state };
      const weighed = weighing?.step(step, state);
      const own = step.baseWeights.map((base, task) => base * (weighed?.weights[task] ?? 1));
      const weights = combine ? combined(combine, step, own) : own;
      return { weights, own, state: weighed?.state ?? state };
    },
  };
}

function weighingOf(method: WeightMethod, tasks: number): Weighing {
  switch (method.kind) {
    case 'dwa':
      return dwa(tasks, method);
    case 'gradnorm':
      return gradnorm(tasks, method);
    case 'rlw':
      return rlw();
    case 'gls':
      return gls();
    case 'famo':
      return famo(tasks, method);
  }
}

function combinationOf(method: GradientMethod): Combination {
  switch (method.kind) {
    case 'pcgrad':
      return pcgrad;
    case 'cagrad':
      return cagrad(method);
    case 'mgda':
      return mgda(method);
    case 'nash':
      return nash;
    case 'aligned':
      return aligned(method);
  }
}

function areFinite({ losses, observed, products }: StepOfTasks, needs: Balance['needs']): boolean {
  const areLosses = losses.every((loss, task) => !observed[task] || Number.isFinite(loss));
  return areLosses && (needs !== 'products' || products.every(Number.isFinite));
}

/**
 * Weights of all tasks. Those without a row in the batch, of weight 0, or at a standstill pull at nothing: the others are
 * combined without them, and they keep the weight of their loss.
 */
function combined(combine: Combination, { products, losses, observed, seed, step }: StepOfTasks, own: Float64Array) {
  const tasks = own.length;
  const pulling = [...own.keys()].filter((task) => observed[task] && own[task] > 0 && products[task * (tasks + 1)] > 0);
  if (pulling.length < 2) return own;
  const greatest = Math.max(...pulling.map((task) => products[task * (tasks + 1)]));
  const among = combine({
    products: Float64Array.from(pulling.flatMap((i) => pulling.map((j) => products[i * tasks + j] / greatest))),
    weights: Float64Array.from(pulling, (task) => own[task]),
    losses: Float64Array.from(pulling, (task) => losses[task]),
    seed,
    step,
  });
  return own.map((weight, task) => (pulling.includes(task) ? among[pulling.indexOf(task)] : weight));
}
