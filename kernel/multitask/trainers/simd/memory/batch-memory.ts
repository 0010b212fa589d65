import { recordSizes } from '../compile/input-columns.ts';
import type { Pass } from '../compile/passes.ts';
import type { Plan } from '../compile/plan.ts';
import type { Field } from '../compile/table-uses.ts';
import { type DistinctMemory, mapDistinct } from './distinct-memory.ts';
import type { SharedRows } from './shared-rows.ts';

/** Where the fields of a batch lie, behind the threads' own memories. */
export type BatchMemory = {
  readonly fields: ReadonlyMap<string, BatchField>;
  /** What each thread keeps of its chunks from phase to phase. */
  readonly kept: readonly number[];
  /** Lists of touched records, [thread][table]. */
  readonly touched: readonly (readonly number[])[];
  /** Tables of deferred Adam, eight floats for each step. */
  readonly series: number;
  readonly powers: number;
  /** Of each thread, the lists that operations beside the plan's own hand to kernels. */
  readonly lists: readonly number[];
  readonly combined: CombinedMemory;
  /** Of the plan's layers by distinct codes; none where a job does not go that way. */
  readonly distinct: readonly DistinctMemory[];
  /** Where the memory may end. */
  readonly end: number;
};

/** `bytes` for each row. `next` leads to the same field of the next batch, which may be staged already. */
export type BatchField = { readonly address: number; readonly bytes: number; readonly next: number };

/** Where gradients of several passes become one: of each thread, but for the parts. */
export type CombinedMemory = {
  /** Gradients of the parameters, one pass after the other, `region` bytes each. */
  readonly gradients: readonly number[];
  readonly region: number;
  /** [thread][table] Gradients of touched records, one pass after the other, `recordsNext[table]` bytes each. */
  readonly records: readonly (readonly number[])[];
  readonly recordsNext: readonly number[];
  /** The part that each 4 parameters are of, i32. */
  readonly parts: number;
  /** Inner products of the tasks' gradients, [part][task][task], then the sum of squares of all gradients: f64s. */
  readonly sums: readonly number[];
  /** Weights of the passes for shared parameters, then for the others: f32s. */
  readonly weights: readonly number[];
};

export type BatchSizes = {
  /** Threads that the memory was made for. */
  readonly threads: number;
  readonly batchSize: number;
  readonly steps: number;
  /** What a thread keeps of its chunks of a batch, in bytes. */
  readonly kept: number;
  /** Whether tables are updated, and whether codes are staged a step ahead for deferred Adam. */
  readonly tables: 'none' | 'touched' | 'deferred' | 'all';
  /** Whether labels and weights are those of the records. */
  readonly targets: 'in records' | 'apart';
  /** Backward passes with gradients of their own, if any. */
  readonly passes: readonly Pass[];
  /** Parts of the network whose inner products are taken. */
  readonly parts: number;
  /** Bytes that lists of operations beside the plan's own take. */
  readonly lists: number;
};

export function mapBatch(plan: Plan, rows: SharedRows, sizes: BatchSizes): BatchMemory {
  const { threads, batchSize, steps, tables, targets, passes } = sizes;
  let top = plan.memory.own + plan.ownBytes * threads;
  const take = (bytes: number) => {
    const at = Math.ceil(top / 64) * 64;
    top = at + bytes;
    return at;
  };
  const ofThreads = <Place>(place: () => Place) => Array.from({ length: threads }, place);
  const bytesOf = ({ bytes }: Field) => {
    if (typeof bytes === 'number') return bytes;
    const list = plan.columns.lists.findIndex(({ field }) => field === bytes.list);
    return bytes.head + bytes.each * rows.lists[list].longest;
  };
  // Kernels read whole groups of four rows, so a field goes on for three rows more.
  const room = batchSize + 4;
  const apart: Field = { name: 'targets', bytes: 8 * plan.columns.targets, isStaged: true };
  const staged = [...plan.fields.filter(({ isStaged }) => isStaged), ...(targets === 'apart' ? [apart] : [])];
  const gradients = passes.length > 0 ? passes.flatMap((pass) => pass.fields) : plan.fields;
  const others = tables === 'none' ? [] : gradients.filter(({ isStaged }) => !isStaged);
  const next = staged.reduce((sum, field) => sum + 64 * Math.ceil((bytesOf(field) * room) / 64), 0);
  const isAhead = tables === 'deferred';
  const fields = new Map<string, BatchField>();
  for (const field of staged) {
    const bytes = bytesOf(field);
    fields.set(field.name, { address: take(bytes * room), bytes, next: isAhead ? next : 0 });
  }
  if (isAhead) take(next);
  const record = fields.get('record');
  if (targets === 'in records' && record)
    fields.set('targets', { ...record, address: record.address + recordSizes(plan.columns).targets });
  for (const field of others) {
    const bytes = bytesOf(field);
    fields.set(field.name, { address: take(bytes * room), bytes, next: 0 });
  }
  const most = plan.tables.map((_, t) => mostTouched(plan, t, rows, sizes));
  const touched = ofThreads(() => most.map(({ records }) => take(4 * records)));
  const series = take(isAhead ? 32 * (steps + 1) : 0);
  const powers = take(isAhead ? 32 * (steps + 1) : 0);
  const kept = ofThreads(() => take(sizes.kept));
  const lists = ofThreads(() => take(sizes.lists));

  const region = 4 * plan.parameters.length;
  const recordsNext = plan.tables.map(({ columns }, t) => 4 * columns * most[t].seen);
  const tasks = plan.tasks.length;
  const combined = {
    gradients: ofThreads(() => take(region * passes.length)),
    region,
    records: ofThreads(() => recordsNext.map((bytes) => take(bytes * passes.length))),
    recordsNext,
    parts: take(passes.length > 0 ? plan.parameters.length : 0),
    sums: ofThreads(() => take(8 * (sizes.parts * tasks * tasks + 1))),
    weights: ofThreads(() => take(2 * 4 * passes.length)),
  };
  const distinct = tables === 'none' || passes.length > 0 ? [] : mapDistinct(plan, batchSize, take);
  return { fields, kept, touched, series, powers, lists, combined, distinct, end: top + 4096 };
}

/** Records of a table whose gradients one thread may get in a step, and that it may have to update. */
function mostTouched(
  { tables: all, columns }: Plan,
  table: number,
  { lists }: SharedRows,
  { tables, batchSize }: BatchSizes,
): { readonly seen: number; readonly records: number } {
  if (tables === 'none') return { seen: 0, records: 0 };
  const { rows, uses } = all[table];
  const codes = uses.map(({ source }) => {
    if (source.kind === 'codes') return 1;
    return lists[columns.lists.findIndex(({ field }) => field === source.field)].longest;
  });
  const seen = Math.min(rows, batchSize * codes.reduce((sum, count) => sum + count, 0));
  return { seen, records: tables === 'all' ? rows : seen };
}

/**
 * A memory's buffer of at least `end` bytes: grown here if need be, or seen as another thread has grown it.
 * @throws when that is more than WebAssembly can address.
 */
export function bufferOf(memory: WebAssembly.Memory, end: number): ArrayBufferLike {
  checkAddressable(end);
  const missing = end - memory.grow(0) * 65536;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
  return memory.buffer;
}

export function checkAddressable(bytes: number): void {
  if (bytes <= 65536 * 65536) return;
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  throw new Error(
    `The SIMD trainer can address 4 GiB, and these weights with this batch size need ${gigabytes} GiB: ` +
      'smaller batches, fewer rows of embedding tables or narrower ones help.',
  );
}
