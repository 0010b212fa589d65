import { packageVersion } from '../../../package/index.ts';
import { fitsFloat32 } from '../../data/index.ts';
import { type Network, nodesOf, type Output, type Probability, upstream } from '../../network/index.ts';
import { labelScale } from '../../trainers/common/index.ts';
import { createColumns } from './columns.ts';
import { createGraph } from './graph.ts';
import { encodeModel } from './messages.ts';
import { createNodes } from './nodes.ts';

/**
 * A network as an ONNX model (operators of version 17, and of ai.onnx.ml 3) that reads raw columns. A numeric column is an input of
 * floats [batch], NaN where it is missing, of doubles where 32 bits would round its numbers; a categorical one of strings [batch]; a list
 * one of strings [batch, length] and one of booleans, "… mask", false behind a list's end. What the training rows never had is no
 * category. Its outputs, [batch] each, are those of the network by name: probabilities, or values in label units.
 *
 * @throws where a block has no operator, and where the weights are more than protobuf holds.
 */
export function onnxModel(
  network: Network,
  parameters: Readonly<Record<string, Float32Array>>,
  title: string,
): Uint8Array {
  const bytes = 4 * Object.values(parameters).reduce((sum, values) => sum + values.length, 0);
  if (bytes > mostBytes)
    throw new Error(`toOnnx: the weights take ${(bytes / 1e9).toFixed(1)} GB; a file of ONNX holds at most 2.`);
  const graph = createGraph(network.features.columns.map(({ name }) => name));
  const columns = createColumns(network, graph);
  // The outputs have their names before anything inside that is called alike.
  const names = network.outputs.map(({ name }) => graph.unique(name));
  const value = createNodes(network, parameters, graph, columns);
  for (const node of upstream(network.outputs.flatMap(nodesOf))) if (node.kind !== 'input') value(node);

  function probability(of: Probability): string {
    if (of.kind === 'probability') return graph.add('Sigmoid', `${of.name} probability`, [value(of.logit)]);
    return of.factors.map(probability).reduce((a, b) => graph.add('Mul', `${of.name} product`, [a, b]));
  }

  /** mean + sd · value: a numeric output in label units. */
  function inUnits(output: Output & { kind: 'numeric' }): { result: string; type: 'float' | 'double' } {
    const { mean, sd } = output.task ? labelScale(output.task) : { mean: 0, sd: 1 };
    const type = fitsFloat32(mean, sd) ? 'float' : 'double';
    const constant = type === 'float' ? graph.floats : graph.doubles;
    const wide =
      type === 'float' ? value(output.value) : graph.add('Cast', 'in 64 bits', [value(output.value)], { to: 11 });
    const scaled = graph.add('Mul', `${output.name} scaled`, [wide, constant('label sd', [sd])]);
    return { result: graph.add('Add', `${output.name} in units`, [scaled, constant('label mean', [mean])]), type };
  }

  for (const [i, output] of network.outputs.entries()) {
    const { result, type } =
      output.kind === 'numeric' ? inUnits(output) : { result: probability(output.value), type: 'float' as const };
    graph.addAs([names[i]], 'Squeeze', [result, graph.integers([1])]);
    graph.outputs.push({ name: names[i], type, shape: ['batch'] });
  }
  return encodeModel({
    name: network.model,
    description: title,
    producerVersion: packageVersion(),
    operators: { '': 17, 'ai.onnx.ml': 3 },
    metadata: {
      'multitask-notebook': packageVersion(),
      tasks: JSON.stringify(network.tasks.map(({ name, kind }) => ({ name, kind }))),
      columns: JSON.stringify(network.features.columns.map(({ name, kind }) => ({ name, kind }))),
    },
    ...graph,
  });
}

/** Protobuf's 2 GiB, less what the rest takes. */
const mostBytes = 2 ** 31 - 2 ** 26;
