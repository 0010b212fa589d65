import { recordSizes } from '../compile/input-columns.ts';
import type { Plan } from '../compile/plan.ts';
import type { Field } from '../compile/table-uses.ts';
import type { SharedRows } from './shared-rows.ts';

/** Where the fields of a batch lie, behind the threads' own memories. */
export type BatchMemory = {
  readonly fields: ReadonlyMap<string, BatchField>;
  /** What each thread keeps of its chunks from phase to phase. */
  readonly kept: readonly number[];
  /** Lists of touched records, one for each thread. */
  readonly touched: readonly number[];
  /** Tables of deferred Adam, eight floats for each step. */
  readonly series: number;
  readonly powers: number;
  /** Where the memory may end. */
  readonly end: number;
};

/** `bytes` for each row. `next` leads to the same field of the next batch, which may be staged already. */
export type BatchField = { readonly address: number; readonly bytes: number; readonly next: number };

export type BatchSizes = {
  /** Threads that the memory was made for. */
  readonly threads: number;
  readonly batchSize: number;
  readonly steps: number;
  /** The most chunks that a thread has of a batch; 0 where nothing is kept of them. */
  readonly chunks: number;
  /** Whether tables are updated, and whether codes are staged a step ahead for deferred Adam. */
  readonly tables: 'none' | 'touched' | 'deferred' | 'all';
  /** Whether labels and weights are those of the records. */
  readonly targets: 'in records' | 'apart';
};

export function mapBatch(
  plan: Plan,
  rows: SharedRows,
  { threads, batchSize, steps, chunks, tables, targets }: BatchSizes,
): BatchMemory {
  let top = plan.memory.own + plan.ownBytes * threads;
  const take = (bytes: number) => {
    const at = Math.ceil(top / 64) * 64;
    top = at + bytes;
    return at;
  };
  const bytesOf = ({ bytes }: Field) => {
    if (typeof bytes === 'number') return bytes;
    const list = plan.columns.lists.findIndex(({ field }) => field === bytes.list);
    return bytes.head + bytes.each * rows.lists[list].longest;
  };
  // Kernels read whole groups of four rows, so a field goes on for three rows more.
  const room = batchSize + 4;
  const apart: Field = { name: 'targets', bytes: 8 * plan.columns.targets, isStaged: true };
  const staged = [...plan.fields.filter(({ isStaged }) => isStaged), ...(targets === 'apart' ? [apart] : [])];
  const others = tables === 'none' ? [] : plan.fields.filter(({ isStaged }) => !isStaged);
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
  const touched = Array.from({ length: threads }, () => take(4 * mostTouched(plan, rows, batchSize, tables)));
  const series = take(isAhead ? 32 * (steps + 1) : 0);
  const powers = take(isAhead ? 32 * (steps + 1) : 0);
  const kept = Array.from({ length: threads }, () => take(plan.keptBytes * chunks));
  return { fields, kept, touched, series, powers, end: top + 4096 };
}

/** Records of any table that one thread may have to update in a step. */
function mostTouched(plan: Plan, rows: SharedRows, batchSize: number, tables: BatchSizes['tables']): number {
  if (tables === 'none') return 0;
  const counts = plan.tables.map(({ rows: records, uses }) => {
    const codes = uses.map(({ source }) => {
      if (source.kind === 'codes') return 1;
      return rows.lists[plan.columns.lists.findIndex(({ field }) => field === source.field)].longest;
    });
    const seen = batchSize * codes.reduce((sum, count) => sum + count, 0);
    return tables === 'all' ? records : Math.min(records, seen);
  });
  return Math.max(0, ...counts);
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
