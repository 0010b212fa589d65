import type { CategoricalColumn } from '../../data/index.ts';
import type {
  AddNode,
  AttendNode,
  DenseNode,
  EmbedNode,
  IndicatorNode,
  MixNode,
  Network,
  NetworkNode,
  Parameter,
  SelectorNode,
  SoftmaxNode,
} from '../../network/index.ts';
import { embeddedColumns } from '../../trainers/common/index.ts';
import type { Columns } from './columns.ts';
import type { Graph, Value } from './graph.ts';

type Parameters = Readonly<Record<string, Float32Array>>;

/** Writes the operators of a node, and of all it reads; gives the value of each. */
export function createNodes(network: Network, parameters: Parameters, graph: Graph, columns: Columns) {
  const { add, floats, integers } = graph;
  const values = new Map<NetworkNode, Value>();
  const weights = new Map<string, Value>();

  /** A parameter, once for all that read it. */
  function weight({ name, shape }: Parameter, as: 'whole' | 'as a row' = 'whole'): Value {
    const key = `${name} ${as}`;
    const found =
      weights.get(key) ?? floats(name, parameters[name], as === 'whole' ? shape : [1, parameters[name].length]);
    weights.set(key, found);
    return found;
  }

  /** A parameter's rows from `first` on, behind one of zeros: that of a code that is none. */
  function table({ name, shape: [rows, units] }: Parameter, first = 0): Value {
    const key = `${name} behind zeros`;
    const found = weights.get(key);
    if (found) return found;
    const behindZeros = new Float32Array((1 + rows - first) * units);
    behindZeros.set(parameters[name].subarray(first * units), units);
    const value = floats(key, behindZeros, [1 + rows - first, units]);
    weights.set(key, value);
    return value;
  }

  /** Codes as rows of a table whose row `first` is that of code 0; none stays 0. */
  function rowsFrom(codes: Value, first: number): Value {
    if (first === 0) return codes;
    const moved = add('Add', `${codes} from row ${first}`, [codes, integers([first])]);
    const isNone = add('Equal', `${codes} is none`, [codes, integers([0])]);
    return add('Where', `rows of ${codes}`, [isNone, integers([0]), moved]);
  }

  function joined(parts: readonly Value[], name: string, axis = 1): Value {
    return parts.length === 1 ? parts[0] : add('Concat', name, parts, { axis });
  }

  /** The rows of the one-hot columns that the categories name: [batch, categorical columns] */
  let oneHot: Value | undefined;
  function oneHotRows(): Value {
    if (oneHot !== undefined) return oneHot;
    let first = 0;
    const rows = categoricalColumns().map((column) => {
      const value = rowsFrom(columns.codes(column), first);
      first += column.values.length;
      return add('Unsqueeze', `${column.name} as a column`, [value, integers([1])]);
    });
    oneHot = joined(rows, 'one-hot rows');
    return oneHot;
  }

  function categoricalColumns(): CategoricalColumn[] {
    return network.features.columns.filter((column) => column.kind === 'categorical');
  }

  /** x · weights, where x is numeric columns and the rows that the categories name. */
  function inputProduct({ name, weights: matrix }: DenseNode): Value {
    const [, units] = matrix.shape;
    const numeric = network.features.columns.filter(({ kind }) => kind === 'numeric').length;
    const parts: Value[] = [];
    if (numeric > 0) {
      const rows = floats(`${matrix.name} of numbers`, parameters[matrix.name].subarray(0, numeric * units), [
        numeric,
        units,
      ]);
      parts.push(add('MatMul', `${name} of numbers`, [columns.numeric(), rows]));
    }
    if (categoricalColumns().length > 0) {
      const found = add('Gather', `${name} of each category`, [table(matrix, numeric), oneHotRows()]);
      parts.push(add('ReduceSum', `${name} of categories`, [found, integers([1])], { keepdims: 0 }));
    }
    return parts.length === 1 ? parts[0] : add('Add', `${name} product`, parts);
  }

  function dense(node: DenseNode): Value {
    const { name, input, bias, activation } = node;
    const product =
      input.kind === 'input'
        ? inputProduct(node)
        : add('MatMul', `${name} product`, [value(input), weight(node.weights)]);
    const sum = bias ? add('Add', `${name} with its bias`, [product, weight(bias)]) : product;
    return activation === 'linear' ? sum : add(activations[activation], name, [sum]);
  }

  function embed(node: EmbedNode): Value {
    const parts = embeddedColumns(network, node).map(({ column, table: parameter, firstRow }) => {
      const name = `${node.name} ${column.name}`;
      if (column.kind === 'categorical') {
        const rows = rowsFrom(columns.codes(column), firstRow);
        return add('Gather', name, [table(parameter), rows]); // [batch, units]
      }
      const codes = columns.lists(column, node.maxLength);
      const found = add('Gather', `${name} of each value`, [table(parameter), rowsFrom(codes, firstRow)]);
      const total = add('ReduceSum', `${name} sum`, [found, integers([1])], { keepdims: 0 });
      if (node.pool === 'sum') return total;
      const isValue = add('Cast', `${name} has`, [add('Cast', `${name} is`, [codes], { to: 9 })], { to: 1 });
      const count = add('ReduceSum', `${name} count`, [isValue, integers([1])]);
      return add('Div', name, [total, add('Max', `${name} parts`, [count, floats('one', [1])])]);
    });
    return joined(parts, node.name);
  }

  /** See `AttendNode`. The embedding of a code that is none is zeros. */
  function attend(node: AttendNode): Value {
    const { name, maxLength, query, fromQuery, weights: layer, scores, attention } = node;
    const [{ column, table: parameter, firstRow }] = embeddedColumns(network, node);
    if (column.kind !== 'list') throw new Error(`"${column.name}" is no list column.`);
    const codes = columns.lists(column, maxLength); // [batch, code]
    const each = add('Gather', `${name} of each value`, [table(parameter), rowsFrom(codes, firstRow)]);
    const [ofQuery, start] = [query, fromQuery].map((part) =>
      add('Unsqueeze', `${name} ${part.name} for each value`, [value(part), integers([1])]),
    ); // [batch, 1, unit]
    const both = joined([each, add('Mul', `${name} with the query`, [each, ofQuery])], `${name} both`, 2);
    const layered = add('Add', `${name} layer`, [add('MatMul', `${name} product`, [both, weight(layer)]), start]);
    const score = add('MatMul', `${name} scores`, [add('Relu', `${name} active`, [layered]), weight(scores)]); // [batch, code, 1]
    const isValue = () =>
      add('Cast', `${name} is`, [add('Unsqueeze', `${name} codes`, [codes, integers([2])])], { to: 9 });
    const known = () => add('Where', `${name} known`, [isValue(), score, floats('next to nothing', [-1e30])]);
    const share =
      attention === 'sigmoid'
        ? add('Sigmoid', `${name} shares`, [score])
        : add('Softmax', `${name} shares`, [known()], { axis: 1 });
    return add('ReduceSum', name, [add('Mul', `${name} shared`, [each, share]), integers([1])], { keepdims: 0 });
  }

  function sum({ name, parts, weights: factors }: AddNode): Value {
    if (!factors) return parts.length === 1 ? value(parts[0]) : add('Sum', name, parts.map(value));
    return weighted(name, parts, value(factors), parts[0].width);
  }

  /** Σ weights[i] · parts[i]: [batch, width] */
  function weighted(name: string, parts: readonly NetworkNode[], factors: Value, width: number): Value {
    const rows = parts.map((part) => add('Unsqueeze', `${part.name} as a row`, [value(part), integers([1])]));
    const stacked = joined(rows, `${name} parts`); // [batch, part, unit]
    const row = add('Unsqueeze', `${name} weights`, [factors, integers([1])]); // [batch, 1, part]
    return add('Reshape', name, [add('MatMul', `${name} sum`, [row, stacked]), integers([-1, width])]);
  }

  function softmax({ name, logits, temperature, top, width }: SoftmaxNode): Value {
    let from = value(logits);
    if (top !== undefined) {
      const chosen = graph.unique(`${name} chosen`);
      graph.addAs([graph.unique(`${name} largest`), chosen], 'TopK', [from, integers([top])], { axis: 1 });
      const range = floats('zero and one', [0, 1]);
      const each = add('OneHot', `${name} each`, [chosen, integers([width]), range], { axis: -1 }); // [batch, top, expert]
      const isChosen = add(
        'Cast',
        `${name} is chosen`,
        [add('ReduceSum', `${name} chosen ones`, [each, integers([1])], { keepdims: 0 })],
        { to: 9 },
      );
      from = add('Where', `${name} logits`, [isChosen, from, floats('next to nothing', [-1e30])]);
    }
    const cooled =
      temperature === 1 ? from : add('Div', `${name} cooled`, [from, floats('temperature', [temperature])]);
    return add('Softmax', name, [cooled], { axis: -1 });
  }

  /** See `SelectorNode`: q = Σ_i softmax(α)_i Π_j (S(z_ij) or 1 − S(z_ij)). */
  function selector({ name, logits, choices, gamma, width }: SelectorNode): Value {
    const bits = Math.log2(width);
    const slice = (label: string, from: number, to: number) =>
      add('Slice', `${name} ${label}`, [value(logits), integers([from]), integers([to]), integers([1])]);
    const shares = add('Softmax', `${name} shares`, [slice('α', 0, choices)], { axis: -1 });
    const z = add('Reshape', `${name} bits`, [
      slice('z', choices, choices * (1 + bits)),
      integers([-1, choices, bits]),
    ]);
    const t = add('Clip', `${name} t`, [z, floats('least t', [-gamma / 2], []), floats('greatest t', [gamma / 2], [])]);
    const square = add('Mul', `${name} t²`, [t, t]);
    const slope = add('Add', `${name} slope`, [
      add('Mul', `${name} cubic`, [square, floats('−2 ÷ γ³', [-2 / gamma ** 3])]),
      floats('3 ÷ 2γ', [1.5 / gamma]),
    ]);
    const s = add('Add', `${name} S`, [add('Mul', `${name} odd`, [slope, t]), floats('half', [0.5])]); // [batch, choice, bit]
    let codes = add('Unsqueeze', `${name} codes`, [shares, integers([2])]); // [batch, choice, 1]
    for (let j = 0; j < bits; j++) {
      const one = add('Slice', `${name} bit ${j}`, [s, integers([j]), integers([j + 1]), integers([2])]);
      const zero = add('Sub', `${name} not bit ${j}`, [floats('one', [1]), one]);
      const halves = [zero, one].map((side, i) => add('Mul', `${name} bit ${j} is ${i}`, [codes, side]));
      codes = add('Concat', `${name} codes of ${j + 1} bits`, halves, { axis: 2 });
    }
    return add('ReduceSum', name, [codes, integers([1])], { keepdims: 0 });
  }

  function indicator({ name, width, column }: IndicatorNode): Value {
    const found = categoricalColumns().find((each) => each.name === column);
    if (!found) throw new Error(`"${column}" is no categorical column.`);
    const rows = Float32Array.from({ length: (width + 1) * width }, (_, i) =>
      i % width === Math.floor(i / width) - 1 ? 1 : 0,
    );
    return add('Gather', name, [floats(`${name} rows`, rows, [width + 1, width]), columns.codes(found)]);
  }

  function mix({ name, gate, experts, width }: MixNode): Value {
    return weighted(name, experts, value(gate), width);
  }

  function made(node: NetworkNode): Value {
    const { name } = node;
    switch (node.kind) {
      case 'input':
        throw new Error(
          `toOnnx: "${name}" is read by something else than a dense layer, for which there is no operator.`,
        );
      case 'numeric':
        return columns.numeric();
      case 'embed':
        return embed(node);
      case 'attend':
        return attend(node);
      case 'concat':
        return joined(node.parts.map(value), name);
      case 'dense':
        return dense(node);
      case 'activate': {
        if (node.activation !== 'swish') return add(activations[node.activation], name, [value(node.input)]);
        return add('Mul', name, [value(node.input), add('Sigmoid', `${name} sigmoid`, [value(node.input)])]);
      }
      case 'layerNorm': {
        const inputs = [value(node.input), weight(node.gain), weight(node.shift)];
        return add('LayerNormalization', name, inputs, { axis: -1, epsilon: { float: node.epsilon } });
      }
      case 'batchNorm': {
        const arrays = [node.gain, node.shift, node.mean, node.variance].map((each) => weight(each));
        return add('BatchNormalization', name, [value(node.input), ...arrays], { epsilon: { float: node.epsilon } });
      }
      case 'dropout':
      case 'stopGradient':
        return value(node.input);
      case 'dot': {
        const product = add('Mul', `${name} products`, [value(node.a), value(node.b)]);
        const total = add('ReduceSum', `${name} sum`, [product, integers([1])]);
        return add('Mul', name, [total, floats('1 ÷ √width', [1 / Math.sqrt(node.a.width)])]);
      }
      case 'multiply':
        return add('Mul', name, [value(node.a), value(node.b)]);
      case 'vector': {
        const shape = add('Concat', `${name} shape`, [columns.batch(), integers([node.width])], { axis: 0 });
        return add('Expand', name, [weight(node.values, 'as a row'), shape]);
      }
      case 'add':
        return sum(node);
      case 'indicator':
        return indicator(node);
      case 'softmax':
        return softmax(node);
      case 'selector':
        return selector(node);
      case 'mix':
        return mix(node);
    }
  }

  function value(node: NetworkNode): Value {
    const found = values.get(node) ?? made(node);
    values.set(node, found);
    return found;
  }

  return value;
}

const activations = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh' } as const;
