import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { slotStart, weightDecayOf } from '../common/index.ts';
import type { Optimizer } from '../trainer.ts';
import type { TensorFlow } from './tensorflow.ts';

/** Applies one optimizer to one variable and owns its slots. */
export type Update = {
  /**
   * One step; call it in a tidy. `rate` is this step's learning rate and `step` its 1-based number.
   * @param touched true where the entries may change (Adam's lazy embeddings); everywhere without it.
   */
  readonly apply: (gradient: Tensor, rate: number, step: number, touched?: Tensor) => void;
  /** Slots by name; none before the first step. */
  readonly slots: () => Readonly<Record<string, Variable>>;
  readonly restore: (slot: string, values: Float32Array) => void;
  readonly dispose: () => void;
};

export function createUpdate(tf: TensorFlow, optimizer: Optimizer, variable: Variable): Update {
  const slots: Record<string, Variable> = {};

  function slot(name: string): Variable {
    slots[name] ??= tf.variable(tf.fill(variable.shape, slotStart(optimizer)), false);
    return slots[name];
  }

  function change(target: Variable, value: Tensor, touched: Tensor | undefined): Tensor {
    const next = touched ? tf.where(touched, value, target) : value;
    target.assign(next);
    return next;
  }

  return {
    apply(gradient, rate, step, touched) {
      switch (optimizer.kind) {
        case 'sgd':
          change(variable, tf.sub(variable, tf.mul(gradient, rate)), touched);
          break;
        case 'adagrad': {
          const sum = slot('sum');
          const total = change(sum, tf.add(sum, tf.square(gradient)), touched);
          const scaled = tf.div(gradient, tf.add(tf.sqrt(total), optimizer.epsilon));
          change(variable, tf.sub(variable, tf.mul(scaled, rate)), touched);
          break;
        }
        case 'adam':
        case 'adamw': {
          const { beta1, beta2, epsilon } = optimizer;
          const [m, v] = [slot('m'), slot('v')];
          const mean = change(m, tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)), touched);
          const square = change(v, tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)), touched);
          const root = tf.sqrt(tf.div(square, 1 - beta2 ** step));
          const scaled = tf.div(tf.div(mean, 1 - beta1 ** step), tf.add(root, epsilon));
          const shrunk = tf.sub(variable, tf.mul(variable, rate * weightDecayOf(optimizer)));
          change(variable, tf.sub(shrunk, tf.mul(scaled, rate)), touched);
          break;
        }
      }
    },
    slots: () => slots,
    restore(name, values) {
      slots[name]?.dispose();
      slots[name] = tf.tidy(() => tf.variable(tf.tensor(values, variable.shape), false));
    },
    dispose() {
      for (const each of Object.values(slots)) each.dispose();
    },
  };
}
