import { fieldsOf } from '../../../kernel/guards/index.ts';
import { newestFirst, type RunOrder } from '../../../kernel/payloads/runs/index.ts';

/** What the person at the screen chose: kept by VS Code while the editor is hidden, and when the window is loaded again. */
export type TableState = {
  readonly order: RunOrder;
  readonly search: string;
  /** Keys of entries, in the order in which they were selected: the first is what the others are compared with. */
  readonly selected: readonly string[];
  /** Keys of groups that are open. */
  readonly open: readonly string[];
};

/** What was kept may be of another version, or nothing. */
export function readState(kept: unknown): TableState {
  const { order, search, selected, open } = fieldsOf(kept);
  const { column, direction } = fieldsOf(order);
  return {
    order:
      typeof column === 'string' && (direction === 'ascending' || direction === 'descending')
        ? { column, direction }
        : newestFirst,
    search: typeof search === 'string' ? search : '',
    selected: texts(selected),
    open: texts(open),
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
