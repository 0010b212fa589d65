import type { NetworkPart } from '../../../network/index.ts';
import { trainedOutputs } from '../../common/index.ts';
import { indexOf } from '../memory/parameter-layout.ts';
import { backward, type Gradients, trackGradients } from './backward.ts';
import { forward } from './forward.ts';
import { keepValues } from './keep-values.ts';
import type { Layout } from './layout.ts';
import { losses, lossSums } from './loss-operations.ts';
import type { Argument, Operation } from './operation.ts';
import { type Reduction, reductionsOf } from './reductions.ts';
import { type Field, gradientFields, type TableUse, usesOf } from './table-uses.ts';
import { cannotLookBack } from './unsupported-block.ts';

/** A backward pass to gradients of its own. */
export type Pass = {
  readonly fields: readonly Field[];
  /** Of each table, in the order of the plan. */
  readonly uses: readonly (readonly TableUse[])[];
};

/** One forward pass, then a backward pass for each task's loss alone, and a last one for what is no task's, if anything is. */
export type TaskPasses = {
  readonly phases: readonly TaskPhase[];
  readonly passes: readonly Pass[];
  /** What a thread keeps of a chunk from phase to phase, in bytes. */
  readonly keptBytes: number;
};

/** What is done with every chunk before threads wait for one another, and what their sums then come to. */
export type TaskPhase = {
  /** One upon the other, each with the pass to whose gradients it adds. */
  readonly runs: readonly { readonly operations: readonly Operation[]; readonly pass: number }[];
  readonly reductions: readonly Reduction[];
};

/** The passes to the gradients of each task, and with `rest` of the penalties and of learned weights. */
export function taskPasses(layout: Layout, rest: boolean): TaskPasses {
  const { count, losses: last } = layout.phases;
  const tasks = [...trainedOutputs(layout.network.outputs).keys()];
  const found = (rest ? [...tasks, 'penalties' as const] : tasks).map((part) => backwardOf(layout, part));
  const passes = found.map(({ gradients }) => passOf(layout, gradients));
  if (count === 1) {
    // A chunk goes through all passes while it is at hand.
    const runs = found.map(({ phases: [operations] }, pass) => ({ operations, pass }));
    return {
      phases: [{ runs: [{ operations: forward(layout, 0), pass: 0 }, ...runs], reductions: [] }],
      passes,
      keptBytes: 0,
    };
  }
  // Gradients of a batch's sums wait for the whole batch, so one pass goes behind the other.
  const begin = Array.from({ length: last }, (_, phase) => ({
    operations: forward(layout, phase),
    pass: 0,
    reductions: reductionsOf(layout, found[0].gradients, phase),
  }));
  const back = found.flatMap(({ gradients, phases }, pass) =>
    phases.map((operations, i) => ({
      operations: pass === 0 && i === 0 ? [...forward(layout, last), ...operations] : operations,
      pass,
      reductions: reductionsOf(layout, gradients, last + i),
    })),
  );
  const all = [...begin, ...back];
  const kept = keepValues(
    all.map(({ operations }) => operations),
    layout.values.pieces,
  );
  const phases = all.map(({ pass, reductions }, p) => ({
    runs: [{ operations: kept.phases[p], pass }],
    reductions,
  }));
  return { phases, passes, keptBytes: kept.bytes };
}

/** From the losses of a part back, phase by phase, from that of the losses on. */
function backwardOf(
  layout: Layout,
  part: number | 'penalties',
): { readonly gradients: Gradients; readonly phases: Operation[][] } {
  const { count, losses: last } = layout.phases;
  const gradients = trackGradients(layout, ` (${part})`);
  const begin = losses(layout, gradients, part);
  const phases = Array.from({ length: count - last }, (_, i) => {
    const back = backward(layout, gradients, last + i);
    return i === 0 ? [...begin, ...back] : back;
  });
  return { gradients, phases };
}

function passOf(layout: Layout, gradients: Gradients): Pass {
  const uses = layout.parameters.tables.map(({ parameter }) => usesOf(layout, parameter, gradients));
  return { fields: gradientFields(layout, gradients), uses };
}

/**
 * The losses of a chunk alone. `place` is that of their sums among the sums of a thread.
 * @throws where a network looks at a whole batch at once.
 */
export function lossesAlone(layout: Layout, place: 1 | 2): Operation[] {
  const { phases, network } = layout;
  if (phases.count > 1) throw new Error(`fit: trainer simd and ${network.model}: ${cannotLookBack(network)}.`);
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
