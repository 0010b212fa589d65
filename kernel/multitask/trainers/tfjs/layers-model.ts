import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  type EmbedNode,
  type Network,
  type NetworkNode,
  nodesOf,
  type Parameter,
  type Probability,
  upstream,
} from '../../network/index.ts';
import { labelScale } from '../common/index.ts';
import { columnsOf, inputNames, numericInput } from './layers-inputs.ts';
import type { TensorFlow } from './tensorflow.ts';

type Layer = ReturnType<typeof layers.dense>;
type Layers = { apply(inputs: SymbolicTensor | SymbolicTensor[]): unknown };

/**
 * A network as a `tf.LayersModel` made of standard layers only, so that it loads wherever TensorFlow.js or Keras does. Its
 * inputs, in order: `x` [batch, width], the standardised (or raw) numeric columns and then the one-hot ones, where the
 * network reads it; `numeric` [batch, numeric columns], those alone, likewise; for each embedded categorical column its code + 1 [batch, 1], 0 for none; for each embedded list how
 * often each of its values counts [batch, values], divided by their number where it is averaged. Its outputs are named as
 * those of the network, other characters than letters and digits as `_`. It owns its weights: `dispose` it.
 */
export function layersModel(
  tf: TensorFlow,
  network: Network,
  parameters: Readonly<Record<string, Float32Array>>,
): LayersModel {
  const names = uniqueNames();
  // The outputs' names come first: they are what a caller sees.
  const outputNames = network.outputs.map((output) => names(output.name));
  const inputs = new Map(
    inputNames(network).map(({ name, width }) => [name, tf.input({ shape: [width], name: names(name) })]),
  );
  const symbols = new Map<NetworkNode, SymbolicTensor>();
  const pending: { layer: Layer; weights: readonly { values: Float32Array; shape: readonly number[] }[] }[] = [];

  function input(name: string): SymbolicTensor {
    const found = inputs.get(name);
    if (!found) throw new Error(`There is no input "${name}".`);
    return found;
  }

  function read(node: NetworkNode): SymbolicTensor {
    const found = node.kind === 'input' ? input('x') : symbols.get(node);
    if (!found) throw new Error(`"${node.name}" was read before it was made.`);
    return found;
  }

  function through(layer: Layers, from: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
    return layer.apply(from) as SymbolicTensor;
  }

  function weighted(layer: Layer, from: SymbolicTensor, weights: (typeof pending)[number]['weights']): SymbolicTensor {
    pending.push({ layer, weights });
    return through(layer, from);
  }

  /** A product with a fixed diagonal matrix: what scales in standard layers. */
  function scaled(from: SymbolicTensor, width: number, factor: number, name: string): SymbolicTensor {
    const diagonal = new Float32Array(width * width).map((_, i) => (i % (width + 1) === 0 ? factor : 0));
    const layer = tf.layers.dense({ units: width, useBias: false, trainable: false, name: names(`${name} scale`) });
    return weighted(layer as Layer, from, [{ values: diagonal, shape: [width, width] }]);
  }

  function joined(parts: readonly SymbolicTensor[], name: string, axis = -1): SymbolicTensor {
    return parts.length === 1 ? parts[0] : through(tf.layers.concatenate({ axis, name: names(name) }), [...parts]);
  }

  function valuesOf(parameter: Parameter) {
    return { values: parameters[parameter.name], shape: parameter.shape };
  }

  function embed(node: EmbedNode): SymbolicTensor {
    const parts = columnsOf(node, network).map(({ column, table, firstRow, input: inputName }) => {
      const rows = parameters[table.name].subarray(
        firstRow * node.units,
        (firstRow + column.values.length) * node.units,
      );
      const name = names(`${node.name} ${column.name}`);
      if (column.kind === 'list') {
        const layer = tf.layers.dense({ units: node.units, useBias: false, name }) as Layer;
        return weighted(layer, input(inputName), [{ values: rows, shape: [column.values.length, node.units] }]);
      }
      const inputDim = column.values.length + 1;
      const withNone = new Float32Array(inputDim * node.units);
      withNone.set(rows, node.units);
      const layer = tf.layers.embedding({ inputDim, outputDim: node.units, name }) as unknown as Layer;
      const found = weighted(layer, input(inputName), [{ values: withNone, shape: [inputDim, node.units] }]);
      return through(tf.layers.flatten({ name: names(`${name} flat`) }), found);
    });
    return joined(parts, node.name);
  }

  function symbol(node: Exclude<NetworkNode, { kind: 'input' }>): SymbolicTensor {
    switch (node.kind) {
      case 'numeric':
        return input(numericInput(network));
      case 'embed':
        return embed(node);
      case 'concat':
        return joined(node.parts.map(read), node.name);
      case 'dense': {
        const { activation, bias } = node;
        const config = { units: node.width, activation, useBias: bias !== undefined, name: names(node.name) };
        const weights = [valuesOf(node.weights), ...(bias ? [valuesOf(bias)] : [])];
        return weighted(tf.layers.dense(config) as Layer, read(node.input), weights);
      }
      case 'activate': {
        const gate = node.activation === 'swish' ? 'sigmoid' : node.activation;
        const input = read(node.input);
        const layer = tf.layers.activation({ activation: gate, name: names(`${node.name} ${gate}`) });
        if (node.activation !== 'swish') return through(layer, input);
        return through(tf.layers.multiply({ name: names(node.name) }), [input, through(layer, input)]);
      }
      case 'layerNorm': {
        const layer = tf.layers.layerNormalization({ epsilon: node.epsilon, name: names(node.name) });
        return weighted(layer as unknown as Layer, read(node.input), [valuesOf(node.gain), valuesOf(node.shift)]);
      }
      case 'batchNorm': {
        const { epsilon, momentum } = node;
        const config = { epsilon, momentum: 1 - momentum, name: names(node.name) };
        const arrays = [node.gain, node.shift, node.mean, node.variance].map(valuesOf);
        return weighted(tf.layers.batchNormalization(config) as unknown as Layer, read(node.input), arrays);
      }
      case 'multiply':
        return through(tf.layers.multiply({ name: names(node.name) }), [read(node.a), read(node.b)]);
      case 'add': {
        if (node.parts.length === 1 && !node.weights) return read(node.parts[0]);
        const factors = node.weights && constants(node.weights);
        const parts = node.parts.map((part, i) =>
          factors ? scaled(read(part), node.width, factors[i], `${node.name} ${i}`) : read(part),
        );
        if (parts.length === 1) return parts[0];
        return through(tf.layers.add({ name: names(node.name) }), parts);
      }
      case 'vector':
      case 'selector':
      case 'attend':
        throw new Error(`toLayersModel: ${node.kind} "${node.name}" has no standard layer.`);
      case 'indicator': {
        const layer = tf.layers.embedding({ inputDim: node.width + 1, outputDim: node.width, name: names(node.name) });
        const values = new Float32Array((node.width + 1) * node.width);
        for (let code = 0; code < node.width; code++) values[(code + 1) * node.width + code] = 1;
        const shape = [node.width + 1, node.width];
        const found = weighted(layer as unknown as Layer, input(node.column), [{ values, shape }]);
        return through(tf.layers.flatten({ name: names(`${node.name} flat`) }), found);
      }
      case 'dropout':
        return through(tf.layers.dropout({ rate: node.rate, name: names(node.name) }), read(node.input));
      case 'stopGradient':
        return through(tf.layers.activation({ activation: 'linear', name: names(node.name) }), read(node.input));
      case 'dot': {
        const product = through(tf.layers.dot({ axes: 1, name: names(node.name) }), [read(node.a), read(node.b)]);
        return scaled(product, 1, 1 / Math.sqrt(node.a.width), node.name);
      }
      case 'softmax': {
        if (node.top !== undefined)
          throw new Error(`toLayersModel: softmax "${node.name}" with top has no standard layer.`);
        const logits = read(node.logits);
        const cooled = node.temperature === 1 ? logits : scaled(logits, node.width, 1 / node.temperature, node.name);
        return through(tf.layers.activation({ activation: 'softmax', name: names(`${node.name} softmax`) }), cooled);
      }
      case 'mix': {
        const rows = node.experts.map((expert, i) => {
          const name = names(`${node.name} expert ${i}`);
          return through(tf.layers.reshape({ targetShape: [1, node.width], name }), read(expert));
        });
        const stacked = joined(rows, `${node.name} experts`, 1); // [batch, expert, unit]
        return through(tf.layers.dot({ axes: 1, name: names(`${node.name} mix`) }), [read(node.gate), stacked]);
      }
    }
  }

  /** Learned numbers that are the same in every row, as the weights of a sum are. */
  function constants(node: NetworkNode): readonly number[] {
    if (node.kind === 'vector') return [...parameters[node.values.name]];
    if (node.kind === 'activate' && node.activation === 'sigmoid')
      return constants(node.input).map((value) => 1 / (1 + Math.exp(-value)));
    throw new Error(`toLayersModel: the weights "${node.name}" of a sum change from row to row.`);
  }

  function probability(value: Probability, name: string): SymbolicTensor {
    if (value.kind === 'probability')
      return through(tf.layers.activation({ activation: 'sigmoid', name }), read(value.logit));
    const factors = value.factors.map((factor) => probability(factor, names(`${name} ${factor.name}`)));
    if (factors.length === 1) return through(tf.layers.activation({ activation: 'linear', name }), factors[0]);
    return through(tf.layers.multiply({ name }), factors);
  }

  /** mean + sd · value: a numeric output in label units. */
  function inUnits(from: SymbolicTensor, { mean, sd }: ReturnType<typeof labelScale>, name: string): SymbolicTensor {
    const layer = tf.layers.dense({ units: 1, trainable: false, name }) as Layer;
    const [scale, shift] = [sd, mean].map((value) => Float32Array.of(value));
    return weighted(layer, from, [
      { values: scale, shape: [1, 1] },
      { values: shift, shape: [1] },
    ]);
  }

  // What a penalty alone reads is no part of it, and the weights of a sum are numbers.
  const nodes = upstream(network.outputs.flatMap(nodesOf));
  const summed = new Set<NetworkNode>(
    nodes.flatMap((node) => (node.kind === 'add' && node.weights ? upstream([node.weights]) : [])),
  );
  for (const node of nodes) if (node.kind !== 'input' && !summed.has(node)) symbols.set(node, symbol(node));
  const outputs = network.outputs.map((output, i) =>
    output.kind === 'binary'
      ? probability(output.value, outputNames[i])
      : inUnits(read(output.value), output.task ? labelScale(output.task) : { mean: 0, sd: 1 }, outputNames[i]),
  );
  const model = tf.model({ inputs: [...inputs.values()], outputs, name: names(network.model) });
  tf.tidy(() => {
    for (const { layer, weights } of pending)
      layer.setWeights(weights.map(({ values, shape }) => tf.tensor(values, [...shape])));
  });
  return model;
}

/** Layers need names of their own, of letters, digits and `_-./`: "expert 0" is expert_0. */
function uniqueNames(): (wanted: string) => string {
  const used = new Set<string>();
  return (wanted) => {
    const allowed = wanted.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^[^A-Za-z0-9]/, 'n$&');
    let name = allowed;
    for (let i = 2; used.has(name); i++) name = `${allowed}_${i}`;
    used.add(name);
    return name;
  };
}
