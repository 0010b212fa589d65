import type { DenseNode, Network, NetworkNode, Parameter, TableNode } from '../../../network/index.ts';
import type { BatchSumsLayout } from '../memory/batch-sums.ts';
import type { MemoryMap, OwnMap } from '../memory/memory-map.ts';
import { indexOf, type MatrixLayout, type ParameterLayout } from '../memory/parameter-layout.ts';
import { fieldView, type ValueLayout, type View } from '../memory/value-layout.ts';
import type { DenseGroup } from './dense-groups.ts';
import type { DistinctLayer } from './distinct-layers.ts';
import { type InputColumns, recordSizes } from './input-columns.ts';
import { type Argument, shifted, type Three } from './operation.ts';
import type { Phases } from './phases.ts';

/** A network with a place for everything: what operations are written from. */
export type Layout = {
  readonly network: Network;
  readonly groups: readonly DenseGroup[];
  readonly groupOf: ReadonlyMap<DenseNode, DenseGroup>;
  readonly columns: InputColumns;
  readonly parameters: ParameterLayout;
  readonly values: ValueLayout;
  readonly memory: MemoryMap;
  readonly own: OwnMap;
  readonly phases: Phases;
  readonly batch: BatchSumsLayout;
  readonly distinct: readonly DistinctLayer[];
  /** Nodes with a dropout mask, in the order of their keys. */
  readonly masks: readonly NetworkNode[];
};

export function matrixOf({ parameters }: Layout, { members }: DenseGroup): MatrixLayout {
  const offset = parameters.places.get(members[0].weights)?.offset;
  return found(parameters.matrices.find((matrix) => matrix.offset === offset));
}

/** Index of a group's first bias within the region of parameters. */
export function biasIndex({ parameters }: Layout, { members, columns }: DenseGroup): number | undefined {
  const i = members.findIndex((member) => member.bias !== undefined);
  const place = parameters.places.get(members[i]?.bias ?? members[0].weights);
  return i < 0 || !place ? undefined : indexOf(place, 0, 0) - columns[i];
}

export function biasOf(layout: Layout, group: DenseGroup): number | undefined {
  const index = biasIndex(layout, group);
  return index === undefined ? undefined : layout.memory.parameters + 4 * index;
}

/** The row of W, or of its gradient, for code 0 of each categorical column. */
export function firstRows({ columns }: Layout, matrix: MatrixLayout, region: number | 'gradient'): Argument {
  let row = columns.numeric.length;
  const values = columns.categorical.map((count): Argument => {
    const offset = 4 * (matrix.offset + row * matrix.width);
    row += count;
    return region === 'gradient' ? { kind: 'gradient', offset } : region + offset;
  });
  return { kind: 'list', values };
}

/** Where the codes of the rows are: address, step and bytes of each. */
export function codesOf({ columns }: Layout): Three {
  const record = fieldView('record');
  return [shifted(record.address, recordSizes(columns).codes), record.step, columns.codeBytes];
}

/** The codes of one categorical column: address, step and bytes of each. */
export function codesAt(layout: Layout, name: string): Three {
  const [codes, step, bytes] = codesOf(layout);
  const place = layout.network.features.columns
    .filter(({ kind }) => kind === 'categorical')
    .findIndex((column) => column.name === name);
  return [shifted(codes, layout.columns.codeBytes * place), step, bytes];
}

/** Where a parameter is that is in no product. */
export function vectorOf({ parameters, memory }: Layout, vector: Parameter): number {
  return memory.parameters + 4 * found(parameters.places.get(vector)).offset;
}

/** Where a thread adds up the gradients of parameters that have one number for each unit. */
export function gradientsOf({ parameters }: Layout, vectors: readonly Parameter[]): Argument[] {
  return vectors.map((vector) => {
    return { kind: 'gradient', offset: 4 * found(parameters.places.get(vector)).offset };
  });
}

/**
 * The field with the gradients of a whole batch for a node's tables, which are updated once it is done. `pass` is whose they
 * are, where several passes have their own.
 */
export function gradientField({ kind, name }: TableNode, pass: string): string {
  return `gradient${pass} of ${kind} ${name}`;
}

/** Where a thread has its place `offset`. */
export function ownAt(offset: number): Argument {
  return { kind: 'own', offset };
}

export function valuesOf({ values }: Layout, node: NetworkNode): View {
  return found(values.values.get(node));
}

export function viewsOf({ values }: Layout, group: DenseGroup): { readonly values: View; readonly gradients: View } {
  return found(values.groups.get(group));
}

export function groupOf(layout: Layout, node: DenseNode): DenseGroup {
  return found(layout.groupOf.get(node));
}

export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The plan refers to something that has no place.');
  return value;
}
