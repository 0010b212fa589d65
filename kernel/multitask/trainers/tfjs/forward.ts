import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import {
  type ActivateNode,
  type AddNode,
  type BatchNormNode,
  type DenseNode,
  type DropoutNode,
  type EmbedNode,
  type IndicatorNode,
  type LayerNormNode,
  type MixNode,
  type Network,
  type NetworkNode,
  type Parameter,
  type SoftmaxNode,
  type TableNode,
  upstream,
} from '../../network/index.ts';
import { dropoutMask, entryMask, gateMask } from '../common/index.ts';
import { attend } from './blocks/attend.ts';
import { select } from './blocks/selector.ts';
import type { Lookup } from './lookups.ts';
import { stopGradient } from './stop-gradient.ts';
import { sumOfRows } from './sum-of-rows.ts';
import type { TensorFlow } from './tensorflow.ts';

/** What a network reads of a batch. */
export type Batch = {
  readonly size: number;
  /** [batch, numeric column] */
  readonly numeric: Float32Array;
  readonly oneHot: Lookup;
  /** One lookup for each table of each node that reads one. */
  readonly embeddings: ReadonlyMap<TableNode, readonly Lookup[]>;
  /** Codes of each indicator's column, −1 for none. [batch] */
  readonly indicators: ReadonlyMap<IndicatorNode, Int32Array>;
};

/** Weights as tensors, and for a training step what its dropout depends on and who takes the moments of its batch. */
export type Mode = {
  readonly weights: (parameter: Parameter) => Tensor;
  readonly dropout: { readonly seed: number; readonly step: number } | undefined;
  /** Without it, running means and variances stand for those of the batch. [width] */
  readonly measure: ((node: BatchNormNode, mean: Tensor1D, variance: Tensor1D) => void) | undefined;
};

/** Computes the given nodes and all they read, and returns who has the tensor of each: [batch, width]. Call it in a tidy. */
export function forward(
  tf: TensorFlow,
  network: Network,
  wanted: readonly NetworkNode[],
  batch: Batch,
  { weights, dropout, measure }: Mode,
): (node: NetworkNode) => Tensor2D {
  const nodes = upstream(wanted);
  const values = new Map<NetworkNode, Tensor2D>();
  const stacks = new Map<readonly NetworkNode[], Tensor>();
  const numericColumns = network.features.columns.filter((column) => column.kind === 'numeric').length;

  function value(node: NetworkNode): Tensor2D {
    const found = values.get(node);
    if (!found)
      throw new Error(
        `"${node.name}" has no values: ${node.kind === 'input' ? 'it is never laid out' : 'it was not asked for'}.`,
      );
    return found;
  }

  /** Layers over one input are one product: [batch, sum of units]. */
  function denseTogether(layers: readonly DenseNode[]): void {
    const [{ input }] = layers;
    const matrix = concat(layers.map((layer) => weights(layer.weights) as Tensor2D)); // [inputs, sum of units]
    const product = input.kind === 'input' ? inputProduct(matrix) : tf.matMul<Tensor2D>(value(input), matrix);
    const widths = layers.map((layer) => layer.width);
    const parts = layers.length === 1 ? [product] : (tf.split(product, widths, 1) as Tensor2D[]);
    for (const [i, layer] of layers.entries()) {
      const sum = layer.bias ? tf.add<Tensor2D>(parts[i], weights(layer.bias)) : parts[i];
      values.set(layer, activate(sum, layer.activation)); // [batch, units]
    }
  }

  /** x · matrix, where x is numeric columns and the rows that the categories name. */
  function inputProduct(matrix: Tensor2D): Tensor2D {
    const oneHot = sumOfRows(tf, matrix, batch.oneHot); // [batch, units]
    if (numericColumns === 0) return oneHot;
    const numeric = tf.tensor2d(batch.numeric, [batch.size, numericColumns]);
    return tf.add(oneHot, tf.matMul(numeric, tf.slice2d(matrix, [0, 0], [numericColumns, matrix.shape[1]])));
  }

  function activate(sum: Tensor2D, activation: DenseNode['activation']): Tensor2D {
    return activation === 'linear' ? sum : tf[activation](sum);
  }

  /** `swish` has no operation of its own. */
  function activated({ activation, input }: ActivateNode): Tensor2D {
    const x = value(input);
    return activation === 'swish' ? tf.mul(x, tf.sigmoid(x)) : tf[activation](x);
  }

  function layerNorm({ input, gain, shift, epsilon }: LayerNormNode): Tensor2D {
    const { mean, variance } = tf.moments(value(input), 1, true); // [batch, 1]
    const scaled = tf.div(tf.sub(value(input), mean), tf.sqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(scaled, weights(gain)), weights(shift));
  }

  function batchNorm(node: BatchNormNode): Tensor2D {
    const x = value(node.input);
    const moments = measure && tf.moments(x, 0); // [width] each, the variance biased
    const mean = (moments?.mean ?? weights(node.mean)) as Tensor1D;
    const variance = (moments?.variance ?? weights(node.variance)) as Tensor1D;
    measure?.(node, mean, variance);
    const scaled = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, node.epsilon)));
    return tf.add(tf.mul(scaled, weights(node.gain)), weights(node.shift));
  }

  function add({ parts, weights }: AddNode): Tensor2D {
    if (!weights) return tf.addN(parts.map(value));
    const stacked = tf.stack(parts.map(value), 1); // [batch, part, unit]
    return tf.sum(tf.mul(stacked, tf.expandDims(value(weights), 2)), 1);
  }

  /** A code of −1 is no value: a row of zeros. */
  function indicator(node: IndicatorNode): Tensor2D {
    const codes = batch.indicators.get(node) ?? new Int32Array(batch.size);
    return tf.cast(tf.oneHot(tf.tensor1d(codes, 'int32'), node.width), 'float32') as Tensor2D;
  }

  function concat(parts: readonly Tensor2D[]): Tensor2D {
    return parts.length === 1 ? parts[0] : tf.concat2d([...parts], 1);
  }

  function embed(node: EmbedNode): Tensor2D {
    const lookups = batch.embeddings.get(node) ?? [];
    const parts = node.tables.map((table, i) => {
      const sum = sumOfRows(tf, weights(table) as Tensor2D, lookups[i]); // [batch × columns of this table, units]
      const { counts } = lookups[i];
      const pooled = counts
        ? tf.div<Tensor2D>(
            sum,
            tf.tensor2d(
              counts.map((n) => Math.max(1, n)),
              [counts.length, 1],
            ),
          )
        : sum;
      return tf.reshape(pooled, [batch.size, (lookups[i].length / batch.size) * node.units]) as Tensor2D;
    });
    return concat(parts);
  }

  function drop(node: DropoutNode): Tensor2D {
    if (!dropout || node.rate === 0) return value(node.input);
    const kept = entryMask(dropoutMask(dropout.seed, dropout.step, node, node.rate), batch.size, node.width);
    return tf.div(tf.mul(value(node.input), tf.tensor2d(kept, [batch.size, node.width])), 1 - node.rate);
  }

  function softmax(node: SoftmaxNode): Tensor2D {
    const logits = node.top === undefined ? value(node.logits) : topLogits(tf, value(node.logits), node.top);
    const gate = tf.softmax(node.temperature === 1 ? logits : tf.div<Tensor2D>(logits, node.temperature)); // [batch, expert]
    if (!dropout || node.dropout === 0) return gate;
    const kept = gateMask(dropoutMask(dropout.seed, dropout.step, node, node.dropout), batch.size, node.width);
    const left = tf.mul<Tensor2D>(gate, tf.tensor2d(kept, [batch.size, node.width]));
    return tf.div(left, tf.maximum(tf.sum(left, 1, true), 1e-30));
  }

  function mix(node: MixNode): Tensor2D {
    let experts = stacks.get(node.experts);
    if (!experts) {
      experts = tf.stack(node.experts.map(value), 1); // [batch, expert, unit]
      stacks.set(node.experts, experts);
    }
    return tf.sum(tf.mul(experts, tf.expandDims(value(node.gate), 2)), 1); // [batch, unit]
  }

  for (const node of nodes) {
    if (values.has(node)) continue;
    switch (node.kind) {
      case 'input':
        break;
      case 'numeric':
        values.set(node, tf.tensor2d(batch.numeric, [batch.size, node.width]));
        break;
      case 'embed':
        values.set(node, embed(node));
        break;
      case 'attend': {
        const lookup = batch.embeddings.get(node)?.[0];
        if (lookup) values.set(node, attend(tf, node, lookup, { value, weights }));
        break;
      }
      case 'concat':
        values.set(node, concat(node.parts.map(value)));
        break;
      case 'dense':
        denseTogether(nodes.filter((other) => other.kind === 'dense').filter((other) => other.input === node.input));
        break;
      case 'activate':
        values.set(node, activated(node));
        break;
      case 'layerNorm':
        values.set(node, layerNorm(node));
        break;
      case 'batchNorm':
        values.set(node, batchNorm(node));
        break;
      case 'multiply':
        values.set(node, tf.mul(value(node.a), value(node.b)));
        break;
      case 'vector':
        values.set(node, tf.add(tf.zeros([batch.size, node.width]), weights(node.values)));
        break;
      case 'add':
        values.set(node, add(node));
        break;
      case 'indicator':
        values.set(node, indicator(node));
        break;
      case 'dropout':
        values.set(node, drop(node));
        break;
      case 'stopGradient':
        values.set(node, stopGradient(tf, value(node.input)));
        break;
      case 'dot':
        values.set(node, tf.div(tf.sum(tf.mul(value(node.a), value(node.b)), 1, true), Math.sqrt(node.a.width)));
        break;
      case 'softmax':
        values.set(node, softmax(node));
        break;
      case 'selector':
        values.set(node, select(tf, node, value(node.logits)));
        break;
      case 'mix':
        values.set(node, mix(node));
        break;
    }
  }
  return value;
}

/** The largest logits of each row, of equal ones the first; the others are so low that no softmax sees them. */
function topLogits(tf: TensorFlow, logits: Tensor2D, top: number): Tensor2D {
  // Which they are has no gradient.
  const choose = tf.customGrad((x: Tensor | GradSaveFunc, save: Tensor | GradSaveFunc) => {
    const { indices } = tf.topk(x as Tensor2D, top); // [batch, top]
    const kept = tf.cast(tf.sum(tf.oneHot(indices, logits.shape[1]), 1), 'bool'); // [batch, expert]
    (save as GradSaveFunc)([kept]);
    return {
      value: tf.where(kept, x as Tensor2D, tf.fill(logits.shape, -1e30)),
      gradFunc: (dy: Tensor, [kept]: Tensor[]) => tf.mul(dy, kept),
    };
  });
  return choose(logits) as Tensor2D;
}
