import { logitsOf, type NetworkNode, nodesOf, type Output, type Penalty } from '../../../network/index.ts';
import { trainedOutputs } from '../../common/index.ts';
import { aliased, fieldView, fromColumn, type View } from '../memory/value-layout.ts';
import type { Gradients } from './backward.ts';
import { flat } from './forward.ts';
import { found, type Layout, ownAt, valuesOf } from './layout.ts';
import { type Argument, call, type Operation } from './operation.ts';

/**
 * The operations that add up the losses of a chunk and set the gradients of the nodes that outputs are made of. The field
 * `targets` has a label for each trained output, then a weight for each.
 */
export function losses(layout: Layout, gradients: Gradients): Operation[] {
  const { network, own } = layout;
  const outputs = trainedOutputs(network.outputs);
  const penalised = network.penalties.flatMap(gradientsOfPenalty);
  const logits = new Set([...outputs.flatMap(nodesOf), ...penalised].map(aliased));
  const targets = new Map([...logits].map((node) => [node, gradients.target(node)?.view]));
  const factors = (nodes: readonly NetworkNode[]): Argument => ({
    kind: 'list',
    values: nodes.flatMap((node) => {
      const d = targets.get(aliased(node));
      return [...flat(valuesOf(layout, node)), ...(d ? flat(d) : [0, 0])];
    }),
  });
  const without = (nodes: readonly NetworkNode[]): Argument => ({
    kind: 'list',
    values: nodes.flatMap((node) => [...flat(valuesOf(layout, node)), 0, 0]),
  });
  const { step } = fieldView('targets');
  /** Where the labels of an output are, and the weights of its rows. */
  const labelsOf = (i: number) => [i, outputs.length + i].map((at) => fromColumn(fieldView('targets'), at).address);

  const zero = [...targets].flatMap(([node, view]) => (view ? [call('zeroColumns', node.width, ...flat(view))] : []));
  const ofTasks = outputs.map((output, i) => {
    const [labels, weights] = labelsOf(i);
    const observed = [labels, weights, step] as const;
    const scale: Argument = { kind: 'now', value: 'scale', index: i };
    const sum: Argument = { kind: 'own', offset: own.sums + 8 * i };
    if (output.kind === 'numeric') return call('squaredLoss', factors([output.value]), ...observed, scale, sum);
    const how = [
      { kind: 'now', value: 'logLoss', index: 0 },
      { kind: 'now', value: 'epsilon', index: 0 },
    ] as const;
    const nodes = nodesOf(output);
    return call('probabilityLoss', factors(nodes), nodes.length, ...observed, scale, ...how, sum);
  });
  const ofPenalties = network.penalties.flatMap((penalty, index) => {
    const scale: Argument = { kind: 'now', value: 'penaltyScale', index };
    const side = (nodes: readonly NetworkNode[]) => [factors(nodes), nodes.length] as const;
    if (penalty.kind === 'order')
      return call('orderPenalty', ...side(nodesOf(penalty.lower)), ...side(nodesOf(penalty.upper)), scale);
    if (penalty.kind === 'sumToOne') {
      const [a, b] = penalty.values.map(logitsOf);
      return call('sumToOnePenalty', ...side(a), ...side(b), scale);
    }
    if (penalty.kind === 'balance') {
      const view = targets.get(aliased(penalty.gate));
      const { results, columns } = found(layout.batch.uses.get(penalty));
      return view ? call('balancePenalty', columns, ownAt(results), scale, ...flat(view)) : [];
    }
    if (penalty.kind === 'undecided') {
      const { logits, width, choices, gamma } = penalty.gate;
      const d = targets.get(aliased(logits));
      const into: readonly [Argument, Argument] = d ? flat(d) : [0, 0];
      return call('undecidedPenalty', width, choices, 1 / gamma, ...flat(valuesOf(layout, logits)), ...into, scale);
    }
    const place = ({ name }: Output) => outputs.findIndex((output) => output.name === name);
    const propensity = logitsOf(penalty.propensity);
    const [label, labelWeights] = labelsOf(place(penalty.label));
    const [seen, seenWeights] = labelsOf(place(penalty.observed));
    return call(
      'riskPenalty',
      factors(logitsOf(penalty.value)),
      without(propensity),
      propensity.length,
      penalty.imputed ? factors([penalty.imputed]) : 0,
      ...([label, labelWeights, seen, seenWeights, step] as const),
      penalty.rows === 'observed' ? 0 : 1,
      penalty.cap,
      scale,
    );
  });
  return [...zero, ...ofTasks, ...ofPenalties];
}

/** The nodes that get a gradient from a penalty. */
function gradientsOfPenalty(penalty: Penalty): readonly NetworkNode[] {
  switch (penalty.kind) {
    case 'order':
      return [penalty.lower, penalty.upper].flatMap(nodesOf);
    case 'sumToOne':
      return penalty.values.flatMap(logitsOf);
    case 'undecided':
      return [penalty.gate.logits];
    case 'balance':
      return [penalty.gate];
    case 'risk':
      return [...logitsOf(penalty.value), ...(penalty.imputed ? [penalty.imputed] : [])];
  }
}

/** What an output predicts, after its nodes were computed. `into` has room for a probability of each row of a chunk. */
export function prediction(layout: Layout, output: Output, into: Argument): { operations: Operation[]; result: View } {
  if (output.kind === 'numeric') return { operations: [], result: valuesOf(layout, output.value) };
  const logits = logitsOf(output.value);
  const factors = logits.flatMap((node): Argument[] => [...flat(valuesOf(layout, node)), 0, 0]);
  const list: Argument = { kind: 'list', values: factors };
  return { operations: [call('probabilities', list, logits.length, into)], result: { address: into, step: 4 } };
}
