import { type Network, type Parameter, parametersOf, readsTables } from '../../../network/index.ts';
import { slotNames } from '../../common/index.ts';
import type { Optimizer } from '../../trainer.ts';
import { type DenseGroup, padded } from '../compile/dense-groups.ts';

/**
 * Where every parameter lives. All but embedding tables are in one region of floats, in tiles of 64; gradients and
 * optimizer slots are regions of the same layout. Weights, which L2 is about, come before biases.
 */
export type ParameterLayout = {
  readonly places: ReadonlyMap<Parameter, Place>;
  readonly tables: readonly TableLayout[];
  readonly matrices: readonly MatrixLayout[];
  /** log σ² of each task, for learned task weights. */
  readonly logVariances: number;
  /** In floats, multiples of 64. */
  readonly weightsLength: number;
  readonly length: number;
  /** Statistics, behind what is trained: weights alone have a place for them. */
  readonly statisticsLength: number;
  /** Copies of matrices with their sides exchanged, in floats. */
  readonly transposedLength: number;
};

/** Element (k, n) of a parameter, as an index into the region. */
export type Place = {
  readonly offset: number;
  readonly rowStep: number;
  readonly panelStep: number;
  readonly column: number;
};

/** The weights of one product. Panels of 8 columns, [column ÷ 8][row][8], and for a look-up plain rows, [row][column]. */
export type MatrixLayout = {
  readonly kind: DenseGroup['kind'];
  readonly offset: number;
  /** Rows, rounded up to a multiple of 8 in panels and of 4 elsewhere. */
  readonly depth: number;
  readonly width: number;
  /** Floats from one panel to the next. */
  readonly panelStep: number;
  /** Where Wᵀ is in the region of copies; only panels have one. */
  readonly transposed: number;
};

export type TableLayout = {
  readonly parameter: Parameter;
  readonly rows: number;
  readonly units: number;
  /** Floats of weights in a record, a multiple of 4. */
  readonly columns: number;
  /** In bytes. */
  readonly recordStep: number;
  readonly gradientOffset: number;
};

/** Of a record, before its weights. */
export const recordHeader = 16;

export function layOutParameters(
  network: Network,
  groups: readonly DenseGroup[],
  optimizer: Optimizer,
): ParameterLayout {
  const places = new Map<Parameter, Place>();
  const matrices = new Map<string, MatrixLayout>();
  let length = 0;
  let transposedLength = 0;
  const take = (floats: number) => {
    const offset = length;
    length += tiled(floats);
    return offset;
  };

  for (const group of groups) {
    const [first] = group.members;
    if (places.has(first.weights)) continue;
    const rows = group.input.width;
    const depth = group.kind === 'product' ? (rows + 7) & ~7 : padded(rows);
    const panels = group.kind === 'product' ? Math.ceil(group.width / 8) : 1;
    const panelStep = group.kind === 'product' ? depth * 8 : 8;
    const floats =
      group.kind === 'product' ? panels * panelStep : group.kind === 'look-up' ? depth * group.width : depth;
    const offset = take(floats);
    const transposed = transposedLength;
    if (group.kind === 'product') transposedLength += floats;
    matrices.set(first.weights.name, { kind: group.kind, offset, depth, width: group.width, panelStep, transposed });
    const rowStep = group.kind === 'product' ? 8 : group.kind === 'look-up' ? group.width : 1;
    for (const [i, { weights }] of group.members.entries())
      places.set(weights, { offset, rowStep, panelStep, column: group.columns[i] });
  }
  for (const node of network.nodes) {
    if (node.kind !== 'attend') continue;
    // Outside of products: one row behind the other, and the column of scores as a row.
    const rowStep = padded(node.fromQuery.width);
    places.set(node.weights, { offset: take(2 * node.units * rowStep), rowStep, panelStep: 8, column: 0 });
    places.set(node.scores, { offset: take(rowStep), rowStep: 1, panelStep: 8, column: 0 });
  }
  const weightsLength = length;
  for (const { members, columns, width } of groups) {
    if (members.every(({ bias }) => bias === undefined || places.has(bias))) continue;
    const offset = take(width + 4);
    for (const [i, { bias }] of members.entries())
      if (bias) places.set(bias, { offset: offset + columns[i], rowStep: 1, panelStep: 8, column: 0 });
  }
  for (const vector of vectorsOf(network)) {
    const offset = take(vector.shape[0] + 4);
    places.set(vector, { offset, rowStep: 1, panelStep: 8, column: 0 });
  }
  const logVariances = take(network.tasks.length);
  const trained = length;
  for (const statistic of network.statistics)
    places.set(statistic, { offset: take(statistic.shape[0] + 4), rowStep: 1, panelStep: 8, column: 0 });
  const tables = tablesOf(network).map((parameter) => layOutTable(parameter, optimizer));
  return {
    places,
    tables,
    matrices: [...matrices.values()],
    logVariances,
    weightsLength,
    length: trained,
    statisticsLength: length - trained,
    transposedLength,
  };
}

/** The index of element (k, n); a vector has n = 0. */
export function indexOf({ offset, rowStep, panelStep, column }: Place, k: number, n: number): number {
  const at = column + n;
  return offset + (at >> 3) * panelStep + k * rowStep + (at & 7);
}

/** How many elements of a row, from column n on, lie side by side. */
export function besides({ column }: Place, n: number): number {
  return 8 - ((column + n) & 7);
}

/** Parameters with one number for each unit that are no biases. */
function vectorsOf(network: Network): Parameter[] {
  return network.nodes.flatMap((node) => (node.kind === 'dense' || readsTables(node) ? [] : parametersOf(node)));
}

function tablesOf(network: Network): Parameter[] {
  return [...new Set(network.nodes.filter(readsTables).flatMap((node) => node.tables))];
}

function layOutTable(parameter: Parameter, optimizer: Optimizer): TableLayout {
  const [rows, units] = parameter.shape;
  const columns = padded(units);
  const slots = slotNames(optimizer).length;
  const gradientOffset = recordHeader + 4 * columns * (1 + slots);
  return { parameter, rows, units, columns, recordStep: gradientOffset + 4 * columns, gradientOffset };
}

/** Whole tiles of 64 floats. */
function tiled(floats: number): number {
  return Math.ceil(floats / 64) * 64;
}
