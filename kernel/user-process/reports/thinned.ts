/** At most `length` of the items, at least 2: evenly, with the first and the last. */
export function thinned<Item>(items: readonly Item[], length: number): readonly Item[] {
  if (items.length <= length) return items;
  const chosen = new Set(Array.from({ length }, (_, i) => Math.round((i * (items.length - 1)) / (length - 1))));
  return items.filter((_, i) => chosen.has(i));
}
