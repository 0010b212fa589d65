import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../../../kernel/multitask/trainers/simd/compile/operation.ts';
import { call } from '../../../../../kernel/multitask/trainers/simd/compile/operation.ts';
import type { BatchMemory } from '../../../../../kernel/multitask/trainers/simd/memory/batch-memory.ts';
import { bind, type StepValues } from '../../../../../kernel/multitask/trainers/simd/run/bind.ts';
import { type Kernels, kernelParameters } from '../../../../../kernel/multitask/trainers/simd/run/kernel-signatures.ts';
import { checkKernels } from '../../../../../kernel/multitask/trainers/simd/run/kernels.ts';

const assembly = new URL('../../../../../kernel/multitask/trainers/simd/assembly/', import.meta.url);

/** A kernel of so many parameters that keeps what it is called with. */
function counting(parameters: number, calls: number[][]): unknown {
  const kernel = (...numbers: number[]) => {
    calls.push(numbers);
    return 0;
  };
  return Object.defineProperty(kernel, 'length', { value: parameters });
}

function builtKernels(calls: number[][] = []): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kernelParameters).map(([name, { length }]) => [name, counting(length, calls)]),
  );
}

it('the parameters of every kernel are those of the sources that it is built from', () => {
  const sources = readdirSync(assembly)
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => readFileSync(new URL(name, assembly), 'utf8'));
  const exported = readFileSync(new URL('index.ts', assembly), 'utf8').matchAll(/export \{ (.*) \}/g);
  const names = [...exported].flatMap(([, list]) => list?.split(', ') ?? []);
  const written = names.map((name) => {
    const found = sources.flatMap(
      (source) => source.match(new RegExp(`^export function ${name}\\(([^)]*)\\)`, 'm'))?.[1] ?? [],
    );
    const parameters = found.join().replaceAll(/\/\/.*/g, '');
    return [name, [...parameters.matchAll(/(\w+):/g)].map(([, parameter]) => parameter)];
  });
  expect(Object.fromEntries(written)).toEqual(kernelParameters);
});

describe('a build of the kernels', () => {
  it('with all kernels and their parameters is taken', () => {
    expect(() => checkKernels(builtKernels())).not.toThrow();
  });

  it('with a kernel of another number of parameters is refused by name', () => {
    expect(() => checkKernels({ ...builtKernels(), mix: counting(7, []) })).toThrow(
      'The built kernel "mix" takes 7 numbers instead of 8 (rows, count, experts, columns, gate, gateStep, out, outStep)',
    );
  });

  it('without a kernel is refused by name', () => {
    const { dot: _, ...others } = builtKernels();
    expect(() => checkKernels(others)).toThrow('The built kernels have no "dot"');
  });
});

describe('an operation', () => {
  const now: StepValues = { maskKey: [], scale: [], penaltyScale: [], logLoss: [], epsilon: [] };
  // Operations without fields read none of it.
  const batch = { fields: new Map() } as unknown as BatchMemory;
  const places = { own: 0, gradients: 0, lists: 0 };
  const bound = (operation: Operation, calls: number[][] = []) =>
    bind([operation], builtKernels(calls) as unknown as Kernels, new ArrayBuffer(1024), places, batch, now, {
      address: 512,
      bytes: 128,
    });

  it('passes the rows, then each argument', () => {
    const calls: number[][] = [];
    bound(call('zeroColumns', 8, { kind: 'own', offset: 64 }, 16), calls)(0, 5, 0, 0);
    expect(calls[0]?.slice(0, 4)).toEqual([5, 8, 64, 16]);
  });

  it('finds what is kept of each chunk', () => {
    const calls: number[][] = [];
    const run = bound(call('zeroColumns', 8, { kind: 'kept', offset: 16 }, 16), calls);
    run(0, 5, 0, 0);
    run(5, 3, 0, 2);
    expect(calls.map((numbers) => numbers.slice(0, 4))).toEqual([
      [5, 8, 528, 16],
      [3, 8, 784, 16],
    ]);
  });

  it.each([
    { arguments: [8, 64], given: 2 },
    { arguments: [8, 64, 16, 1], given: 4 },
  ])('with $given arguments for the three of its kernel is refused by name', (operation) => {
    expect(() => bound({ kernel: 'zeroColumns', arguments: operation.arguments })).toThrow(
      `An operation gives the kernel "zeroColumns" ${operation.given} arguments behind its rows; it takes 3: columns, to, step.`,
    );
  });

  it('of a kernel with more parameters than a call passes is refused by name', () => {
    const operation: Operation = { kernel: 'tableListGradient', arguments: Array.from({ length: 16 }, () => 0) };
    expect(() => bound(operation)).toThrow('"tableListGradient"');
  });

  it('with too few arguments does not compile', () => {
    // @ts-expect-error `step` is missing.
    call('zeroColumns', 8, 64);
    // @ts-expect-error The kernel takes no fifth number.
    call('zeroColumns', 8, 64, 16, 1);
  });
});
