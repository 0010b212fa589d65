import { blockRows } from '../compile/distinct-layers.ts';
import type { Plan } from '../compile/plan.ts';
import { stepOf } from './value-layout.ts';

/** Where a layer by distinct codes has what depends on the batch; addresses, for all threads. */
export type DistinctMemory = {
  /** How many distinct codes each column has, i32. */
  readonly counts: number;
  readonly columns: readonly {
    /** A place for each code. */
    readonly map: number;
    /** The distinct codes, the ends of their rows, and the rows. */
    readonly list: number;
    readonly ends: number;
    readonly order: number;
  }[];
  /** Rows of sums, as wide as the product, for all columns that are chosen; and how many. */
  readonly sums: number;
  readonly rows: number;
};

/** More sums than this lie so far away that products are no slower. */
const mostBytes = 64 * 2 ** 20;

export function mapDistinct(plan: Plan, batchSize: number, take: (bytes: number) => number): DistinctMemory[] {
  return plan.distinct.map(({ columns, width }) => {
    const places = columns.map(({ codes }) => ({ codes, most: Math.min(codes, batchSize) }));
    const wanted = places.reduce((sum, { most }) => sum + blockRows * Math.ceil(most / blockRows), 0);
    const rows = Math.min(wanted, Math.floor(mostBytes / stepOf(width)));
    return {
      counts: take(4 * columns.length),
      columns: places.map(({ codes, most }) => ({
        map: take(4 * codes),
        list: take(4 * most),
        ends: take(4 * most),
        order: take(4 * batchSize),
      })),
      sums: take(stepOf(width) * rows),
      rows,
    };
  });
}
