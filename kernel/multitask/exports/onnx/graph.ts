import { sizeOf } from '../../network/index.ts';
import type { Attribute, Described, Operator, Tensor } from './messages.ts';

/** A value of a graph, by its name. */
export type Value = string;

/** A graph that is being written: operators in the order they run, and the constants they read. */
export type Graph = {
  readonly inputs: Described[];
  readonly outputs: Described[];
  readonly nodes: Operator[];
  readonly constants: Tensor[];
  /** A name that nothing else has, an input's own or a column's least of all: the one wanted, or with a number behind it. */
  readonly unique: (wanted: string) => string;
  /** Its name is kept for it: give the names of columns to `createGraph`. */
  readonly input: (described: Described) => Value;
  /** Adds an operator and gives its first output, which is called `name` or the like. */
  readonly add: (
    type: string,
    name: string,
    inputs: readonly Value[],
    attributes?: Readonly<Record<string, Attribute>>,
    domain?: string,
  ) => Value;
  /** The same with outputs that have their names already. */
  readonly addAs: (
    outputs: readonly string[],
    type: string,
    inputs: readonly Value[],
    attributes?: Readonly<Record<string, Attribute>>,
    domain?: string,
  ) => void;
  readonly floats: (name: string, values: Float32Array | readonly number[], shape?: readonly number[]) => Value;
  readonly doubles: (name: string, values: readonly number[], shape?: readonly number[]) => Value;
  readonly integers: (values: readonly number[], shape?: readonly number[]) => Value;
};

export function createGraph(columns: readonly string[]): Graph {
  const used = new Set(columns);
  const inputs: Described[] = [];
  const nodes: Operator[] = [];
  const constants: Tensor[] = [];
  const known = new Map<string, Value>();

  function unique(wanted: string): string {
    let name = wanted;
    for (let i = 2; used.has(name); i++) name = `${wanted} (${i})`;
    used.add(name);
    return name;
  }

  function constant(wanted: string, values: Tensor['values'], shape: readonly number[]): Value {
    if (sizeOf({ shape }) !== values.length)
      throw new Error(`"${wanted}" has ${values.length} numbers, which are not ${shape.join(' × ')}`);
    const name = unique(wanted);
    constants.push({ name, shape, values });
    return name;
  }

  const addAs: Graph['addAs'] = (outputs, type, from, attributes = {}, domain = '') => {
    nodes.push({ type, domain, name: outputs[0], inputs: from, outputs, attributes });
  };

  return {
    inputs,
    outputs: [],
    nodes,
    constants,
    unique,
    input(described) {
      inputs.push(described);
      return described.name;
    },
    add(type, wanted, from, attributes, domain) {
      const name = unique(wanted);
      addAs([name], type, from, attributes, domain);
      return name;
    },
    addAs,
    floats: (name, values, shape = [values.length]) => constant(name, Float32Array.from(values), shape),
    doubles: (name, values, shape = [values.length]) => constant(name, Float64Array.from(values), shape),
    integers(values, shape = [values.length]) {
      const wanted = `[${values}]${shape.length === 0 ? ' alone' : ''}`;
      const found = known.get(wanted) ?? constant(wanted, BigInt64Array.from(values, BigInt), shape);
      known.set(wanted, found);
      return found;
    },
  };
}
