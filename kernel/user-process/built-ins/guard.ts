import { type Kept, keptBuiltIns } from './kept.ts';
import { apply, defineProperty, deleteProperty, whenSettled } from './originals.ts';
import { type Replaced, type Watched, watched, whatIsReplaced } from './watched.ts';

/**
 * Cells and our own code share one set of built-ins, and a cell may replace any of them: `Array.prototype.map = …`. The notebook
 * keeps what it made of them, as in any program. But while code of ours runs, V8's own are in their places, so that what a cell
 * replaced harms nobody's output, errors, variables or next cell. Where nothing was replaced that costs one look at each of them.
 *
 * A process has one set of built-ins, so this is the state of a module.
 */
let kept: Watched = watched([]);
/** While code of ours runs: what the notebook has in place of the built-ins that it replaced. */
let replaced: readonly Replaced[] | undefined;
let tell: (names: readonly string[]) => void = () => {};

/**
 * Remembers the built-ins as they are: before the first cell, and after whatever we replace ourselves. Until then nothing here does anything.
 *
 * @param stuck told, in code of ours, of those that a cell replaced for good (not configurable): ours runs with them, too
 */
export function keepBuiltIns(stuck: (names: readonly string[]) => void): void {
  kept = watched(keptBuiltIns());
  tell = stuck;
}

/** Runs code of ours with V8's own built-ins. */
export function ours<Result>(work: () => Result): Result {
  if (replaced !== undefined) return work();
  takeBuiltIns();
  try {
    return work();
  } finally {
    giveBuiltIns();
  }
}

/** A function of ours that something else calls: a cell, Node, or V8. */
export function asOurs<This, Args extends readonly unknown[], Result>(
  work: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  return function (...args) {
    return ours(() => apply(work, this, args) as Result);
  };
}

/** Runs code of the notebook's, which ours calls, with what the notebook made of the built-ins. */
export function theirs<Result>(work: () => Result): Result {
  if (replaced === undefined) return work();
  giveBuiltIns();
  try {
    return work();
  } finally {
    takeBuiltIns();
  }
}

/**
 * Runs Node's `inspect` on behalf of the notebook, whose values may show themselves with code of their own. Node's takes V8's built-ins
 * from where no cell reaches them, but for a few: when one of those is replaced, V8's own are in place meanwhile.
 */
export function inspecting<Result>(work: () => Result): Result {
  return theirs(() => (isInspectAsUsual() ? work() : ours(work)));
}

function isInspectAsUsual(): boolean {
  const { push, pop, includes } = Array.prototype;
  // Who takes the kernel's way to write stacks away, and gives no other, has lines of what V8 ran.
  const writesStacks = typeof Error.prepareStackTrace === 'function';
  return writesStacks && push === arrays.push && pop === arrays.pop && includes === arrays.includes;
}

const { push, pop, includes } = Array.prototype;
const arrays = { push, pop, includes };

/** Goes on, in code of ours, with what comes of a promise: `await` would go on with the notebook's built-ins. */
export function settle<Value>(
  promise: Promise<Value>,
  fulfilled: (value: Value) => void,
  rejected: (reason: unknown) => void,
): void {
  const go = asOurs((value: unknown) => {
    try {
      fulfilled(value as Value);
    } catch (error) {
      rejected(error);
    }
  });
  whenSettled(promise, go, asOurs(rejected));
}

/** The first half of `ours`, for who cannot say with one function what is ours. */
function takeBuiltIns(): void {
  if (replaced !== undefined) return;
  replaced = whatIsReplaced(kept);
  const stuck: string[] = [];
  for (let i = 0; i < replaced.length; i++) {
    const { original, theirs } = replaced[i] as Replaced;
    if (!put(original, original.descriptor) && theirs) stuck[stuck.length] = original.name;
  }
  if (stuck.length > 0) tell(stuck);
}

/** The second half. An interrupt can skip it: whoever begins an event of ours calls it first. */
export function giveBuiltIns(): void {
  if (replaced === undefined) return;
  for (let i = replaced.length - 1; i >= 0; i--) {
    const { original, theirs } = replaced[i] as Replaced;
    put(original, theirs);
  }
  replaced = undefined;
}

function put({ holder, key }: Kept, descriptor: PropertyDescriptor | undefined): boolean {
  return descriptor ? defineProperty(holder, key, descriptor) : deleteProperty(holder, key);
}
