import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import {
  type BatchNormNode,
  type Network,
  type Parameter,
  sharedParts,
  sizeOf,
  trainedThrough,
} from '../../network/index.ts';
import {
  type Balancing,
  type BatchOfTasks,
  cosines,
  fixedWeights,
  likelihoodFactor,
  trainedOutputs,
} from '../common/index.ts';
import { type Batch, forward } from './forward.ts';
import { type Objective, objective, type StepPlan, uncertainLoss } from './objective.ts';
import type { Target } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';
import type { Group, Weights } from './weights.ts';

/** One step on one batch. */
export type StepOn = {
  readonly weights: Weights;
  readonly plan: StepPlan;
  readonly batch: Batch;
  /** Of each task. */
  readonly targets: readonly Target[];
  /** Steps before this one. */
  readonly step: number;
  readonly balancing: Balancing | undefined;
};

export type StepGradients = {
  readonly groups: readonly Group[];
  /** Of each group, with L2, not clipped. */
  readonly gradients: readonly Tensor[];
  /** Mean losses of standardised labels. [task] */
  readonly losses: Float64Array;
  /** What the gradients of the tasks were weighted by. [task] */
  readonly taskWeights: ArrayLike<number>;
  /** Cosines of the tasks' gradients, [part][pair], where they are worked out task by task. */
  readonly conflicts: number[];
  /** Means and variances of the batch. */
  readonly moments: ReadonlyMap<BatchNormNode, readonly Float32Array[]>;
  /** Tells the balance what came of the step, once the weights are new. */
  readonly settle: () => void;
};

/** Differentiates what a step descends, task by task where the plan needs that; call it in a tidy. */
export function createDifferentiate(tf: TensorFlow, network: Network): (on: StepOn) => StepGradients {
  const outputs = trainedOutputs(network.outputs);
  const trained = trainedThrough(network);
  const count = outputs.length;
  const parts = sharedParts(network);
  const partOf = new Map<Parameter, number>(
    parts.flatMap(({ parameters }, part) => parameters.map((parameter) => [parameter, part] as const)),
  );

  return (on) => {
    const { weights, plan, batch, targets, step, balancing } = on;
    const learned = plan.taskWeights === 'uncertainty' ? weights.logVariances() : undefined;
    const logVariances = learned?.variable as Tensor1D | undefined;
    const groups = learned ? [...weights.groups, learned] : weights.groups;
    const baseWeights = Float64Array.from(
      plan.taskWeights === 'uncertainty'
        ? Array.from(logVariances?.dataSync() ?? [], (s, t) => likelihoodFactor(outputs[t].task) * Math.exp(-s))
        : fixedWeights(
            outputs.map(({ task }) => task.name),
            plan.taskWeights,
          ),
    );
    const observed = targets.map(({ counts }) => counts.some((weight) => weight > 0));
    const known = (losses = new Float64Array(count)): BatchOfTasks => ({ losses, observed, baseWeights });
    const moments = new Map<BatchNormNode, readonly Float32Array[]>();
    const evaluate = (): Objective => {
      const measure = (node: BatchNormNode, ...measured: readonly Tensor1D[]) =>
        moments.set(
          node,
          measured.map((tensor) => Float32Array.from(tensor.dataSync())),
        );
      const mode = { weights: weights.tensors(), dropout: { seed: plan.seed, step }, measure };
      return objective(tf, network, plan, targets, forward(tf, network, trained, batch, mode));
    };
    const lossesNow = () => {
      const losses = tf.tidy(() => evaluate().losses);
      return Float64Array.from(losses.dataSync());
    };
    /** Of each group; the losses of the batch come along. */
    const gradientsOf = (loss: (found: Objective) => Scalar) => {
      let losses: Tensor1D | undefined;
      const { grads } = tf.variableGrads(
        () => {
          const found = evaluate();
          losses = tf.keep(found.losses);
          return loss(found);
        },
        groups.map((group) => group.variable),
      );
      const numbers = Float64Array.from(losses?.dataSync() ?? []);
      losses?.dispose();
      return {
        losses: numbers,
        gradients: groups.map(({ variable }) => grads[variable.name] ?? tf.zerosLike(variable)),
      };
    };

    function together() {
      const losses = balancing?.needs === 'losses' ? lossesNow() : undefined;
      const taskWeights = balancing?.before(step, known(losses)) ?? baseWeights;
      const found = gradientsOf(({ losses, penalties }) => {
        const ofTasks = logVariances
          ? uncertainLoss(tf, network, losses, logVariances)
          : tf.sum<Scalar>(tf.mul(losses, Array.from(taskWeights)));
        return tf.addN([ofTasks, ...penalties]);
      });
      balancing?.step(step, known(found.losses), new Float64Array(count * count));
      return { ...found, taskWeights, conflicts: [] };
    }

    function taskByTask() {
      const all = outputs.map((_, t) => gradientsOf(({ losses }) => tf.squeeze(tf.slice(losses, t, 1))));
      const { losses } = all[0];
      const numbers = all.map(({ gradients }) => gradients.map((each) => each.dataSync() as Float32Array));
      const byPart = parts.map(() => new Float64Array(count * count));
      const ranges = groups.map(rangesOf);
      for (const [g, stretches] of ranges.entries())
        for (const { part, from, to } of stretches)
          if (part >= 0)
            addProducts(
              byPart[part],
              numbers.map((ofTask) => ofTask[g].subarray(from, to)),
            );
      const total = new Float64Array(count * count);
      for (const part of byPart) for (const [i, product] of part.entries()) total[i] += product;
      const balanced = balancing?.step(step, known(losses), total) ?? { weights: baseWeights, own: baseWeights };
      const isTaught = network.penalties.length > 0 || logVariances !== undefined;
      const rest = isTaught
        ? gradientsOf(({ penalties }) => {
            const learned = logVariances && uncertainLoss(tf, network, tf.tensor1d([...losses]), logVariances);
            return tf.addN(learned ? [learned, ...penalties] : [...penalties]);
          }).gradients
        : undefined;
      const gradients = groups.map(({ variable }, g) => {
        const combined = new Float32Array(variable.size);
        for (const { part, from, to } of ranges[g])
          for (let t = 0; t < count; t++) {
            const weight = part >= 0 ? balanced.weights[t] : balanced.own[t];
            for (let i = from; i < to; i++) combined[i] += weight * numbers[t][g][i];
          }
        const ofTasks = tf.tensor(combined, variable.shape);
        return rest ? tf.add(ofTasks, rest[g]) : ofTasks;
      });
      const conflicts = byPart.flatMap((products) => cosines(products, count));
      return { losses, gradients, taskWeights: balanced.weights, conflicts };
    }

    /** The stretches of a group's entries that are of one part, −1 of none. */
    function rangesOf({ parameters }: Group): { part: number; from: number; to: number }[] {
      let to = 0;
      return parameters.map((parameter) => {
        const from = to;
        to += sizeOf(parameter);
        return { part: partOf.get(parameter) ?? -1, from, to };
      });
    }

    const { gradients, ...found } = balancing?.needs === 'products' || plan.conflicts ? taskByTask() : together();
    return {
      groups,
      moments: new Map(moments),
      ...found,
      gradients: gradients.map((gradient, g) => {
        const { variable, decayed } = groups[g];
        return plan.l2 === 0 ? gradient : tf.add(gradient, tf.mul(tf.mul(variable, decayed), 2 * plan.l2));
      }),
      settle() {
        if (balancing?.wantsAfter) balancing.after(step, known(found.losses), lossesNow());
      },
    };
  };
}

/** products[i][j] += ⟨gradient i, gradient j⟩ */
function addProducts(products: Float64Array, gradients: readonly Float32Array[]): void {
  for (const [i, a] of gradients.entries())
    for (const [j, b] of gradients.entries()) {
      let sum = 0;
      for (let c = 0; c < a.length; c++) sum += a[c] * b[c];
      products[i * gradients.length + j] += sum;
    }
}
