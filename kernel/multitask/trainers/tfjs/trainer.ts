import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Rows } from '../../data/index.ts';
import { type BatchNormNode, type NetworkNode, nodesOf, sizeOf, trainedThrough } from '../../network/index.ts';
import { inLabelUnits, isAdam, moveStatistics, trainedOutputs } from '../common/index.ts';
import { createBreather } from '../event-loop.ts';
import type { CreateTrainer, StepLosses } from '../trainer.ts';
import { type Batch, forward } from './forward.ts';
import { outputValue } from './losses.ts';
import { objective, type StepPlan } from './objective.ts';
import { batchReader } from './read-batch.ts';
import { readTarget } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';
import { createWeights, type Group } from './weights.ts';

/**
 * The reference trainer: a network as TensorFlow.js operations on whichever backend is set. It is written to be plain;
 * `simd` is written to be fast and agrees with it. A single step cannot be interrupted, whatever its batch size.
 */
export function tfjsTrainer(backend: () => Promise<{ readonly tf: TensorFlow }>): CreateTrainer {
  return async (network, optimizer, state) => {
    const { tf } = await backend();
    const tasks = trainedOutputs(network.outputs).map(({ task }) => task);
    const outputNodes = network.outputs.flatMap(nodesOf);
    const trainedNodes = trainedThrough(network);
    let weights = createWeights(tf, network, optimizer, state);
    let step = state.step;

    /** Gradients of each group with L2, the losses, and what was measured of the batch: call it in a tidy. */
    function differentiate(rows: Rows, batch: Batch, plan: StepPlan, order: ArrayLike<number>, from: number) {
      const learned = plan.taskWeights === 'uncertainty' ? [weights.logVariances()] : [];
      const logVariances = learned[0]?.variable as Tensor1D | undefined;
      const groups = [...weights.groups, ...learned];
      const targets = tasks.map((task) => readTarget(rows, task, plan, order, from, from + batch.size));
      let losses: Tensor1D | undefined;
      const measured = new Map<BatchNormNode, readonly Tensor1D[]>();
      const { grads } = tf.variableGrads(
        () => {
          const measure = (node: BatchNormNode, ...moments: readonly Tensor1D[]) =>
            measured.set(node, moments.map(tf.keep));
          const mode = { weights: weights.tensors(), dropout: { seed: plan.seed, step }, measure };
          const value = forward(tf, network, trainedNodes, batch, mode);
          const result = objective(tf, network, plan, targets, value, logVariances);
          losses = tf.keep(result.losses);
          return result.total;
        },
        groups.map((group) => group.variable),
      );
      const gradients = groups.map((group) => {
        const gradient = grads[group.variable.name] ?? tf.zerosLike(group.variable);
        return plan.l2 === 0 ? gradient : tf.add(gradient, tf.mul(tf.mul(group.variable, group.decayed), 2 * plan.l2));
      });
      const moments = new Map<BatchNormNode, readonly Float32Array[]>();
      for (const [node, tensors] of measured) {
        moments.set(
          node,
          tensors.map((tensor) => tensor.dataSync() as Float32Array),
        );
        tf.dispose([...tensors]);
      }
      return { groups, gradients, moments, losses: losses as Tensor1D | undefined };
    }

    function trainStep(
      rows: Rows,
      batch: Batch,
      plan: StepPlan,
      order: ArrayLike<number>,
      from: number,
    ): ArrayLike<number> {
      return tf.tidy(() => {
        const { groups, gradients, moments, losses } = differentiate(rows, batch, plan, order, from);
        for (const [i, group] of groups.entries())
          group.update.apply(gradients[i], plan.learningRate(step), step + 1, touchedRows(group, batch));
        for (const [node, [mean, variance]] of moments) {
          const running = { mean: weights.statistics(node.mean), variance: weights.statistics(node.variance) };
          moveStatistics(running, node.momentum, mean, variance, batch.size);
        }
        step++;
        const values = losses?.dataSync() ?? [];
        losses?.dispose();
        return values;
      });
    }

    /** With lazy embeddings, true in the rows of a table that the batch names. */
    function touchedRows({ isTable, parameters: [table], variable }: Group, batch: Batch): Tensor | undefined {
      if (!isTable || !isAdam(optimizer) || optimizer.embeddings !== 'lazy') return undefined;
      const [rows, units] = variable.shape;
      const touched = new Uint8Array(rows * units);
      for (const [node, lookups] of batch.embeddings)
        for (const [i, { ids }] of lookups.entries())
          if (node.tables[i] === table) for (const id of ids) touched.fill(1, id * units, (id + 1) * units);
      return tf.tensor(touched, [rows, units], 'bool');
    }

    /** Runs the network over all rows in slices and hands over what `take` makes of each. */
    async function overRows(
      rows: Rows,
      wanted: readonly NetworkNode[],
      take: (value: (node: NetworkNode) => Tensor2D) => readonly Tensor[],
      store: (column: number, values: Float32Array, from: number) => void,
      signal: AbortSignal | undefined,
    ): Promise<void> {
      const read = batchReader(network, rows);
      const order = Uint32Array.from({ length: rows.length }, (_, i) => i);
      const breathe = createBreather(pauseEvery);
      for (let from = 0; from < rows.length; from += sliceSize) {
        signal?.throwIfAborted();
        const batch = read(order, from, Math.min(rows.length, from + sliceSize));
        const columns = tf.tidy(() => {
          const mode = { weights: weights.tensors(), dropout: undefined, measure: undefined };
          const value = forward(tf, network, wanted, batch, mode);
          return take(value).map((tensor) => tensor.dataSync() as Float32Array);
        });
        for (const [i, values] of columns.entries()) store(i, values, from);
        await breathe();
      }
    }

    return {
      name: `tfjs ${tf.getBackend() === 'tensorflow' ? 'node' : tf.getBackend()}`,
      async train(rows, plan, report, signal) {
        const read = batchReader(network, rows);
        const breathe = createBreather(pauseEvery);
        const stretch = createStretch(
          tasks.map(({ name }) => name),
          report,
        );
        let done = 0;
        for (let from = 0; from < plan.order.length && !signal?.aborted; from += plan.batchSize) {
          const batch = read(plan.order, from, Math.min(plan.order.length, from + plan.batchSize));
          stretch.add(trainStep(rows, batch, plan, plan.order, from));
          done++;
          await breathe();
        }
        stretch.flush();
        return done;
      },
      async predict(rows, signal) {
        const columns = network.outputs.map(() => new Float32Array(rows.length));
        await overRows(
          rows,
          outputNodes,
          (value) => network.outputs.map((output) => outputValue(tf, output, value)),
          (column, values, from) => columns[column].set(values, from),
          signal,
        );
        return inLabelUnits(network.outputs, columns);
      },
      async activations(rows, nodes, signal) {
        const results = nodes.map((node) => new Float32Array(rows.length * node.width));
        await overRows(
          rows,
          nodes,
          (value) => nodes.map(value),
          (i, values, from) => results[i].set(values, from * nodes[i].width),
          signal,
        );
        return results;
      },
      async gradients(rows, plan) {
        const order = Uint32Array.from({ length: rows.length }, (_, i) => i);
        const batch = batchReader(network, rows)(order, 0, rows.length);
        return tf.tidy(() => {
          const { groups, gradients, losses } = differentiate(rows, batch, plan, order, 0);
          losses?.dispose();
          return Object.fromEntries(
            groups.flatMap(({ parameters }, i) => {
              const values = gradients[i].dataSync() as Float32Array;
              let offset = 0;
              return parameters.map((parameter) => {
                const size = sizeOf(parameter);
                offset += size;
                return [parameter.name, values.slice(offset - size, offset)];
              });
            }),
          );
        });
      },
      async read() {
        const stepRead = step;
        return { ...(await weights.read()), step: stepRead };
      },
      async write(next) {
        const replacement = createWeights(tf, network, optimizer, next);
        weights.dispose();
        weights = replacement;
        step = next.step;
      },
      async dispose() {
        weights.dispose();
      },
    };
  };
}

/** Gathers the losses of steps and reports them about twenty times a second. */
function createStretch(tasks: readonly string[], report: (stretch: StepLosses) => void) {
  let steps: ArrayLike<number>[] = [];
  let since = performance.now();
  function flush(): void {
    if (steps.length > 0)
      report({
        losses: Object.fromEntries(tasks.map((task, k) => [task, Float32Array.from(steps, (losses) => losses[k])])),
      });
    steps = [];
    since = performance.now();
  }
  return {
    flush,
    add(losses: ArrayLike<number>): void {
      steps.push(losses);
      if (performance.now() - since >= 50) flush();
    },
  };
}

/** Milliseconds that work may hold the event loop. */
const pauseEvery = 12;

/** Rows that are predicted at once. */
const sliceSize = 4096;
