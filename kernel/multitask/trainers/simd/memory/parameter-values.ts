import type { Parameter } from '../../../network/index.ts';
import type { MemoryMap } from './memory-map.ts';
import { besides, indexOf, type ParameterLayout, recordHeader } from './parameter-layout.ts';

/** The regions of memory that have a value for each parameter. `slot` is an optimizer slot's place in `slotNames`. */
export type Region =
  | { readonly kind: 'weights' }
  | { readonly kind: 'slot'; readonly slot: number }
  /** Of one thread; those of tables are complete in any. */
  | { readonly kind: 'gradients'; readonly address: number };

/**
 * Goes over a parameter's values, some rows at a time: `visit(place in the parameter, place in the floats of the memory, count)` for
 * each run of values that lie side by side in both.
 */
export async function visitValues(
  parameter: Parameter,
  region: Region,
  { places, tables }: ParameterLayout,
  memory: MemoryMap,
  visit: (element: number, float: number, count: number) => void,
): Promise<void> {
  const [rows, width = 1] = parameter.shape;
  const t = tables.findIndex((table) => table.parameter === parameter);
  const runs = t < 0 ? ofRegion() : ofTable(t);
  const stretch = Math.ceil((1 << 20) / width);
  for (let from = 0; from < rows; from += stretch) {
    const to = Math.min(rows, from + stretch);
    runs(from, to);
    if (to < rows) await new Promise(setImmediate); // other work of this thread gets its turn
  }

  function ofRegion(): (from: number, to: number) => void {
    const place = places.get(parameter);
    if (!place) throw new Error(`Parameter "${parameter.name}" has no place.`);
    const starts =
      region.kind === 'weights'
        ? memory.parameters
        : region.kind === 'slot'
          ? memory.slots[region.slot]
          : region.address;
    const first = starts / 4;
    // The elements of a vector follow one another.
    if (parameter.shape.length === 1) return (from, to) => visit(from, first + place.offset + from, to - from);
    return (from, to) => {
      for (let k = from; k < to; k++)
        for (let n = 0; n < width; ) {
          const count = Math.min(width - n, besides(place, n));
          visit(k * width + n, first + indexOf(place, k, n), count);
          n += count;
        }
    };
  }

  function ofTable(t: number): (from: number, to: number) => void {
    const { recordStep, columns, gradientOffset } = tables[t];
    const before =
      region.kind === 'gradients'
        ? gradientOffset
        : recordHeader + 4 * columns * (region.kind === 'slot' ? 1 + region.slot : 0);
    return (from, to) => {
      for (let k = from; k < to; k++) visit(k * width, (memory.tables[t] + k * recordStep + before) / 4, width);
    };
  }
}

/** Copies `count` floats: a loop where they are few, which is how most lie. */
export function copyFloats(from: Float32Array, start: number, to: Float32Array, at: number, count: number): void {
  if (count > 64) to.set(from.subarray(start, start + count), at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i];
}
