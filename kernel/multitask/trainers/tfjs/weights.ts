import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { arraysOf, type Network, type Parameter, readsTables, sizeOf } from '../../network/index.ts';
import { biasesOf, trainedOutputs, valuesOf, varianceName } from '../common/index.ts';
import type { Optimizer, TrainerState } from '../trainer.ts';
import type { TensorFlow } from './tensorflow.ts';
import { createUpdate, type Update } from './updates.ts';

/**
 * A network's parameters as tensors. All of them but embedding tables live in one flat variable, so that an optimizer
 * step is a dozen operations whatever their number is.
 */
export type Weights = {
  /** All parameters of the network. */
  readonly groups: readonly Group[];
  /** The tensor of a parameter or a statistic in its own shape; call it in a tidy. */
  readonly tensors: () => (parameter: Parameter) => Tensor;
  /** Statistics as plain numbers, which a step changes in place. */
  readonly statistics: (statistic: Parameter) => Float32Array;
  /** log σ² of each trained output, [task], for learned task weights; made on first use. */
  readonly logVariances: () => Group;
  readonly read: () => Promise<Omit<TrainerState, 'step'>>;
  readonly dispose: () => void;
};

/** Parameters that are updated together, laid out one after the other in one variable. */
export type Group = {
  readonly parameters: readonly Parameter[];
  readonly variable: Variable;
  readonly update: Update;
  /** 1 where an entry counts for L2: biases do not. As the variable's shape. */
  readonly decayed: Tensor;
  /** An embedding table, of which a batch touches a few rows. */
  readonly isTable: boolean;
};

export function createWeights(tf: TensorFlow, network: Network, optimizer: Optimizer, state: TrainerState): Weights {
  const tables = [...new Set(network.nodes.flatMap((node) => (readsTables(node) ? node.tables : [])))];
  const biases = biasesOf(network);
  // Log variances are no parameters of the network, which decay.
  const ofVariances = optimizer.kind === 'adamw' ? { ...optimizer, weightDecay: 0 } : optimizer;
  const others = network.parameters.filter((parameter) => !tables.includes(parameter));
  const groups = [
    ...(others.length > 0 ? [group(others, [sum(others.map(sizeOf))], state.parameters)] : []),
    ...tables.map((table) => group([table], table.shape, state.parameters)),
  ];
  const statistics = new Map(
    network.statistics.map((each) => [each, Float32Array.from(valuesOf(state.parameters, each))]),
  );
  const tasks = trainedOutputs(network.outputs).map(({ task }) => task.name);
  let variances = state.logVariances ? varianceGroup(state.logVariances) : undefined;

  function group(
    parameters: readonly Parameter[],
    shape: readonly number[],
    values: TrainerState['parameters'],
    optimizerOf: Optimizer = optimizer,
  ): Group {
    const tensor = (value: (parameter: Parameter) => Float32Array) => tf.tensor(joined(parameters, value), [...shape]);
    const variable = tf.tidy(() => tf.variable(tensor((each) => valuesOf(values, each))));
    const update = createUpdate(tf, optimizerOf, variable);
    for (const [name, slot] of Object.entries(state.slots))
      if (slot[parameters[0].name])
        update.restore(
          name,
          joined(parameters, (each) => valuesOf(slot, each)),
        );
    const decays = (each: Parameter) => network.parameters.includes(each) && !biases.has(each);
    // Kept, because log variances are made within a step's tidy.
    const decayed = tf.keep(tensor((each) => new Float32Array(sizeOf(each)).fill(decays(each) ? 1 : 0)));
    return { parameters, variable, update, decayed, isTable: tables.includes(parameters[0]) };
  }

  function varianceGroup(logVariances: Readonly<Record<string, number>>): Group {
    const parameters = tasks.map((task) => {
      return { name: varianceName(task), shape: [1], init: { kind: 'constant', value: 0 } } as const;
    });
    const values = tasks.map((task) => [varianceName(task), Float32Array.of(logVariances[task] ?? 0)]);
    return group(parameters, [tasks.length], Object.fromEntries(values), ofVariances);
  }

  const all = () => (variances ? [...groups, variances] : groups);

  return {
    groups,
    tensors() {
      const found = new Map<Parameter, Tensor>();
      for (const { parameters, variable, isTable } of groups) {
        // The gradient of a split into one part fails.
        const parts = isTable || parameters.length === 1 ? [variable] : tf.split(variable, parameters.map(sizeOf));
        for (const [i, parameter] of parameters.entries())
          found.set(parameter, tf.reshape(parts[i], [...parameter.shape]));
      }
      for (const [statistic, values] of statistics)
        found.set(statistic, tf.tensor(values.slice(), [...statistic.shape]));
      return (parameter) => found.get(parameter) ?? fail(`There is no parameter "${parameter.name}" in this network.`);
    },
    statistics: (statistic) =>
      statistics.get(statistic) ?? fail(`There is no statistic "${statistic.name}" in this network.`),
    logVariances() {
      variances ??= varianceGroup({});
      return variances;
    },
    async read() {
      const values: Record<string, Float32Array> = {};
      const slots: Record<string, Record<string, Float32Array>> = {};
      for (const [{ name }, measured] of statistics) values[name] = measured.slice();
      // All reads begin before any ends, so that they are of one step.
      await Promise.all(
        all().flatMap(({ parameters, variable, update }) => [
          copy(variable, (flat) => Object.assign(values, separated(parameters, flat))),
          ...Object.entries(update.slots()).map(([name, slot]) => {
            slots[name] ??= {};
            return copy(slot, (flat) => Object.assign(slots[name], separated(parameters, flat)));
          }),
        ]),
      );
      const parameters = Object.fromEntries(arraysOf(network).map(({ name }) => [name, values[name]]));
      if (!variances) return { parameters, slots };
      const logVariances = tasks.map((task) => [task, values[varianceName(task)][0]]);
      return { parameters, slots, logVariances: Object.fromEntries(logVariances) };
    },
    dispose() {
      for (const { variable, update, decayed } of all()) {
        variable.dispose();
        update.dispose();
        decayed.dispose();
      }
    },
  };
}

async function copy(variable: Variable, take: (values: Float32Array) => void): Promise<void> {
  take((await variable.data()) as Float32Array);
}

function joined(parameters: readonly Parameter[], values: (parameter: Parameter) => Float32Array): Float32Array {
  const all = new Float32Array(sum(parameters.map(sizeOf)));
  let offset = 0;
  for (const parameter of parameters) {
    all.set(values(parameter), offset);
    offset += sizeOf(parameter);
  }
  return all;
}

function separated(parameters: readonly Parameter[], all: Float32Array): Record<string, Float32Array> {
  const found: Record<string, Float32Array> = {};
  let offset = 0;
  for (const parameter of parameters) {
    found[parameter.name] = all.slice(offset, offset + sizeOf(parameter));
    offset += sizeOf(parameter);
  }
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function fail(message: string): never {
  throw new Error(message);
}
