import { blockRows } from '../compile/distinct-layers.ts';
import type { DistinctPlan, PlannedColumn } from '../compile/distinct-plan.ts';
import { recordSizes } from '../compile/input-columns.ts';
import type { Plan } from '../compile/plan.ts';
import type { TableUse } from '../compile/table-uses.ts';
import type { BatchMemory } from '../memory/batch-memory.ts';
import type { DistinctMemory } from '../memory/distinct-memory.ts';
import { stepOf } from '../memory/value-layout.ts';
import { stampOf } from './batch-sizes.ts';
import { type Chosen, cachedBytes, chooseColumns } from './choose-columns.ts';
import type { TrainingJob } from './job.ts';
import type { Kernels } from './kernel-signatures.ts';

/** One thread's share of what a step does by distinct codes. */
export type DistinctStep = {
  /** Whether any column ever does: then the whole batch is staged before its first chunk. */
  readonly isPossible: boolean;
  /** Behind a barrier, with the batch staged: finds the distinct codes, chooses columns, and works out what they come to. */
  readonly prepare: (size: number, ahead: number) => void;
  /** Behind a barrier, with the gradients of all rows: goes back through the columns that were chosen. */
  readonly back: (step: number, size: number) => void;
};

type Parts = {
  readonly plan: Plan;
  readonly kernels: Kernels;
  readonly buffer: ArrayBufferLike;
  readonly batch: BatchMemory;
  readonly thread: number;
  readonly wait: () => void;
};

/** What has been done of a batch's table gradients before tables are updated. */
export type DoneUses = {
  /** Whether a use's gradients are in its records already. */
  readonly has: (use: TableUse) => boolean;
  /** Records that were listed as touched, by table. */
  readonly touched: number[];
};

export function createDistinctStep(
  { plan, kernels, buffer, batch, thread, wait }: Parts,
  job: TrainingJob,
): DistinctStep & { readonly done: DoneUses } {
  const words = new Int32Array(buffer);
  const { threads } = job;
  const own = plan.memory.own + plan.ownBytes * thread;
  const done = { uses: new Set<TableUse>(), touched: plan.tables.map(() => 0) };
  const layers = plan.distinct.flatMap((layer, l): Layer[] => {
    const memory = batch.distinct[l];
    writeLists(words, own, layer, []);
    if (!layer.isTrained || memory === undefined) return [];
    const uses = layer.columns.map(({ table, use }) =>
      plan.tables[table].uses.find(({ gradient, offset }) => gradient === use.gradient && offset === use.offset),
    );
    const columns = promising(plan, layer, job);
    const counts = layer.columns.map(() => Number.POSITIVE_INFINITY);
    return columns.length === 0 ? [] : [{ layer, memory, uses, columns, counts, chosen: [] }];
  });

  function find({ layer, memory, columns }: Layer, size: number, ahead: number): void {
    const record = fieldOf(batch, 'record');
    const slots = fieldOf(batch, layer.slots);
    for (let i = thread; i < columns.length; i += threads) {
      const c = columns[i];
      const { map, list, ends, order } = memory.columns[c];
      const codes = record.address + ahead * record.next + layer.columns[c].inRecord;
      const { codeBytes } = plan.columns;
      const at = slots.address + 4 * c;
      words[memory.counts / 4 + c] = kernels.distinctCodes(
        size,
        codes,
        record.bytes,
        codeBytes,
        map,
        list,
        at,
        slots.bytes,
        ends,
        order,
      );
    }
  }

  /** Every thread comes to the same choice. */
  function decide(each: Layer, size: number): void {
    const { layer, memory, columns, counts, uses } = each;
    for (const c of columns) counts[c] = words[memory.counts / 4 + c];
    const chosen = chooseColumns(layer, memory, counts, size, threads, job.byCodes);
    const isSame =
      chosen.length === each.chosen.length &&
      chosen.every(({ c, sums }, i) => c === each.chosen[i].c && sums === each.chosen[i].sums);
    each.chosen = chosen;
    if (isSame) return;
    writeLists(words, own, layer, chosen);
    for (const use of uses) if (use) done.uses.delete(use);
    for (const { c } of chosen) {
      const use = uses[c];
      if (use) done.uses.add(use);
    }
  }

  return {
    isPossible: layers.length > 0,
    done: { has: (use) => done.uses.has(use), touched: done.touched },

    prepare(size, ahead) {
      if (layers.length === 0) return;
      for (const each of layers) find(each, size, ahead);
      wait();
      let block = 0;
      for (const each of layers) {
        decide(each, size);
        const { layer, memory, chosen } = each;
        for (const { c, count, sums } of chosen) {
          const column = layer.columns[c];
          const { recordStep } = plan.tables[column.table];
          for (let from = 0; from < count; from += blockRows) {
            if (block++ % threads !== thread) continue;
            kernels.distinctProducts(
              from,
              Math.min(count, from + blockRows),
              memory.columns[c].list,
              column.base,
              recordStep,
              column.units,
              layer.weights + 32 * column.from,
              layer.panelStep,
              layer.width,
              plan.memory.zeros,
              sums,
              stepOf(layer.width),
              own + plan.own.room,
              own + plan.own.scratch,
            );
          }
        }
      }
      if (block > 0) wait();
    },

    back(step, size) {
      done.touched.fill(0);
      if (done.uses.size === 0) return;
      for (const { layer, memory, chosen } of layers) {
        addUp(layer, memory, chosen, size);
        for (const { c, count, sums } of chosen) {
          const column = layer.columns[c];
          const { address, recordStep, gradientOffset } = plan.tables[column.table];
          const touching = [
            stampOf(job, step),
            batch.touched[thread][column.table],
            done.touched[column.table],
          ] as const;
          done.touched[column.table] = kernels.distinctGradients(
            ...([count, memory.columns[c].list, sums, stepOf(layer.width), layer.width] as const),
            ...([address, column.firstRow, recordStep, column.units, gradientOffset] as const),
            own + plan.own.gradients + layer.gradient + 32 * column.from,
            layer.panelStep,
            own + layer.transposed + (column.from >> 3) * layer.backPanelStep,
            layer.backPanelStep,
            column.from & 7,
            plan.memory.zeros,
            ...([thread, threads, ...touching] as const),
            own + plan.own.room,
            own + plan.own.scratch,
          );
        }
      }
      wait();
    },
  };

  /** The gradients of the rows of each code, where its products were: those are not needed any more. */
  function addUp(layer: DistinctPlan, memory: DistinctMemory, chosen: readonly Chosen[], size: number): void {
    const d = fieldOf(batch, layer.d);
    const together = Math.max(32, 32 * Math.floor(cachedBytes / (128 * size)));
    for (let from = 0; from < layer.width; from += together) {
      const columns = Math.min(together, layer.width - from);
      for (const { c, count, sums } of chosen) {
        const { list, ends, order } = memory.columns[c];
        const whose = [layer.columns[c].firstRow, thread, threads] as const;
        const rows = [d.address + 4 * from, d.bytes] as const;
        kernels.distinctSums(
          count,
          list,
          ends,
          order,
          ...whose,
          columns,
          ...rows,
          sums + 4 * from,
          stepOf(layer.width),
        );
      }
    }
  }
}

/** A layer that may be computed by distinct codes in this job, and what was chosen last. */
type Layer = {
  readonly layer: DistinctPlan;
  readonly memory: DistinctMemory;
  /** What each of its columns stands for when its table is updated. */
  readonly uses: readonly (TableUse | undefined)[];
  /** Those whose codes are looked for. */
  readonly columns: readonly number[];
  readonly counts: number[];
  chosen: readonly Chosen[];
};

/**
 * The columns that some rows, as many as a batch, would choose: looking for the codes of others is in vain. Which they are depends on the
 * rows alone, so that a job that goes on after another does the same.
 */
function promising(plan: Plan, layer: DistinctPlan, { rows, batchSize, threads, byCodes }: TrainingJob): number[] {
  const size = Math.min(batchSize, rows.length);
  const sample = Math.min(size, 512);
  const codes = plan.columns.codeBytes === 2 ? new Int16Array(rows.records.buffer) : rows.records;
  const { bytes } = recordSizes(plan.columns);
  const counts = layer.columns.map(({ inRecord }) => {
    const seen = new Set<number>();
    for (let i = 0; i < sample; i++) {
      const row = Math.floor((i * rows.length) / sample);
      seen.add(codes[(row * bytes + inRecord) / plan.columns.codeBytes]);
    }
    return seen.size;
  });
  const room = { sums: 0, rows: Number.POSITIVE_INFINITY };
  const only = (kept: readonly number[]) =>
    counts.map((count, c) => (kept.includes(c) ? count : Number.POSITIVE_INFINITY));
  const alone = [...counts.keys()].filter(
    (c) => chooseColumns(layer, room, only([c]), size, threads, 'wherever it can').length > 0,
  );
  return chooseColumns(layer, room, only(alone), size, threads, byCodes).length > 0 ? alone : [];
}

/** The lists that the operations of a chunk read: runs of columns that are not chosen, those that are, and all to be embedded. */
function writeLists(
  words: Int32Array,
  own: number,
  { lists, columns, depth }: DistinctPlan,
  chosen: readonly Chosen[],
): void {
  const at = (place: number) => (own + place) / 4;
  const isChosen = new Set(chosen.map(({ c }) => c));
  let runs = 0;
  let begin = 0;
  const closeAt = (end: number) => {
    if (end === begin) return;
    words.set([begin, end - begin], at(lists.runs) + 1 + 2 * runs);
    runs++;
  };
  for (const [c, column] of columns.entries()) {
    words.set(isChosen.has(c) ? [-1, 0] : embeddedAt(column), at(lists.embedded) + 2 * c);
    if (!isChosen.has(c)) continue;
    closeAt(column.from);
    begin = column.from + column.units;
  }
  closeAt(depth);
  words[at(lists.runs)] = runs;
  words[at(lists.added)] = chosen.length;
  for (const [i, { c, sums }] of chosen.entries()) words.set([4 * c, sums], at(lists.added) + 1 + 2 * i);
}

function embeddedAt({ inCodes, base }: PlannedColumn): [number, number] {
  return [inCodes, base];
}

function fieldOf({ fields }: BatchMemory, name: string) {
  const field = fields.get(name);
  if (!field) throw new Error(`The batch has no field "${name}".`);
  return field;
}
