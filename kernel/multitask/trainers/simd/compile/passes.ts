import type { NetworkPart } from '../../../network/index.ts';
import { trainedOutputs } from '../../common/index.ts';
import { indexOf } from '../memory/parameter-layout.ts';
import { backward, type Gradients, trackGradients } from './backward.ts';
import { forward } from './forward.ts';
import type { Layout } from './layout.ts';
import { losses, lossSums } from './loss-operations.ts';
import type { Argument, Operation } from './operation.ts';
import { type Field, gradientFields, type TableUse, usesOf } from './table-uses.ts';
import { inseparable } from './unsupported-block.ts';

/** A backward pass of a chunk that was computed already, to gradients of its own. */
export type Pass = {
  readonly operations: readonly Operation[];
  readonly fields: readonly Field[];
  /** Of each table, in the order of the plan. */
  readonly uses: readonly (readonly TableUse[])[];
};

/** One forward pass, then a backward pass for each task's loss alone, and a last one for what is no task's, if anything is. */
export type TaskPasses = {
  readonly forward: readonly Operation[];
  readonly passes: readonly Pass[];
};

/** The passes to the gradients of each task, and with `rest` of the penalties and of learned weights. */
export function taskPasses(layout: Layout, rest: boolean): TaskPasses {
  checkPhases(layout);
  const tasks = [...trainedOutputs(layout.network.outputs).keys()];
  const parts = rest ? [...tasks, 'penalties' as const] : tasks;
  return {
    forward: forward(layout, 0),
    passes: parts.map((part) => {
      const gradients = trackGradients(layout, ` (${part})`);
      return passOf(layout, gradients, [...losses(layout, gradients, part), ...backward(layout, gradients, 0)]);
    }),
  };
}

/** @throws where a network looks at a whole batch at once: its passes would wait for one another. */
function checkPhases({ phases, network }: Layout): void {
  if (phases.count > 1) throw new Error(`fit: trainer simd and ${network.model}: ${inseparable(network)}.`);
}

function passOf(layout: Layout, gradients: Gradients, operations: readonly Operation[]): Pass {
  const uses = layout.parameters.tables.map(({ parameter }) => usesOf(layout, parameter, gradients));
  return { operations, fields: gradientFields(layout, gradients), uses };
}

/** The losses of a chunk alone. `place` is that of their sums among the sums of a thread. */
export function lossesAlone(layout: Layout, place: 1 | 2): Operation[] {
  checkPhases(layout);
  return [...forward(layout, 0), ...lossSums(layout, place)];
}

/** Which part of a network each vector of 4 parameters belongs to, in the order of the region, and each table; −1 for none. */
export type PartMap = { readonly vectors: Int32Array; readonly tables: readonly number[] };

export function mapParts({ parameters }: Layout, parts: readonly NetworkPart[]): PartMap {
  const vectors = new Int32Array(parameters.length / 4).fill(-1);
  for (const [part, { parameters: members }] of parts.entries())
    for (const member of members) {
      const place = parameters.places.get(member);
      const [rows, width] = member.shape.length === 1 ? [1, member.shape[0]] : member.shape;
      if (place)
        for (let k = 0; k < rows; k++) for (let n = 0; n < width; n++) vectors[indexOf(place, k, n) >> 2] = part;
    }
  const tables = parameters.tables.map(({ parameter }) =>
    parts.findIndex(({ parameters: members }) => members.includes(parameter)),
  );
  return { vectors, tables };
}

/** How much memory the lists take that operations hand to kernels. */
export function listBytes(operations: readonly Operation[]): number {
  return operations
    .flatMap((operation) => operation.arguments)
    .reduce<number>((sum, argument: Argument) => {
      const isList = typeof argument === 'object' && argument.kind === 'list';
      return isList ? sum + 4 * argument.values.length + 16 : sum;
    }, 0);
}
