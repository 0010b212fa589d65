import type { Argument, Operation, StepValue } from '../compile/operation.ts';
import type { BatchField, BatchMemory } from '../memory/batch-memory.ts';
import { type KernelName, type Kernels, kernelParameters } from './kernel-signatures.ts';

/** What is known only when a step is taken, by name and index. `row` is set by the call itself. */
export type StepValues = Readonly<Record<Exclude<StepValue, 'row'>, number[]>>;

/**
 * Runs operations on rows `first … first + rows` of a batch, which are the thread's `chunk`-th; `ahead` chooses the fields of the
 * next batch.
 */
export type Run = (first: number, rows: number, ahead: number, chunk: number) => void;

/** What a thread keeps of its chunks: the address of the first, and bytes of each. */
export type Kept = { readonly address: number; readonly bytes: number };

/** Where one thread's operations find what is its own, in bytes from the start of the memory. */
export type Places = {
  readonly own: number;
  /** The gradients that they add to. */
  readonly gradients: number;
  /** Room for the lists that they hand to kernels. */
  readonly lists: number;
};

/** Turns operations into calls of one thread's kernels: every address that stays is worked out here. */
export function bind(
  operations: readonly Operation[],
  kernels: Kernels,
  buffer: ArrayBufferLike,
  { own, gradients, lists }: Places,
  batch: BatchMemory,
  now: StepValues,
  kept: Kept,
): Run {
  const memory = new Int32Array(buffer);
  let free = Math.ceil(lists / 16) * 16;

  const resolve = (argument: Argument): number => {
    if (typeof argument === 'number') return argument;
    switch (argument.kind) {
      case 'own':
        return own + argument.offset;
      case 'gradient':
        return gradients + argument.offset;
      case 'fieldStep':
        return fieldOf(batch, argument.field).bytes;
      case 'list': {
        const at = free;
        free += 4 * argument.values.length;
        for (const [i, value] of argument.values.entries()) memory[(at >>> 2) + i] = resolve(value);
        return at;
      }
      case 'field':
      case 'kept':
      case 'now':
        return Number.NaN; // set before each call
    }
  };

  const calls = operations.map(({ kernel, arguments: args }) => {
    const run = boundKernel(kernels, kernel, args.length);
    const numbers = args.map(resolve);
    const changing = args.flatMap((argument, i) => changes(argument, i, batch, now, kept));
    const inLists = args.flatMap((argument, i) => keptInList(argument, numbers[i], kept));
    return (first: number, rows: number, ahead: number, chunk: number) => {
      for (let c = 0; c < changing.length; c++) {
        const { at, base, perRow, perBatch, perChunk, list, index } = changing[c];
        numbers[at] = list === undefined ? base + first * perRow + ahead * perBatch + chunk * perChunk : list[index];
      }
      for (let c = 0; c < inLists.length; c++) memory[inLists[c].word] = inLists[c].base + chunk * kept.bytes;
      callKernel(run, rows, numbers);
    };
  });
  return (first, rows, ahead, chunk) => {
    for (let i = 0; i < calls.length; i++) calls[i](first, rows, ahead, chunk);
  };
}

/** An argument that is worked out for each call: a step's value from a list, or a place that moves with the rows. */
type Changing = {
  readonly at: number;
  readonly base: number;
  readonly perRow: number;
  readonly perBatch: number;
  readonly perChunk: number;
  readonly list: readonly number[] | undefined;
  readonly index: number;
};

/** Places of kept values in a list at `address`: words of memory, and what they hold of the first chunk. */
function keptInList(
  argument: Argument,
  address: number,
  kept: Kept,
): { readonly word: number; readonly base: number }[] {
  if (typeof argument === 'number' || argument.kind !== 'list') return [];
  return argument.values.flatMap((value, i) =>
    typeof value === 'object' && value.kind === 'kept'
      ? [{ word: (address >>> 2) + i, base: kept.address + value.offset }]
      : [],
  );
}

function changes(argument: Argument, at: number, batch: BatchMemory, now: StepValues, kept: Kept): Changing[] {
  if (typeof argument === 'number') return [];
  const none = { at, base: 0, perRow: 0, perBatch: 0, perChunk: 0, list: undefined, index: 0 };
  if (argument.kind === 'now') {
    if (argument.value === 'row') return [{ ...none, perRow: 1 }];
    return [{ ...none, list: now[argument.value], index: argument.index }];
  }
  if (argument.kind === 'kept') return [{ ...none, base: kept.address + argument.offset, perChunk: kept.bytes }];
  if (argument.kind !== 'field') return [];
  const { address, bytes, next } = fieldOf(batch, argument.field);
  return [{ ...none, base: address + argument.offset, perRow: bytes, perBatch: next }];
}

function fieldOf(batch: BatchMemory, name: string): BatchField {
  const field = batch.fields.get(name);
  if (!field) throw new Error(`The batch has no field "${name}".`);
  return field;
}

type AnyKernel = (...numbers: number[]) => number;

/** @throws when an operation has more or fewer arguments than its kernel takes: WebAssembly would read 0, or drop some. */
function boundKernel(kernels: Kernels, name: KernelName, given: number): AnyKernel {
  const [, ...taken] = kernelParameters[name];
  if (given !== taken.length)
    throw new Error(
      `An operation gives the kernel "${name}" ${given} arguments behind its rows; it takes ${taken.length}: ${taken.join(', ')}.`,
    );
  if (given > mostArguments)
    throw new Error(`The kernel "${name}" takes more than the ${mostArguments} arguments that a call passes.`);
  return kernels[name] as AnyKernel;
}

const mostArguments = 15;

/** A kernel ignores what it has no parameter for; one call of many arguments is faster than spreading them. */
function callKernel(kernel: AnyKernel, rows: number, n: readonly number[]): void {
  kernel(rows, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14]);
}
