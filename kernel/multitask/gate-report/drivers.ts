import type { Features, Numbers, Rows } from '../data/index.ts';
import type { GateNode, Network } from '../network/index.ts';

/** A column by which a gate routes. */
export type Driver = {
  /** Name of the column. */
  readonly column: string;
  /**
   * Standard deviation over the rows of what the column adds to the gate's logits (their common part taken off, since a
   * softmax does not see it), root mean square over the experts.
   */
  readonly strength: number;
  /** What it does most: a larger value, or this category, raises the logit of `expert` (position among the gate's own). */
  readonly toward: {
    /** The category; absent of a numeric column. */
    readonly value?: string;
    /** Position among the gate's own experts. */
    readonly expert: number;
  };
};

/**
 * The columns that move a gate most, strongest first. Only for gates whose logits are linear in the inputs, where this is
 * exact; undefined for others.
 *
 * @param parameters the trained arrays by name.
 */
export function gateDrivers(
  gate: GateNode,
  network: Pick<Network, 'features' | 'inputs'>,
  rows: Rows,
  parameters: Readonly<Record<string, Float32Array>>,
): Driver[] | undefined {
  if (gate.kind !== 'softmax') return undefined;
  const { logits } = gate;
  if (logits.kind !== 'dense' || logits.activation !== 'linear' || logits.input.kind !== 'input') return undefined;
  const weights = parameters[logits.weights.name];
  if (!weights) return undefined;
  const n = gate.width;
  const centred = centredRows(weights, n, gate.temperature);
  return columnsOf(network.features, rows)
    .map(({ name, first, values }) => {
      const effect =
        values.kind === 'numeric'
          ? numericEffect(centred, first, n, values.column, network.inputs === 'raw' ? 1 : 1 / values.sd)
          : categoricalEffect(centred, first, n, values.codes, values.names);
      return { column: name, ...effect };
    })
    .filter((driver) => driver.strength > 0)
    .sort((a, b) => b.strength - a.strength);
}

type InputColumn = {
  readonly name: string;
  /** Its first row in the weights. */
  readonly first: number;
  readonly values:
    | { readonly kind: 'numeric'; readonly column: Numbers; readonly sd: number }
    | { readonly kind: 'categorical'; readonly codes: ArrayLike<number>; readonly names: readonly string[] };
};

/** `x` holds the numeric columns, then the one-hot columns of each categorical one. */
function columnsOf(features: Features, rows: Rows): InputColumn[] {
  const numeric = features.columns.filter((column) => column.kind === 'numeric');
  const categorical = features.columns.filter((column) => column.kind === 'categorical');
  let first = numeric.length;
  return [
    ...numeric.map(
      ({ name, sd }, i): InputColumn => ({
        name,
        first: i,
        values: { kind: 'numeric', column: rows.numeric[i], sd },
      }),
    ),
    ...categorical.map(({ name, values }, i): InputColumn => {
      const column = {
        name,
        first,
        values: { kind: 'categorical', codes: rows.categorical[i], names: values },
      } as const;
      first += values.length;
      return column;
    }),
  ];
}

/** Weights of each input less their mean over the experts, ÷ temperature. [input, expert] */
function centredRows(weights: Float32Array, n: number, temperature: number): Float64Array {
  const centred = new Float64Array(weights);
  for (let row = 0; row < centred.length; row += n) {
    let mean = 0;
    for (let e = 0; e < n; e++) mean += centred[row + e] / n;
    for (let e = 0; e < n; e++) centred[row + e] = (centred[row + e] - mean) / temperature;
  }
  return centred;
}

type Effect = Omit<Driver, 'column'>;

function numericEffect(weights: Float64Array, input: number, n: number, column: Numbers, scale: number): Effect {
  const own = Array.from({ length: n }, (_, e) => weights[input * n + e]);
  const size = Math.sqrt(own.reduce((sum, weight) => sum + weight * weight, 0) / n);
  return { strength: size * deviation(column) * scale, toward: { expert: own.indexOf(Math.max(...own)) } };
}

function categoricalEffect(
  weights: Float64Array,
  first: number,
  n: number,
  codes: ArrayLike<number>,
  names: readonly string[],
): Effect {
  const shares = new Float64Array(names.length);
  for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) shares[codes[row]] += 1 / codes.length;
  let variance = 0;
  let top = { expert: 0, code: 0, pull: Number.NEGATIVE_INFINITY };
  for (let e = 0; e < n; e++) {
    let mean = 0;
    let square = 0;
    for (let code = 0; code < names.length; code++) {
      const weight = weights[(first + code) * n + e];
      mean += shares[code] * weight;
      square += shares[code] * weight * weight;
      // A category of three rows can have any weight: what it moves counts, not how far.
      const pull = weight * Math.sqrt(shares[code]);
      if (pull > top.pull) top = { expert: e, code, pull };
    }
    variance += Math.max(0, square - mean * mean) / n;
  }
  return { strength: Math.sqrt(variance), toward: { value: names[top.code]?.trim() ?? '', expert: top.expert } };
}

function deviation(column: Numbers): number {
  let mean = 0;
  let square = 0;
  for (let row = 0; row < column.length; row++) mean += column[row] / column.length;
  for (let row = 0; row < column.length; row++) square += (column[row] - mean) ** 2 / column.length;
  return Math.sqrt(square);
}
