import type { MixNode, Network, NetworkNode, Output, Parameter, Penalty, Probability, TableNode } from './network.ts';

/** Every node that these nodes are computed from, themselves included, each once and after those it reads. */
export function upstream(nodes: readonly NetworkNode[]): NetworkNode[] {
  const found = new Set<NetworkNode>();
  // A stack of our own: a user's network may be deeper than the call stack.
  const waiting = nodes.toReversed().map((node) => ({ node, entered: false }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, entered } = next;
    if (found.has(node)) continue;
    if (entered) found.add(node);
    else
      waiting.push(
        { node, entered: true },
        ...inputsOf(node)
          .toReversed()
          .map((input) => ({ node: input, entered: false })),
      );
  }
  return [...found];
}

/** The nodes a node reads. */
export function inputsOf(node: NetworkNode): readonly NetworkNode[] {
  switch (node.kind) {
    case 'input':
    case 'numeric':
    case 'embed':
    case 'vector':
    case 'indicator':
      return [];
    case 'attend':
      return [node.query, node.fromQuery];
    case 'concat':
      return node.parts;
    case 'dense':
    case 'activate':
    case 'layerNorm':
    case 'batchNorm':
    case 'dropout':
    case 'stopGradient':
      return [node.input];
    case 'dot':
    case 'multiply':
      return [node.a, node.b];
    case 'add':
      return node.weights ? [...node.parts, node.weights] : node.parts;
    case 'softmax':
    case 'selector':
      return [node.logits];
    case 'mix':
      return [node.gate, ...node.experts];
  }
}

/** Whether a node looks up rows of tables. */
export function readsTables(node: NetworkNode): node is TableNode {
  return node.kind === 'embed' || node.kind === 'attend';
}

/** The experts of a mix, also where it reads them with a stopped gradient. */
export function expertsOf(mix: MixNode): readonly NetworkNode[] {
  return mix.experts.map((expert) => (expert.kind === 'stopGradient' ? expert.input : expert));
}

/** The parameters that are a node's own, in order. */
export function parametersOf(node: NetworkNode): readonly Parameter[] {
  switch (node.kind) {
    case 'embed':
      return node.tables;
    case 'attend':
      return [...node.tables, node.weights, node.scores];
    case 'dense':
      return node.bias ? [node.weights, node.bias] : [node.weights];
    case 'vector':
      return [node.values];
    case 'layerNorm':
    case 'batchNorm':
      return [node.gain, node.shift];
    default:
      return [];
  }
}

/** What a node measures while training and keeps, in order. */
export function statisticsOf(node: NetworkNode): readonly Parameter[] {
  return node.kind === 'batchNorm' ? [node.mean, node.variance] : [];
}

/** Everything that a network's weights are made of: parameters, then statistics. */
export function arraysOf({ parameters, statistics }: Pick<Network, 'parameters' | 'statistics'>): readonly Parameter[] {
  return [...parameters, ...statistics];
}

/** The nodes an output is made of: its value, or the logits of its probability. */
export function nodesOf(output: Output): readonly NetworkNode[] {
  return output.kind === 'numeric' ? [output.value] : logitsOf(output.value);
}

/** The nodes that a network is trained through: those of its outputs, and of its penalties. */
export function trainedThrough({ outputs, penalties }: Pick<Network, 'outputs' | 'penalties'>): readonly NetworkNode[] {
  return [...outputs.flatMap(nodesOf), ...penalties.flatMap(nodesOfPenalty)];
}

/** The nodes whose values a penalty reads. */
function nodesOfPenalty(penalty: Penalty): readonly NetworkNode[] {
  switch (penalty.kind) {
    case 'order':
      return [penalty.lower, penalty.upper].flatMap(nodesOf);
    case 'risk':
      return [...[penalty.value, penalty.propensity].flatMap(logitsOf), ...(penalty.imputed ? [penalty.imputed] : [])];
    case 'sumToOne':
      return penalty.values.flatMap(logitsOf);
    case 'undecided':
      return [penalty.gate.logits];
    case 'balance':
      return [penalty.gate];
  }
}

export function logitsOf(value: Probability): readonly NetworkNode[] {
  return value.kind === 'probability' ? [value.logit] : value.factors.flatMap(logitsOf);
}
