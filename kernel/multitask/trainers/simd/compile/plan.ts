import {
  type Network,
  type NetworkNode,
  nodesOf,
  type Parameter,
  readsTables,
  trainedThrough,
} from '../../../network/index.ts';
import {
  embeddedColumns,
  likelihoodFactor,
  lossUnit,
  type MaskedNode,
  masksOf,
  trainedOutputs,
} from '../../common/index.ts';
import type { Optimizer } from '../../trainer.ts';
import { type MemoryMap, mapMemory, type OwnMap } from '../memory/memory-map.ts';
import { layOutParameters, type ParameterLayout } from '../memory/parameter-layout.ts';
import { layOutValues, type View } from '../memory/value-layout.ts';
import { attendedField, attentionFlops, weightsField } from './attention.ts';
import { backward, trackGradients } from './backward.ts';
import { type DenseGroup, groupDenseLayers, padded } from './dense-groups.ts';
import { forward } from './forward.ts';
import { type CodeSource, codeSource, type InputColumns, inputColumns, recordSizes } from './input-columns.ts';
import { gradientField, type Layout } from './layout.ts';
import { losses, prediction } from './loss-operations.ts';
import type { Argument, Operation } from './operation.ts';

/** A network compiled: plain data, the same for every thread. */
export type Plan = {
  readonly optimizer: Optimizer;
  readonly columns: InputColumns;
  readonly fields: readonly Field[];
  readonly memory: MemoryMap;
  readonly own: OwnMap;
  /** Where lists of numbers that kernels read lie in a thread's own memory, and how much memory a thread needs. */
  readonly constants: number;
  readonly ownBytes: number;
  /** Rows of a chunk. */
  readonly chunk: number;
  readonly parameters: Pick<ParameterLayout, 'weightsLength' | 'length' | 'logVariances'>;
  readonly transposes: readonly Transpose[];
  readonly tables: readonly TablePlan[];
  readonly tasks: readonly string[];
  /** Of each task: what its mean loss is multiplied by to be in label units, and with learned weights in the objective. */
  readonly units: readonly number[];
  readonly likelihoods: readonly number[];
  readonly penalties: readonly number[];
  readonly masks: readonly Omit<MaskedNode, 'node'>[];
  /** Forward, losses and backward of a chunk. */
  readonly training: readonly Operation[];
};

/**
 * A column block of a batch: `bytes` for each row, where a list is read a `head` and then `each` for every code of the longest one.
 * What is staged is there for inference too, and twice where the next batch is staged ahead.
 */
export type Field = {
  readonly name: string;
  readonly bytes: number | { readonly list: string; readonly head: number; readonly each: number };
  readonly isStaged: boolean;
};

/** Copying a matrix with its sides exchanged, tile by tile: of 64 floats, counted from the start of the region. */
export type Transpose = {
  readonly firstTile: number;
  readonly rowTiles: number;
  readonly columnTiles: number;
  readonly transposed: number;
};

export type TablePlan = {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly recordStep: number;
  readonly gradientOffset: number;
  readonly uses: readonly TableUse[];
};

/** A column whose codes name rows of a table, and where the batch's gradients of its embeddings are. */
export type TableUse = {
  readonly source: CodeSource;
  readonly firstRow: number;
  readonly gradient: string;
  /** Offset of this column within the gradient's row, in bytes. */
  readonly offset: number;
  /** Whether a code of a list gets the list's gradient, its share of that, or one of its own. */
  readonly pool: 'sum' | 'mean' | 'each';
};

/** What some nodes or outputs compute, without dropout: run `operations`, then copy `width` floats of each row. */
export type Inference = {
  readonly operations: readonly Operation[];
  readonly results: readonly { readonly name: string; readonly view: View; readonly width: number }[];
};

export type CompiledNetwork = {
  readonly plan: Plan;
  readonly layout: Layout;
  /**
   * Floating-point operations that training on one example takes in its layers: a one-hot column is the addition of a row,
   * not a product with zeros.
   */
  readonly flops: number;
  readonly predict: Inference;
  readonly activations: (nodes: readonly NetworkNode[]) => Inference;
};

/** Compiles a network: places for everything, then the calls of kernels in order. */
export function compile(network: Network, optimizer: Optimizer): CompiledNetwork {
  const layout = layOut(network, optimizer);
  const { memory, own, values, parameters, columns } = layout;
  const gradients = trackGradients(layout);
  const training = [
    ...forward(layout, trainedThrough(network), 'training'),
    ...losses(layout, gradients),
    ...backward(layout, gradients),
  ];
  const results = own.values + values.bytes;
  const predict = inferOutputs(layout, results);
  const constants = results + network.outputs.length * 4 * values.chunk + 64;
  const tasks = trainedOutputs(network.outputs);
  const plan: Plan = {
    optimizer,
    columns,
    fields: fieldsOf(layout, gradients.isWritten),
    memory,
    own,
    constants,
    ownBytes: Math.ceil((constants + listBytes(training) + listBytes(predict.operations)) / 4096 + 1) * 4096,
    chunk: values.chunk,
    parameters: {
      weightsLength: parameters.weightsLength,
      length: parameters.length,
      logVariances: parameters.logVariances,
    },
    transposes: parameters.matrices
      .filter(({ kind }) => kind === 'product')
      .map(({ offset, depth, width, transposed }) => ({
        firstTile: offset / 64,
        rowTiles: depth / 8,
        columnTiles: Math.ceil(width / 8),
        transposed: memory.transposed + 4 * transposed,
      })),
    tables: parameters.tables.map(({ parameter, rows, columns, recordStep, gradientOffset }, i) => {
      const uses = usesOf(layout, parameter, gradients.isWritten);
      return { address: memory.tables[i], rows, columns, recordStep, gradientOffset, uses };
    }),
    tasks: tasks.map(({ task }) => task.name),
    units: tasks.map(({ task }) => lossUnit(task)),
    likelihoods: tasks.map(({ task }) => likelihoodFactor(task)),
    penalties: network.penalties.map(({ weight }) => weight),
    masks: masksOf(network).map(({ kind, name, rate }) => ({ kind, name, rate })),
    training,
  };
  return {
    plan,
    layout,
    flops: sum([...layout.groups.map((group) => flopsOf(group, columns)), ...network.nodes.map(attentionFlops)]),
    predict,
    activations: (nodes) => inferNodes(layout, nodes),
  };
}

function layOut(network: Network, optimizer: Optimizer): Layout {
  const groups = groupDenseLayers(network);
  const parameters = layOutParameters(network, groups, optimizer);
  const { memory, own } = mapMemory(network, groups, parameters, optimizer);
  return {
    network,
    groups,
    groupOf: new Map(groups.flatMap((group: DenseGroup) => group.members.map((member) => [member, group]))),
    columns: inputColumns(network),
    parameters,
    values: layOutValues(network, groups, own.values),
    memory,
    own,
    masks: masksOf(network).map(({ node }) => node),
  };
}

function fieldsOf(layout: Layout, isWritten: (node: NetworkNode) => boolean): Field[] {
  const { columns, network } = layout;
  return [
    { name: 'record', bytes: recordSizes(columns).bytes, isStaged: true },
    ...columns.lists.map(({ field }): Field => {
      return { name: field, bytes: { list: field, head: 4, each: 4 }, isStaged: true };
    }),
    ...network.nodes.filter(readsTables).flatMap((node): Field[] => {
      const bytes = 4 * padded(node.width);
      const gradient = { name: gradientField(node), bytes, isStaged: false };
      if (node.kind === 'embed') return isWritten(node) ? [gradient] : [];
      const list = attendedField(node);
      const weights = { name: weightsField(node), bytes: { list, head: 0, each: 4 }, isStaged: true };
      return isWritten(node) ? [weights, { ...gradient, bytes: { list, head: 0, each: bytes } }] : [weights];
    }),
  ];
}

function usesOf(layout: Layout, table: Parameter, isWritten: (node: NetworkNode) => boolean): TableUse[] {
  return layout.network.nodes.flatMap((node) =>
    readsTables(node) && isWritten(node)
      ? embeddedColumns(layout.network, node).flatMap((column, i): TableUse[] => {
          if (column.table !== table) return [];
          const offset = 4 * i * node.units;
          const source = codeSource(node, column);
          return [
            {
              source,
              firstRow: column.firstRow,
              gradient: gradientField(node),
              offset,
              pool: node.kind === 'attend' ? 'each' : node.pool,
            },
          ];
        })
      : [],
  );
}

function inferOutputs(layout: Layout, results: number): Inference {
  const { outputs } = layout.network;
  const predictions = outputs.map((output, i) =>
    prediction(layout, output, { kind: 'own', offset: results + 4 * layout.values.chunk * i }),
  );
  return {
    operations: [
      ...forward(layout, outputs.flatMap(nodesOf), 'inference'),
      ...predictions.flatMap(({ operations }) => operations),
    ],
    results: predictions.map(({ result }, i) => ({ name: outputs[i].name, view: result, width: 1 })),
  };
}

function inferNodes(layout: Layout, nodes: readonly NetworkNode[]): Inference {
  return {
    operations: forward(layout, nodes, 'inference'),
    results: nodes.map((node) => {
      const view = layout.values.values.get(node);
      if (!view)
        throw new Error(
          `"${node.name}" has no values: it is ${node.kind === 'input' ? 'the columns themselves' : 'not of this network'}.`,
        );
      return { name: node.name, view, width: node.width };
    }),
  };
}

/** Forward, gradient of the weights, gradient of the input; `x` has none. */
function flopsOf({ kind, input, width }: DenseGroup, { numeric, categorical }: InputColumns): number {
  return kind === 'look-up' ? width * (4 * numeric.length + 2 * categorical.length) : 6 * width * input.width;
}

function listBytes(operations: readonly Operation[]): number {
  const sizes = operations
    .flatMap((operation) => operation.arguments)
    .map((argument: Argument) =>
      typeof argument === 'object' && argument.kind === 'list' ? 4 * argument.values.length + 16 : 0,
    );
  return sum(sizes);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
