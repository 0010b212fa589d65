import type { BatchMemory } from './batch-memory.ts';
import type { InputColumns } from './input-columns.ts';
import type { SharedRows } from './shared-rows.ts';

export type Labels = {
  /** [task][row] */
  readonly labels: readonly Float32Array[];
  readonly rowWeights: readonly (Float32Array | undefined)[];
};

/** Copies rows `order[start + from … start + to)` into the batch at `from`; `ahead` chooses the fields of the next batch. */
export type Stage = (start: number, from: number, to: number, ahead: number) => void;

/** Without an order, rows come as they are; without labels, none are copied. */
export function createStage(
  buffer: ArrayBufferLike,
  batch: BatchMemory,
  columns: InputColumns,
  rows: SharedRows,
  order: Uint32Array | undefined,
  observed: Labels | undefined,
): Stage {
  const floats = new Float32Array(buffer);
  const whole = new Int32Array(buffer);
  const numerics = columns.numeric.length;
  const categories = columns.categorical.length;
  const inFloats = new Float32Array(rows.records);
  const inCodes = rows.codeBytes === 2 ? new Int16Array(rows.records) : new Int32Array(rows.records);
  const recordFloats = rows.recordBytes / 4;
  const recordCodes = rows.recordBytes / rows.codeBytes;
  const firstCode = (4 * numerics) / rows.codeBytes;
  const place = (name: string, ahead: number) => {
    const { address = 0, bytes = 0, next = 0 } = batch.fields.get(name) ?? {};
    return { at: (address + ahead * next) / 4, step: bytes / 4 };
  };

  function stageRecords(start: number, from: number, to: number, ahead: number): void {
    const numeric = place('numeric', ahead);
    const codes = place('codes', ahead);
    for (let i = from; i < to; i++) {
      const row = order === undefined ? start + i : order[start + i];
      const toFloat = numeric.at + i * numeric.step;
      const fromFloat = row * recordFloats;
      for (let c = 0; c < numerics; c++) floats[toFloat + c] = inFloats[fromFloat + c];
      const toCode = codes.at + i * codes.step;
      const fromCode = row * recordCodes + firstCode;
      for (let c = 0; c < categories; c++) whole[toCode + c] = inCodes[fromCode + c];
    }
  }

  function stageLists(start: number, from: number, to: number, ahead: number): void {
    for (const [l, { field }] of columns.lists.entries()) {
      const { at, step } = place(field, ahead);
      const { offsets, codes, longest } = rows.lists[l];
      for (let i = from; i < to; i++) {
        const row = order === undefined ? start + i : order[start + i];
        const target = at + i * step;
        const end = Math.min(offsets[row + 1], offsets[row] + longest);
        let count = 0;
        for (let c = offsets[row]; c < end; c++) if (codes[c] >= 0) whole[target + ++count] = codes[c];
        whole[target] = count;
      }
    }
  }

  function stageLabels({ labels, rowWeights }: Labels, start: number, from: number, to: number, ahead: number): void {
    const out = place('labels', ahead);
    const outWeights = place('weights', ahead);
    for (let t = 0; t < labels.length; t++) {
      const values = labels[t];
      const weights = rowWeights[t];
      for (let i = from; i < to; i++) {
        const row = order === undefined ? start + i : order[start + i];
        const label = values[row];
        const weight = weights === undefined ? 1 : weights[row];
        const counts = weight > 0 && !Number.isNaN(label);
        floats[out.at + i * out.step + t] = counts ? label : 0;
        floats[outWeights.at + i * outWeights.step + t] = counts ? weight : 0;
      }
    }
  }

  return (start, from, to, ahead) => {
    stageRecords(start, from, to, ahead);
    if (columns.lists.length > 0) stageLists(start, from, to, ahead);
    if (observed) stageLabels(observed, start, from, to, ahead);
  };
}
