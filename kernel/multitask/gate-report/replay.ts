import {
  type ActivateNode,
  type AddNode,
  type BatchNormNode,
  type DenseNode,
  type DotNode,
  inputsOf,
  type LayerNormNode,
  type MixNode,
  type MultiplyNode,
  type Network,
  type NetworkNode,
  nodesOf,
  type Output,
  type SelectorNode,
  type SoftmaxNode,
} from '../network/index.ts';

/** Values of nodes on some rows, row-major. */
export type NodeValues = ReadonlyMap<NetworkNode, Float32Array>;

/**
 * Recomputes `targets` from the values in `known`, in plain float arithmetic: what a network would say if some node had
 * other values. Every path from a target must end in a known node.
 *
 * @param parameters the trained arrays by name.
 */
export function replay(
  targets: readonly NetworkNode[],
  known: NodeValues,
  parameters: Readonly<Record<string, Float32Array>>,
): readonly Float32Array[] {
  const values = new Map(known);
  const read = (node: NetworkNode): Float32Array => {
    const found = values.get(node);
    if (found) return found;
    const computed = compute(node, read, parameters);
    values.set(node, computed);
    return computed;
  };
  return targets.map(read);
}

/** What must be known to replay `targets` when `changed` get other values: nodes that do not depend on them. */
export function frontier(targets: readonly NetworkNode[], ...changed: readonly NetworkNode[]): Set<NetworkNode> {
  const depends = dependsOn(changed);
  const needed = new Set<NetworkNode>();
  const visited = new Set<NetworkNode>();
  const visit = (node: NetworkNode): void => {
    if (visited.has(node)) return;
    visited.add(node);
    if (changed.includes(node)) return;
    if (depends(node)) inputsOf(node).forEach(visit);
    else needed.add(node);
  };
  targets.forEach(visit);
  return needed;
}

/** Outputs that `changed` reach and that have a task. */
export function reachedOutputs(network: Network, ...changed: readonly NetworkNode[]): Output[] {
  const depends = dependsOn(changed);
  return network.outputs.filter((output) => output.task && nodesOf(output).some(depends));
}

/** Whether a node is computed from one of `changed`. Remembers its answers: paths multiply with every level of gates. */
function dependsOn(changed: readonly NetworkNode[]): (node: NetworkNode) => boolean {
  const answers = new Map<NetworkNode, boolean>(changed.map((node) => [node, true]));
  return function depends(node) {
    const found = answers.get(node);
    if (found !== undefined) return found;
    const answer = inputsOf(node).some(depends);
    answers.set(node, answer);
    return answer;
  };
}

type ReadValues = (node: NetworkNode) => Float32Array;

function compute(
  node: NetworkNode,
  read: ReadValues,
  parameters: Readonly<Record<string, Float32Array>>,
): Float32Array {
  switch (node.kind) {
    case 'dense':
      return dense(node, read(node.input), parameters);
    case 'activate':
      return read(node.input).map(activations[node.activation]);
    case 'layerNorm':
      return layerNorm(node, read(node.input), parameters);
    case 'batchNorm':
      return batchNorm(node, read(node.input), parameters);
    case 'multiply':
      return multiply(node, read);
    case 'add':
      return add(node, read);
    case 'concat':
      return concat(node.parts.map((part) => ({ values: read(part), width: part.width })));
    case 'dropout':
    case 'stopGradient':
      return read(node.input);
    case 'dot':
      return dot(node, read);
    case 'softmax':
      return softmax(node, read(node.logits));
    case 'selector':
      return selector(node, read(node.logits));
    case 'mix':
      return mix(node, read(node.gate), node.experts.map(read));
    default:
      throw new Error(`replay: the values of ${node.kind} "${node.name}" must be given.`);
  }
}

function dense(node: DenseNode, input: Float32Array, parameters: Readonly<Record<string, Float32Array>>): Float32Array {
  const { width } = node;
  const inputs = node.input.width;
  const weights = parameters[node.weights.name]; // [inputs, width]
  const bias = node.bias && parameters[node.bias.name];
  const output = new Float32Array((input.length / inputs) * width);
  for (let from = 0, to = 0; from < input.length; from += inputs, to += width) {
    for (let unit = 0; unit < width; unit++) {
      let sum = bias ? bias[unit] : 0;
      for (let i = 0; i < inputs; i++) sum += input[from + i] * weights[i * width + unit];
      output[to + unit] = activations[node.activation](sum);
    }
  }
  return output;
}

const activations: Readonly<Record<(DenseNode | ActivateNode)['activation'], (value: number) => number>> = {
  linear: (value) => value,
  relu: (value) => Math.max(0, value),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  tanh: Math.tanh,
  swish: (value) => value / (1 + Math.exp(-value)),
};

function layerNorm(
  { width, gain, shift, epsilon }: LayerNormNode,
  input: Float32Array,
  parameters: Readonly<Record<string, Float32Array>>,
): Float32Array {
  const output = new Float32Array(input.length);
  for (let from = 0; from < input.length; from += width) {
    const row = input.subarray(from, from + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    for (let unit = 0; unit < width; unit++) {
      const scaled = (row[unit] - mean) / Math.sqrt(variance + epsilon);
      output[from + unit] = parameters[gain.name][unit] * scaled + parameters[shift.name][unit];
    }
  }
  return output;
}

function batchNorm(
  { width, gain, shift, mean, variance, epsilon }: BatchNormNode,
  input: Float32Array,
  parameters: Readonly<Record<string, Float32Array>>,
): Float32Array {
  const scale = parameters[gain.name].map((g, unit) => g / Math.sqrt(parameters[variance.name][unit] + epsilon));
  return input.map((value, i) => {
    const unit = i % width;
    return (value - parameters[mean.name][unit]) * scale[unit] + parameters[shift.name][unit];
  });
}

function multiply({ width, a, b }: MultiplyNode, read: ReadValues): Float32Array {
  const factors = read(b);
  return read(a).map((value, i) => value * factors[b.width === 1 ? Math.floor(i / width) : i]);
}

function add({ width, parts, weights }: AddNode, read: ReadValues): Float32Array {
  const values = parts.map(read);
  const factors = weights && read(weights);
  return values[0].map((_, i) =>
    values.reduce(
      (sum, part, p) => sum + part[i] * (factors ? factors[Math.floor(i / width) * parts.length + p] : 1),
      0,
    ),
  );
}

function concat(parts: readonly { readonly values: Float32Array; readonly width: number }[]): Float32Array {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const rows = parts[0].values.length / parts[0].width;
  const output = new Float32Array(rows * width);
  let offset = 0;
  for (const part of parts) {
    for (let row = 0; row < rows; row++) {
      output.set(part.values.subarray(row * part.width, (row + 1) * part.width), row * width + offset);
    }
    offset += part.width;
  }
  return output;
}

function dot(node: DotNode, read: ReadValues): Float32Array {
  const { width } = node.a;
  const [a, b] = [read(node.a), read(node.b)];
  return Float32Array.from({ length: a.length / width }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += a[i] * b[i];
    return sum / Math.sqrt(width);
  });
}

function softmax(node: SoftmaxNode, logits: Float32Array): Float32Array {
  const n = node.width;
  const output = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += n) {
    let top = Number.NEGATIVE_INFINITY;
    for (let e = 0; e < n; e++) top = Math.max(top, logits[row + e]);
    const takesPart = largest(logits.subarray(row, row + n), node.top ?? n);
    let sum = 0;
    for (const e of takesPart) sum += Math.exp((logits[row + e] - top) / node.temperature);
    for (const e of takesPart) output[row + e] = Math.exp((logits[row + e] - top) / node.temperature) / sum;
  }
  return output;
}

function selector({ width, choices, gamma }: SelectorNode, logits: Float32Array): Float32Array {
  const bits = Math.log2(width);
  const step = (t: number) => {
    if (Math.abs(t) >= gamma / 2) return t > 0 ? 1 : 0;
    return (-2 * t ** 3) / gamma ** 3 + (3 * t) / (2 * gamma) + 0.5;
  };
  const perRow = choices * (1 + bits);
  const output = new Float32Array((logits.length / perRow) * width);
  for (let row = 0; row * perRow < logits.length; row++) {
    const own = logits.subarray(row * perRow, (row + 1) * perRow);
    const powers = own.subarray(0, choices).map((alpha) => Math.exp(alpha - Math.max(...own.subarray(0, choices))));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (let i = 0; i < choices; i++)
      for (let e = 0; e < width; e++) {
        let product = powers[i] / total;
        for (let j = 0; j < bits; j++) {
          const s = step(own[choices + i * bits + j]);
          product *= (e >> j) & 1 ? s : 1 - s;
        }
        output[row * width + e] += product;
      }
  }
  return output;
}

/** Places of the `count` largest numbers, of equal ones the first. */
function largest(numbers: Float32Array, count: number): readonly number[] {
  const places = Array.from(numbers, (_, i) => i);
  return count >= places.length ? places : places.sort((a, b) => numbers[b] - numbers[a] || a - b).slice(0, count);
}

function mix(node: MixNode, gate: Float32Array, experts: readonly Float32Array[]): Float32Array {
  const { width } = node;
  const n = experts.length;
  const output = new Float32Array((gate.length / n) * width);
  for (let row = 0; row < gate.length / n; row++) {
    for (let e = 0; e < n; e++) {
      const g = gate[row * n + e];
      for (let unit = 0; unit < width; unit++) output[row * width + unit] += g * experts[e][row * width + unit];
    }
  }
  return output;
}
