import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Rows } from '../../data/index.ts';
import { arraysOf, type NetworkNode, nodesOf, sizeOf } from '../../network/index.ts';
import {
  clipFactor,
  createBalancing,
  inLabelUnits,
  isAdam,
  keepBalance,
  lossUnit,
  moveStatistics,
  trainedOutputs,
} from '../common/index.ts';
import { createBreather } from '../event-loop.ts';
import type { CreateTrainer, StepLosses, TrainingPlan } from '../trainer.ts';
import { createDifferentiate, type StepOn } from './differentiate.ts';
import { type Batch, forward } from './forward.ts';
import { outputValue } from './losses.ts';
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
    const differentiate = createDifferentiate(tf, network);
    const units = tasks.map(lossUnit);
    const kept = keepBalance(state);
    let weights = createWeights(tf, network, optimizer, state);
    let step = state.step;

    /** A step on one batch of rows. */
    const stepOn = (rows: Rows, plan: TrainingPlan, order: ArrayLike<number>, from: number, batch: Batch): StepOn => {
      const { balance: spec, stepsPerEpoch = Math.ceil(order.length / plan.batchSize), seed } = plan;
      const targets = tasks.map((task) => readTarget(rows, task, plan, order, from, from + batch.size));
      const balancing = spec && createBalancing(spec, tasks.length, { seed, stepsPerEpoch }, kept.of(spec));
      return { weights, plan, batch, targets, step, balancing };
    };

    function trainStep(on: StepOn): SteppedTasks {
      return tf.tidy(() => {
        const { plan, batch, balancing } = on;
        const { groups, gradients, moments, losses, taskWeights, conflicts, settle } = differentiate(on);
        const touched = groups.map((group) => touchedRows(group, batch));
        const clipped = plan.clipNorm === undefined ? gradients : clip(gradients, touched, plan.clipNorm);
        for (const [i, group] of groups.entries())
          group.update.apply(clipped[i], plan.learningRate(step), step + 1, touched[i]);
        for (const [node, [mean, variance]] of moments) {
          const running = { mean: weights.statistics(node.mean), variance: weights.statistics(node.variance) };
          moveStatistics(running, node.momentum, mean, variance, batch.size);
        }
        settle();
        step++;
        if (plan.balance && balancing) kept.keep(plan.balance, balancing.state());
        return { losses: units.map((unit, t) => unit * losses[t]), taskWeights: Array.from(taskWeights), conflicts };
      });
    }

    /** Gradients whose norm, of all together, is at most `most`. Rows that do not move have none. */
    function clip(gradients: readonly Tensor[], touched: readonly (Tensor | undefined)[], most: number): Tensor[] {
      const moving = gradients.map((gradient, i) => {
        const rows = touched[i];
        return rows ? tf.where(rows, gradient, tf.zerosLike(gradient)) : gradient;
      });
      const squares = moving.map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]);
      const factor = clipFactor(Math.sqrt(squares.reduce((sum, each) => sum + each, 0)), most);
      return moving.map((gradient) => tf.mul(gradient, factor));
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
      // Beside each weight stands whether it decays.
      bytes: 2 * 4 * arraysOf(network).reduce((sum, each) => sum + sizeOf(each), 0),
      async train(rows, plan, report, signal) {
        const read = batchReader(network, rows);
        const breathe = createBreather(pauseEvery);
        const stretch = createStretch(
          tasks.map(({ name }) => name),
          plan,
          report,
        );
        let done = 0;
        for (let from = 0; from < plan.order.length && !signal?.aborted; from += plan.batchSize) {
          const batch = read(plan.order, from, Math.min(plan.order.length, from + plan.batchSize));
          stretch.add(trainStep(stepOn(rows, plan, plan.order, from, batch)));
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
          const whole = { ...plan, order, batchSize: rows.length, conflicts: false };
          const { groups, gradients } = differentiate(stepOn(rows, whole, order, 0, batch));
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
        const balance = kept.read();
        return { ...(await weights.read()), step: stepRead, ...balance };
      },
      async write(next) {
        const replacement = createWeights(tf, network, optimizer, next);
        weights.dispose();
        weights = replacement;
        step = next.step;
        kept.write(next);
      },
      async dispose() {
        weights.dispose();
      },
    };
  };
}

/** What a step tells of its tasks, their losses in label units. */
type SteppedTasks = { losses: number[]; taskWeights: number[]; conflicts: number[] };

/** Gathers what steps tell and reports it about twenty times a second. */
function createStretch(
  tasks: readonly string[],
  { balance, conflicts: isTold }: TrainingPlan,
  report: (stretch: StepLosses) => void,
): { readonly flush: () => void; readonly add: (step: SteppedTasks) => void } {
  let steps: SteppedTasks[] = [];
  let since = performance.now();
  function flush(): void {
    if (steps.length > 0)
      report({
        losses: Object.fromEntries(tasks.map((task, t) => [task, Float32Array.from(steps, ({ losses }) => losses[t])])),
        ...(balance && { taskWeights: Float32Array.from(steps.flatMap(({ taskWeights }) => taskWeights)) }),
        ...(isTold && { conflicts: Float32Array.from(steps.flatMap(({ conflicts }) => conflicts)) }),
      });
    steps = [];
    since = performance.now();
  }
  return {
    flush,
    add(step) {
      steps.push(step);
      if (performance.now() - since >= 50) flush();
    },
  };
}

/** Milliseconds that work may hold the event loop. */
const pauseEvery = 12;

/** Rows that are predicted at once. */
const sliceSize = 4096;
