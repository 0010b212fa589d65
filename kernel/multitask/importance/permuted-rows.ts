import { type Column, pickRows, type Rows } from '../data/index.ts';

/** The rows, with the values of some columns those of other rows: row i has those of row `order[i]`. All else stays. */
export function permutedRows(rows: Rows, columns: readonly Column[], order: Uint32Array): Rows {
  const dealt = (kind: Column['kind']) => {
    const ofKind = rows.columns.filter((column) => column.kind === kind);
    return (i: number) => columns.some(({ name }) => name === ofKind[i]?.name);
  };
  const [numeric, categorical, lists] = [dealt('numeric'), dealt('categorical'), dealt('list')];
  const others = {
    length: rows.length,
    numeric: rows.numeric.filter((_, i) => numeric(i)),
    categorical: rows.categorical.filter((_, i) => categorical(i)),
    lists: rows.lists.filter((_, i) => lists(i)),
    labels: {},
  };
  const moved = pickRows(others, order);
  const merged = <Values>(all: readonly Values[], isDealt: (i: number) => boolean, from: readonly Values[]) => {
    let next = 0;
    return all.map((own, i) => (isDealt(i) ? (from[next++] ?? own) : own));
  };
  return {
    ...rows,
    numeric: merged(rows.numeric, numeric, moved.numeric),
    categorical: merged(rows.categorical, categorical, moved.categorical),
    lists: merged(rows.lists, lists, moved.lists),
  };
}
