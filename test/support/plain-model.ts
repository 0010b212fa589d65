import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Features } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import type { GatedModel } from '../../kernel/multitask/gate-report/gated-model.ts';
import { replay } from '../../kernel/multitask/gate-report/replay.ts';
import { initialParameters } from '../../kernel/multitask/network/initial-parameters.ts';
import type {
  EmbedNode,
  IndicatorNode,
  Network,
  NetworkNode,
  Probability,
} from '../../kernel/multitask/network/network.ts';
import { upstream } from '../../kernel/multitask/network/walk.ts';

/** A model without a trainer: its network evaluated row by row in plain arithmetic. */
export function plainModel(
  network: Network,
  parameters = initialParameters(network, 1),
): Required<Omit<GatedModel, 'conflicts' | 'title' | 'gateHistory' | 'verdict' | 'keptEpoch'>> {
  const activations = async (rows: Rows, nodes: readonly NetworkNode[]) => {
    const leaves = upstream(nodes).filter((node) =>
      ['input', 'numeric', 'embed', 'vector', 'indicator'].includes(node.kind),
    );
    const known = new Map(
      leaves.map((node) => [
        node,
        node.kind === 'embed'
          ? embedded(node, rows, network.features, parameters)
          : node.kind === 'vector'
            ? repeated(parameters[node.values.name], rows.length)
            : node.kind === 'indicator'
              ? indicated(node, rows, network.features)
              : inputs(rows, network, node.kind === 'numeric' ? 'numbers' : 'all columns'),
      ]),
    );
    return replay(nodes, known, parameters);
  };
  return {
    network,
    activations,
    parameters: async () => parameters,
    predict: async (rows) => {
      const columns = await Promise.all(
        network.outputs.map(async (output) => {
          const value =
            output.kind === 'binary'
              ? await probability(output.value, rows)
              : (await activations(rows, [output.value]))[0];
          return [output.name, value] as const;
        }),
      );
      return Object.fromEntries(columns);
    },
  };

  async function probability(value: Probability, rows: Rows): Promise<Float32Array> {
    if (value.kind === 'probability') {
      const [logit] = await activations(rows, [value.logit]);
      return logit.map((z) => 1 / (1 + Math.exp(-z)));
    }
    const factors = await Promise.all(value.factors.map((factor) => probability(factor, rows)));
    return factors[0].map((_, row) => factors.reduce((product, factor) => product * factor[row], 1));
  }
}

function repeated(values: Float32Array, rows: number): Float32Array {
  return Float32Array.from({ length: rows * values.length }, (_, i) => values[i % values.length]);
}

function indicated({ column, width }: IndicatorNode, rows: Rows, { columns }: Features): Float32Array {
  const place = columns.filter(({ kind }) => kind === 'categorical').findIndex(({ name }) => name === column);
  const values = new Float32Array(rows.length * width);
  rows.categorical[place].forEach((code, row) => {
    if (code >= 0) values[row * width + code] = 1;
  });
  return values;
}

/** Numeric columns, then one-hot columns where all are asked for: [row, width]. */
function inputs(rows: Rows, { features, inputs: scale }: Network, which: 'numbers' | 'all columns'): Float32Array {
  const numeric = features.columns.filter((column) => column.kind === 'numeric');
  const categorical = which === 'numbers' ? [] : features.columns.filter((column) => column.kind === 'categorical');
  const width = numeric.length + categorical.reduce((sum, column) => sum + column.values.length, 0);
  const dense = new Float32Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    numeric.forEach(({ mean, sd }, i) => {
      const value = rows.numeric[i][row];
      dense[row * width + i] = scale === 'raw' ? value : (value - mean) / sd;
    });
    let first = numeric.length;
    categorical.forEach(({ values }, i) => {
      const code = rows.categorical[i][row];
      if (code >= 0) dense[row * width + first + code] = 1;
      first += values.length;
    });
  }
  return dense;
}

/** Categorical columns only. */
function embedded(
  node: EmbedNode,
  rows: Rows,
  features: Features,
  parameters: Readonly<Record<string, Float32Array>>,
): Float32Array {
  const categorical = features.columns.filter((column) => column.kind === 'categorical');
  const values = new Float32Array(rows.length * node.width);
  node.columns.forEach((name, c) => {
    const codes = rows.categorical[categorical.findIndex((column) => column.name === name)];
    const table = parameters[node.tables[node.table === 'each' ? c : 0].name];
    for (let row = 0; row < rows.length; row++) {
      const from = (node.offsets[c] + codes[row]) * node.units;
      values.set(table.subarray(from, from + node.units), row * node.width + c * node.units);
    }
  });
  return values;
}

/** Two numeric columns and one of three categories; two tasks that depend on them. */
export const smallFeatures: Features = {
  columns: [
    { kind: 'numeric', name: 'age', mean: 40, sd: 20 },
    { kind: 'categorical', name: 'city', values: ['Bern', 'Lyon', 'Oslo'] },
    { kind: 'numeric', name: 'visits', mean: 2, sd: 2 },
  ],
};

export function smallRows(length: number, seed = 1): Rows {
  const random = randomStream(seed, 'small rows');
  const age = Float32Array.from({ length }, () => Math.round(40 + 20 * random.normal()));
  const visits = Float32Array.from({ length }, () => random.below(5));
  const city = Int8Array.from({ length }, () => random.below(3));
  const label = (chance: (row: number) => number) =>
    Float32Array.from({ length }, (_, row) => (random.uniform() < chance(row) ? 1 : 0));
  return {
    columns: smallFeatures.columns,
    length,
    numeric: [age, visits],
    categorical: [city],
    lists: [],
    labels: {
      click: label((row) => (city[row] === 1 ? 0.7 : 0.2)),
      purchase: label((row) => (age[row] > 40 ? 0.5 : 0.1)),
    },
  };
}

export const smallTasks = [
  { name: 'click', kind: 'binary' },
  { name: 'purchase', kind: 'binary' },
] as const;
