import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network, NetworkNode, Output } from '../../network/index.ts';
import { likelihoodFactor, trainedOutputs } from '../common/index.ts';
import type { TrainingPlan } from '../trainer.ts';
import { taskLoss } from './losses.ts';
import { penaltyLoss } from './penalties.ts';
import type { Target } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';

/** What a plan says about one step. */
export type StepPlan = Omit<TrainingPlan, 'order'>;

export type Objective = {
  /** Mean loss of each trained output, of standardised labels, without its task's weight. [task] */
  readonly losses: Tensor1D;
  /** What is added to the loss and is no task's. */
  readonly penalties: readonly Scalar[];
};

/** The losses of a batch. Call it in a tidy. */
export function objective(
  tf: TensorFlow,
  network: Network,
  plan: StepPlan,
  targets: readonly Target[],
  value: (node: NetworkNode) => Tensor2D,
): Objective {
  const outputs = trainedOutputs(network.outputs);
  const losses = outputs.map((output, k) => taskLoss(tf, output, value, targets[k], plan.loss));
  const targetOf = (output: Output) => targets[outputs.findIndex(({ name }) => name === output.name)];
  const penalties = network.penalties.map((penalty) => penaltyLoss(tf, penalty, value, targetOf));
  return { losses: tf.stack(losses) as Tensor1D, penalties };
}

/**
 * Σ exp(−s) L + s ÷ 2 (Kendall et al. 2018, eq. 7 and 10, with s = log σ²), where L is a task's loss times its likelihood's
 * factor.
 */
export function uncertainLoss(tf: TensorFlow, { outputs }: Network, losses: Tensor1D, logVariances: Tensor1D): Scalar {
  const likely = tf.mul(
    losses,
    trainedOutputs(outputs).map(({ task }) => likelihoodFactor(task)),
  );
  return tf.sum<Scalar>(tf.add(tf.mul(likely, tf.exp(tf.neg(logVariances))), tf.div(logVariances, 2)));
}
