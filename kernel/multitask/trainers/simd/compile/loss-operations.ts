import { logitsOf, type NetworkNode, nodesOf, type Output, type Penalty } from '../../../network/index.ts';
import { trainedOutputs } from '../../common/index.ts';
import { aliased, fieldView, fromColumn, type View } from '../memory/value-layout.ts';
import type { Gradients } from './backward.ts';
import { flat } from './forward.ts';
import { found, type Layout, ownAt, valuesOf } from './layout.ts';
import { type Argument, call, type Operation } from './operation.ts';

/** Whose loss: of all tasks with the penalties, of one task, its place among the trained outputs, or the penalties alone. */
export type LossPart = 'all' | 'penalties' | number;

/**
 * The operations that add up the losses of a chunk and set the gradients of the nodes that outputs are made of. The field
 * `targets` has a label for each trained output, then a weight for each.
 */
export function losses(layout: Layout, gradients: Gradients, part: LossPart = 'all'): Operation[] {
  const { network } = layout;
  const outputs = trainedOutputs(network.outputs);
  const taught = [...outputs.entries()].filter(([i]) => part === 'all' || part === i);
  const penalties = typeof part === 'number' ? [] : [...network.penalties.entries()];
  const penalised = penalties.flatMap(([, penalty]) => gradientsOfPenalty(penalty));
  const logits = new Set([...taught.flatMap(([, output]) => nodesOf(output)), ...penalised].map(aliased));
  const targets = new Map([...logits].map((node) => [node, gradients.target(node)?.view]));
  const factors = factorsOf(layout, targets);
  const zero = [...targets].flatMap(([node, view]) => (view ? [call('zeroColumns', node.width, ...flat(view))] : []));
  return [
    ...zero,
    ...taught.map(([i, output]) => taskLoss(layout, output, i, factors, 0)),
    ...penalties.flatMap(([index, penalty]) => penaltyLoss(layout, penalty, index, targets)),
  ];
}

/** The losses of a chunk are added up, `place` outputs further on, and no gradients set. */
export function lossSums(layout: Layout, place: number): Operation[] {
  const outputs = trainedOutputs(layout.network.outputs);
  return outputs.map((output, i) => taskLoss(layout, output, i, factorsOf(layout, new Map()), place));
}

type Targets = ReadonlyMap<NetworkNode, View | undefined>;
type Factors = (nodes: readonly NetworkNode[]) => Argument;

/** The values of nodes, and where their gradients go: nowhere, where they are no targets. */
function factorsOf(layout: Layout, targets: Targets): Factors {
  return (nodes) => ({
    kind: 'list',
    values: nodes.flatMap((node) => {
      const d = targets.get(aliased(node));
      return [...flat(valuesOf(layout, node)), ...(d ? flat(d) : [0, 0])];
    }),
  });
}

/** Where the labels of an output are, and the weights of its rows. */
function labelsOf({ network }: Layout, i: number): readonly [Argument, Argument] {
  const targets = fieldView('targets');
  const weights = trainedOutputs(network.outputs).length + i;
  return [fromColumn(targets, i).address, fromColumn(targets, weights).address];
}

function taskLoss(layout: Layout, output: Output, i: number, factors: Factors, place: number): Operation {
  const { own, network } = layout;
  const observed = [...labelsOf(layout, i), fieldView('targets').step] as const;
  const scale: Argument = { kind: 'now', value: 'scale', index: i };
  const sum: Argument = { kind: 'own', offset: own.sums + 8 * (i + place * trainedOutputs(network.outputs).length) };
  if (output.kind === 'numeric') return call('squaredLoss', factors([output.value]), ...observed, scale, sum);
  const how = [
    { kind: 'now', value: 'logLoss', index: 0 },
    { kind: 'now', value: 'epsilon', index: 0 },
  ] as const;
  const nodes = nodesOf(output);
  return call('probabilityLoss', factors(nodes), nodes.length, ...observed, scale, ...how, sum);
}

function penaltyLoss(layout: Layout, penalty: Penalty, index: number, targets: Targets): Operation | [] {
  const factors = factorsOf(layout, targets);
  const without = factorsOf(layout, new Map());
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
  const outputs = trainedOutputs(layout.network.outputs);
  const place = ({ name }: Output) => outputs.findIndex((output) => output.name === name);
  const propensity = logitsOf(penalty.propensity);
  return call(
    'riskPenalty',
    factors(logitsOf(penalty.value)),
    without(propensity),
    propensity.length,
    penalty.imputed ? factors([penalty.imputed]) : 0,
    ...labelsOf(layout, place(penalty.label)),
    ...labelsOf(layout, place(penalty.observed)),
    fieldView('targets').step,
    penalty.rows === 'observed' ? 0 : 1,
    penalty.cap,
    scale,
  );
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
