/** "E1", "E1 and E2", "E1, E2 and E5"; or with "or". */
export function enumerate(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}
