import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network, NetworkNode, Output } from '../../network/index.ts';
import { fixedWeights, likelihoodFactor, lossUnit, trainedOutputs } from '../common/index.ts';
import type { TrainingPlan } from '../trainer.ts';
import { taskLoss } from './losses.ts';
import { penaltyLoss } from './penalties.ts';
import type { Target } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';

/** What a plan says about one step. */
export type StepPlan = Omit<TrainingPlan, 'order'>;

export type Objective = {
  /** What a step descends, without L2. */
  readonly total: Scalar;
  /** Mean loss of each trained output in label units, without its task's weight. [task] */
  readonly losses: Tensor1D;
};

/** The loss of a batch. `logVariances` [task] with learned task weights. Call it in a tidy. */
export function objective(
  tf: TensorFlow,
  network: Network,
  plan: StepPlan,
  targets: readonly Target[],
  value: (node: NetworkNode) => Tensor2D,
  logVariances: Tensor1D | undefined,
): Objective {
  const outputs = trainedOutputs(network.outputs);
  const losses = tf.stack(outputs.map((output, k) => taskLoss(tf, output, value, targets[k], plan.loss))) as Tensor1D; // [task]
  const tasks = outputs.map(({ task }) => task);
  const targetOf = (output: Output) => targets[outputs.findIndex(({ name }) => name === output.name)];
  const penalties = network.penalties.map((penalty) => penaltyLoss(tf, penalty, value, targetOf));
  const weighted = logVariances
    ? uncertain(tf, tf.mul(losses, tasks.map(likelihoodFactor)), logVariances)
    : tf.mul(losses, fixed(network, plan));
  return { total: tf.addN([tf.sum<Scalar>(weighted), ...penalties]), losses: tf.mul(losses, tasks.map(lossUnit)) };
}

/** Σ exp(−s) L + s ÷ 2 (Kendall et al. 2018, eq. 7 and 10, with s = log σ²), where L has its likelihood's factor. */
function uncertain(tf: TensorFlow, losses: Tensor1D, logVariances: Tensor1D): Tensor1D {
  return tf.add(tf.mul(losses, tf.exp(tf.neg(logVariances))), tf.div(logVariances, 2));
}

function fixed(network: Network, { taskWeights }: StepPlan): number[] {
  if (taskWeights === 'uncertainty') throw new Error('Learned task weights have no log variances.');
  return fixedWeights(
    trainedOutputs(network.outputs).map(({ task }) => task.name),
    taskWeights,
  );
}
