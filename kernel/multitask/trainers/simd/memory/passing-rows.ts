import type { Rows, Task } from '../../../data/index.ts';
import type { InputColumns } from '../compile/input-columns.ts';
import { type SharedRows, shareRows } from './shared-rows.ts';

/**
 * Rows where all threads can read them that are trained on once, e.g. a piece of a stream: the next take the memory of those that
 * are done, so that a stream of any length makes no garbage of it.
 */
export type PassingRows = {
  readonly share: (rows: Rows) => Promise<void>;
  /** Those that `share` was called for. */
  readonly of: (rows: Rows) => SharedRows | undefined;
  /** Nobody reads them any more. */
  readonly end: (rows: Rows) => void;
};

export function createPassingRows(columns: InputColumns, tasks: readonly Task[]): PassingRows {
  const passing = new WeakMap<Rows, SharedRows>();
  const free: ArrayBufferLike[] = [];
  return {
    async share(rows) {
      passing.set(rows, await shareRows(rows, columns, tasks, free.pop()));
    },
    of: (rows) => passing.get(rows),
    end(rows) {
      const shared = passing.get(rows);
      if (shared) free.push(shared.records.buffer);
      passing.delete(rows);
    },
  };
}
