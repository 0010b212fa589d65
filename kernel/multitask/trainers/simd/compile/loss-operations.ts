import { logitsOf, nodesOf, type Output } from '../../../network/index.ts';
import { trainedOutputs } from '../../common/index.ts';
import { aliased, fieldView, fromColumn, type View } from '../memory/value-layout.ts';
import type { Gradients } from './backward.ts';
import { flat } from './forward.ts';
import { type Layout, valuesOf } from './layout.ts';
import { type Argument, call, type Operation } from './operation.ts';

/**
 * The operations that add up the losses of a chunk and set the gradients of the nodes that outputs are made of. The field
 * `targets` has a label for each trained output, then a weight for each.
 */
export function losses(layout: Layout, gradients: Gradients): Operation[] {
  const { network, own } = layout;
  const outputs = trainedOutputs(network.outputs);
  const penalised = network.penalties.flatMap(({ lower, upper }) => [lower, upper]);
  const logits = new Set([...outputs, ...penalised].flatMap(nodesOf).map(aliased));
  const targets = new Map([...logits].map((node) => [node, gradients.target(node)?.view]));
  const factorsOf = (output: Output): Argument => ({
    kind: 'list',
    values: nodesOf(output).flatMap((node) => {
      const d = targets.get(aliased(node));
      return [...flat(valuesOf(layout, node)), ...(d ? flat(d) : [0, 0])];
    }),
  });

  const zero = [...targets.values()].flatMap((view) => (view ? [call('zeroColumns', 1, ...flat(view))] : []));
  const ofTasks = outputs.map((output, i) => {
    const weights = fromColumn(fieldView('targets'), outputs.length + i).address;
    const observed = [fromColumn(fieldView('targets'), i).address, weights, fieldView('targets').step] as const;
    const scale: Argument = { kind: 'now', value: 'scale', index: i };
    const sum: Argument = { kind: 'own', offset: own.sums + 8 * i };
    if (output.kind === 'numeric') return call('squaredLoss', factorsOf(output), ...observed, scale, sum);
    const how = [
      { kind: 'now', value: 'logLoss', index: 0 },
      { kind: 'now', value: 'epsilon', index: 0 },
    ] as const;
    return call('probabilityLoss', factorsOf(output), nodesOf(output).length, ...observed, scale, ...how, sum);
  });
  const ofPenalties = network.penalties.map(({ lower, upper }, index) => {
    const side = (output: Output) => [factorsOf(output), nodesOf(output).length] as const;
    return call('orderPenalty', ...side(lower), ...side(upper), { kind: 'now', value: 'penaltyScale', index });
  });
  return [...zero, ...ofTasks, ...ofPenalties];
}

/** What an output predicts, after its nodes were computed. `into` has room for a probability of each row of a chunk. */
export function prediction(layout: Layout, output: Output, into: Argument): { operations: Operation[]; result: View } {
  if (output.kind === 'numeric') return { operations: [], result: valuesOf(layout, output.value) };
  const logits = logitsOf(output.value);
  const factors = logits.flatMap((node): Argument[] => [...flat(valuesOf(layout, node)), 0, 0]);
  const list: Argument = { kind: 'list', values: factors };
  return { operations: [call('probabilities', list, logits.length, into)], result: { address: into, step: 4 } };
}
