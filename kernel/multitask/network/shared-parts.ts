import type { Network, NetworkNode, Parameter } from './network.ts';
import { expertsOf, inputsOf, nodesOf, parametersOf, readsTables } from './walk.ts';

/** Parameters that people see as one thing, under the name of their block: "expert 0", "bottom", "embedding", "income gate". */
export type NetworkPart = { readonly name: string; readonly parameters: readonly Parameter[] };

/**
 * The parameters that the losses of at least two tasks reach, in the order of the network, block by block: a parameter is
 * in one part, and none where no two tasks share any. Penalties are no task's.
 */
export function sharedParts(network: Network): readonly NetworkPart[] {
  const reaching = tasksReaching(network);
  const parts = new Map<NetworkNode, Set<Parameter>>();
  const heads = partHeads(network);
  const placed = new Set<Parameter>();
  for (const node of network.nodes) {
    const shared = parametersOf(node).filter((each) => !placed.has(each) && (reaching.get(each)?.length ?? 0) > 1);
    if (shared.length === 0) continue;
    const head = heads.get(node) ?? node;
    const part = parts.get(head) ?? new Set();
    parts.set(head, part);
    for (const each of shared) {
      part.add(each);
      placed.add(each);
    }
  }
  const names = partNames(network, [...parts.keys()]);
  return [...parts].map(([head, parameters]) => ({ name: names.get(head) ?? head.name, parameters: [...parameters] }));
}

/** Which tasks' losses each parameter has a gradient of: their places among the trained outputs, see `trainedOutputs`. */
export function tasksReaching({ outputs, parameters }: Network): ReadonlyMap<Parameter, readonly number[]> {
  const found = new Map<Parameter, number[]>(parameters.map((parameter) => [parameter, []]));
  for (const [task, output] of outputs.filter((output) => output.task !== undefined).entries())
    for (const parameter of new Set(trainedBy(nodesOf(output)).flatMap(parametersOf))) found.get(parameter)?.push(task);
  return found;
}

/** The nodes that a gradient of these reaches: not those behind a stopped one. */
function trainedBy(nodes: readonly NetworkNode[]): NetworkNode[] {
  const found = new Set<NetworkNode>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    if (node.kind !== 'stopGradient') waiting.push(...inputsOf(node));
  }
  return [...found];
}

/** The block that each node is a piece of: a layer of an expert, of a stack "bottom 0", "bottom 1", of a gate's own network. */
function partHeads({ nodes, gates, outputs }: Network): ReadonlyMap<NetworkNode, NetworkNode> {
  const experts = new Set(gates.flatMap(expertsOf));
  const ends = new Set(outputs.flatMap(nodesOf));
  const heads = new Map<NetworkNode, NetworkNode>();
  const readers = new Map<NetworkNode, Set<NetworkNode>>();
  for (const node of nodes.toReversed()) {
    const [reader, ...more] = ends.has(node) ? [] : (readers.get(node) ?? []);
    const only = more.length === 0 ? reader : undefined;
    const isPiece = only !== undefined && !experts.has(node) && belongs(node, only, experts);
    const head = isPiece ? only : node;
    heads.set(node, head);
    for (const input of inputsOf(node)) readers.set(input, (readers.get(input) ?? new Set()).add(head));
  }
  return heads;
}

function belongs(node: NetworkNode, reader: NetworkNode, experts: ReadonlySet<NetworkNode>): boolean {
  if (readsTables(node) || node.kind === 'mix') return false;
  if (experts.has(reader) || node.name.startsWith(`${reader.name} `)) return true;
  // What has no parameters of its own stands between layers.
  return parametersOf(node).length === 0
    ? node.kind !== 'softmax'
    : stack(node) !== undefined && stack(node) === stack(reader);
}

/** "bottom" of "bottom 0": a stack of layers numbers them. */
function stack({ kind, name }: NetworkNode): string | undefined {
  return kind === 'dense' || kind === 'activate' ? /^(.+) \d+$/.exec(name)?.[1] : undefined;
}

/** That of a part's block; of a stack its own, unless another part has it too, or its block is an expert or a gate of that number. */
function partNames({ gates, nodes }: Network, heads: readonly NetworkNode[]): ReadonlyMap<NetworkNode, string> {
  const numbered = new Set<NetworkNode>([
    ...gates.flatMap(expertsOf),
    ...nodes.flatMap((node) => (node.kind === 'softmax' ? [node.logits] : [])),
  ]);
  const short = (head: NetworkNode) => (numbered.has(head) ? undefined : stack(head)) ?? blockName(head);
  const all = heads.map(short);
  const isOnly = (name: string) => all.indexOf(name) === all.lastIndexOf(name);
  return new Map(heads.map((head, i) => [head, isOnly(all[i]) ? all[i] : blockName(head)]));
}

/** The weights of a sum are named after it. */
function blockName({ kind, name }: NetworkNode): string {
  return kind === 'vector' ? name.replace(/\/weights$/, '') : name;
}
