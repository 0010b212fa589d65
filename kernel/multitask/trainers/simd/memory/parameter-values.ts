import type { Parameter } from '../../../network/index.ts';
import type { MemoryMap } from './memory-map.ts';
import { indexOf, type ParameterLayout, recordHeader } from './parameter-layout.ts';

/** The regions of memory that have a value for each parameter. `slot` is an optimizer slot's place in `slotNames`. */
export type Region =
  | { readonly kind: 'weights' }
  | { readonly kind: 'slot'; readonly slot: number }
  /** Of one thread; those of tables are complete in any. */
  | { readonly kind: 'gradients'; readonly address: number };

/** Goes over a parameter's values: `visit(place in the parameter, place in the floats of the memory)`, some rows at a time. */
export async function visitValues(
  parameter: Parameter,
  region: Region,
  { places, tables }: ParameterLayout,
  memory: MemoryMap,
  visit: (element: number, float: number) => void,
): Promise<void> {
  const [rows, width = 1] = parameter.shape;
  const t = tables.findIndex((table) => table.parameter === parameter);
  const float = t < 0 ? ofRegion() : ofTable(t);
  const stretch = Math.ceil(65536 / width);
  for (let from = 0; from < rows; from += stretch) {
    const to = Math.min(rows, from + stretch);
    for (let k = from; k < to; k++) for (let n = 0; n < width; n++) visit(k * width + n, float(k, n));
    if (to < rows) await new Promise(setImmediate); // other work of this thread gets its turn
  }

  function ofRegion(): (k: number, n: number) => number {
    const place = places.get(parameter);
    if (!place) throw new Error(`Parameter "${parameter.name}" has no place.`);
    const starts =
      region.kind === 'weights'
        ? memory.parameters
        : region.kind === 'slot'
          ? memory.slots[region.slot]
          : region.address;
    // The elements of a vector follow one another.
    return parameter.shape.length === 1
      ? (k) => starts / 4 + place.offset + k
      : (k, n) => starts / 4 + indexOf(place, k, n);
  }

  function ofTable(t: number): (k: number, n: number) => number {
    const { recordStep, columns, gradientOffset } = tables[t];
    const before =
      region.kind === 'gradients'
        ? gradientOffset
        : recordHeader + 4 * columns * (region.kind === 'slot' ? 1 + region.slot : 0);
    return (k, n) => (memory.tables[t] + k * recordStep + before) / 4 + n;
  }
}
