import { type Network, type NetworkNode, nodesOf } from '../../../network/index.ts';
import { likelihoodFactor, lossUnit, type MaskedNode, masksOf, trainedOutputs } from '../../common/index.ts';
import type { Optimizer } from '../../trainer.ts';
import { type BatchSums, layOutBatchSums } from '../memory/batch-sums.ts';
import { type MemoryMap, mapMemory, type OwnMap } from '../memory/memory-map.ts';
import { layOutParameters, type ParameterLayout } from '../memory/parameter-layout.ts';
import { layOutValues, stepOf, type View } from '../memory/value-layout.ts';
import { attentionFlops } from './attention.ts';
import { backward, type Gradients, trackGradients } from './backward.ts';
import { type DenseGroup, groupDenseLayers } from './dense-groups.ts';
import { distinctLayers, layerField, slotsField } from './distinct-layers.ts';
import { type DistinctPlan, planDistinct } from './distinct-plan.ts';
import { forward, infer } from './forward.ts';
import { type InputColumns, inputColumns } from './input-columns.ts';
import { keepValues } from './keep-values.ts';
import { type Layout, vectorOf } from './layout.ts';
import { losses, prediction } from './loss-operations.ts';
import type { Operation } from './operation.ts';
import { listBytes } from './passes.ts';
import { phasesOf } from './phases.ts';
import { type Reduction, reductionsOf } from './reductions.ts';
import { type Field, gradientFields, stagedFields, type TableUse, usesOf } from './table-uses.ts';

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
  /** A step: forward, losses and backward of every chunk, all threads waiting for one another between two phases. */
  readonly phases: readonly Phase[];
  /** What a thread keeps of a chunk from phase to phase, in bytes. */
  readonly keptBytes: number;
  /** Of the sums over a batch, which a step begins with as 0. */
  readonly sumBytes: number;
  readonly statistics: readonly StatisticsPlan[];
  readonly distinct: readonly DistinctPlan[];
};

export type Phase = {
  readonly operations: readonly Operation[];
  /** Where the lists of its operations lie in a thread's own memory. */
  readonly lists: number;
  /** What all threads' sums come to, worked out by each thread when all have theirs. */
  readonly reductions: readonly Reduction[];
};

/** Running moments, as addresses, and where a thread has those of the batch. */
export type StatisticsPlan = {
  readonly mean: number;
  readonly variance: number;
  readonly width: number;
  readonly moments: BatchSums;
  readonly momentum: number;
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
  /** Floats of a row, and with those behind them up to a multiple of 4, whose gradients are no numbers of anything. */
  readonly units: number;
  readonly columns: number;
  readonly recordStep: number;
  readonly gradientOffset: number;
  readonly uses: readonly TableUse[];
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
  const training = trainingPhases(layout, gradients);
  const kept = keepValues(training, values.pieces);
  const results = own.values + values.bytes;
  const predict = inferOutputs(layout, results);
  const constants = results + network.outputs.length * 4 * values.chunk + 64;
  const tasks = trainedOutputs(network.outputs);
  const plan: Plan = {
    optimizer,
    columns,
    fields: [...stagedFields(layout), ...gradientFields(layout, gradients), ...distinctFields(layout)],
    memory,
    own,
    constants,
    ownBytes: Math.ceil((constants + listBytes(training.flat()) + listBytes(predict.operations)) / 4096 + 1) * 4096,
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
        transposed: own.transposed + 4 * transposed,
      })),
    tables: parameters.tables.map(({ parameter, rows, units, columns, recordStep, gradientOffset }, i) => {
      const uses = usesOf(layout, parameter, gradients);
      return { address: memory.tables[i], rows, units, columns, recordStep, gradientOffset, uses };
    }),
    tasks: tasks.map(({ task }) => task.name),
    units: tasks.map(({ task }) => lossUnit(task)),
    likelihoods: tasks.map(({ task }) => likelihoodFactor(task)),
    penalties: network.penalties.map(({ weight }) => weight),
    masks: masksOf(network).map(({ kind, name, rate }) => ({ kind, name, rate })),
    phases: kept.phases.map((operations, p) => ({
      operations,
      lists: constants + listBytes(training.slice(0, p).flat()),
      reductions: reductionsOf(layout, gradients, p),
    })),
    keptBytes: kept.bytes,
    sumBytes: layout.batch.sumBytes,
    statistics: [...layout.batch.moments].map(([node, moments]) => ({
      mean: vectorOf(layout, node.mean),
      variance: vectorOf(layout, node.variance),
      width: node.width,
      moments,
      momentum: node.momentum,
    })),
    distinct: planDistinct(layout, gradients),
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
  const { layers, bytes } = distinctLayers(network, groups);
  const room = { batch: layOutBatchSums(network).bytes, lists: bytes, layers };
  const { memory, own } = mapMemory(network, groups, parameters, optimizer, room);
  const groupOf = new Map(
    groups.flatMap((group: DenseGroup) => group.members.map((member) => [member, group] as const)),
  );
  return {
    network,
    groups,
    groupOf,
    phases: phasesOf(network, groupOf),
    batch: layOutBatchSums(network, own.batch),
    distinct: layers,
    columns: inputColumns(network),
    parameters,
    values: layOutValues(network, groups, own.values),
    memory,
    own,
    masks: masksOf(network).map(({ node }) => node),
  };
}

/** Forward up to the last phase, losses there, and back. */
function trainingPhases(layout: Layout, gradients: Gradients): Operation[][] {
  const { count, losses: last } = layout.phases;
  return Array.from({ length: count }, (_, phase) => [
    ...(phase <= last ? forward(layout, phase, layout.distinct) : []),
    ...(phase === last ? losses(layout, gradients) : []),
    ...(phase >= last ? backward(layout, gradients, phase, layout.distinct) : []),
  ]);
}

/** Of each row: the slots of a layer's columns, and its gradient. */
function distinctFields({ distinct }: Layout): Field[] {
  return distinct.flatMap((layer): Field[] => [
    { name: slotsField(layer), bytes: 4 * layer.columns.length, isStaged: false },
    { name: layerField(layer), bytes: stepOf(layer.group.width), isStaged: false },
  ]);
}

function inferOutputs(layout: Layout, results: number): Inference {
  const { outputs } = layout.network;
  const predictions = outputs.map((output, i) =>
    prediction(layout, output, { kind: 'own', offset: results + 4 * layout.values.chunk * i }),
  );
  return {
    operations: [...infer(layout, outputs.flatMap(nodesOf)), ...predictions.flatMap(({ operations }) => operations)],
    results: predictions.map(({ result }, i) => ({ name: outputs[i].name, view: result, width: 1 })),
  };
}

function inferNodes(layout: Layout, nodes: readonly NetworkNode[]): Inference {
  return {
    operations: infer(layout, nodes),
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
