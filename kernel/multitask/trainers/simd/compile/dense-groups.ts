import {
  type Activation,
  type DenseNode,
  inputsOf,
  type Network,
  type NetworkNode,
  type Parameter,
} from '../../../network/index.ts';

/**
 * Dense layers over one input, computed as one matrix product: experts and gates, or the first layers of all towers.
 * `one-unit` is a logit on its own, whose values lie one after the other; `look-up` reads `x`, whose one-hot columns
 * are rows of the weights.
 */
export type DenseGroup = {
  readonly kind: 'look-up' | 'product' | 'one-unit';
  readonly input: NetworkNode;
  /** In the order of their columns in the product. */
  readonly members: readonly DenseNode[];
  /** First column of each member, a multiple of 4. */
  readonly columns: readonly number[];
  /** Columns of the product: the members' widths, each rounded up to a multiple of 4. */
  readonly width: number;
};

/**
 * Compiler pass: the dense layers of a network in as few products as their weights allow. Weights live once, so layers
 * that share them can be joined only with layers that share in the same way.
 */
export function groupDenseLayers(network: Network): readonly DenseGroup[] {
  const layers = network.nodes.filter((node) => node.kind === 'dense');
  const isLogit = logitsOf(network, layers);
  const alone = new Set<Parameter>();
  for (;;) {
    const groups = grouped(layers, isLogit, alone);
    const conflict = conflicting(groups).filter((parameter) => !alone.has(parameter));
    if (conflict.length === 0) return groups;
    for (const parameter of conflict) alone.add(parameter);
  }
}

/** Width rounded up to whole vectors of 4 floats. */
export function padded(width: number): number {
  return (width + 3) & ~3;
}

function grouped(
  layers: readonly DenseNode[],
  isLogit: (layer: DenseNode) => boolean,
  alone: ReadonlySet<Parameter>,
): DenseGroup[] {
  const places = placesOf(layers);
  const groups = new Map<string, DenseNode[]>();
  for (const [i, layer] of layers.entries()) {
    const parameters = layer.bias ? [layer.weights, layer.bias] : [layer.weights];
    const single = isLogit(layer) || parameters.some((each) => alone.has(each));
    const uses = [layer.weights, layer.bias ?? layer.weights].map((each) => places.get(each)?.join(','));
    const key = single ? `layer ${i}` : [layer.input.kind, layer.input.name, ...uses].join('/');
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()].map((members) => {
    const [{ input }] = members;
    const kind =
      input.kind === 'input' ? 'look-up' : members.length === 1 && isLogit(members[0]) ? 'one-unit' : 'product';
    const sorted = members.toSorted((a, b) => rank(a) - rank(b));
    const columns: number[] = [];
    let width = 0;
    for (const member of sorted) {
      columns.push(width);
      width += padded(member.width);
    }
    return { kind, input, members: sorted, columns, width };
  });
}

/** The inputs on which each parameter is used. */
function placesOf(layers: readonly DenseNode[]): Map<Parameter, string[]> {
  const places = new Map<Parameter, string[]>();
  for (const { weights, bias, input } of layers)
    for (const parameter of bias ? [weights, bias] : [weights])
      places.set(parameter, [...(places.get(parameter) ?? []), `${input.kind} ${input.name}`]);
  return places;
}

/** Layers with the same activation, and with a bias, side by side: one pass serves them all. */
function rank({ activation, bias }: DenseNode): number {
  return activations.indexOf(activation) * 2 + (bias ? 0 : 1);
}

const activations: readonly Activation[] = ['relu', 'sigmoid', 'tanh', 'linear'];

/** Parameters that two groups would lay out differently, or one group twice. */
function conflicting(groups: readonly DenseGroup[]): Parameter[] {
  const homes = new Map<Parameter, string>();
  const found = new Set<Parameter>();
  for (const { kind, members } of groups) {
    for (const role of ['weights', 'bias'] as const) {
      const parameters = members.flatMap((member) => member[role] ?? []);
      const home = `${kind}/${members.map((member) => member[role]?.name ?? '').join('/')}`;
      for (const parameter of parameters) {
        if (
          (homes.get(parameter) ?? home) !== home ||
          parameters.indexOf(parameter) !== parameters.lastIndexOf(parameter)
        )
          found.add(parameter);
        homes.set(parameter, home);
      }
    }
  }
  return [...found];
}

/** Whether a layer, and every layer with its weights, is one linear unit that outputs alone read. */
function logitsOf(network: Network, layers: readonly DenseNode[]): (layer: DenseNode) => boolean {
  const read = new Set(network.nodes.flatMap(inputsOf));
  const others = layers.filter(
    (layer) => layer.width > 1 || layer.activation !== 'linear' || layer.input.kind === 'input' || read.has(layer),
  );
  const elsewhere = new Set(others.map((layer) => layer.weights));
  return (layer) => !elsewhere.has(layer.weights);
}
