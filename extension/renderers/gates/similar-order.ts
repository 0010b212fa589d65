/** 0 … n − 1 in an order that puts like ones side by side: each time the one most like the last is next. */
export function similarOrder(n: number, likeness: (i: number, j: number) => number): readonly number[] {
  const left = new Set(Array.from({ length: n }, (_, i) => i));
  const order: number[] = [];
  // Begins with the one that is least like the others, so that it does not end up between two that are.
  const total = (i: number) => [...left].reduce((sum, j) => sum + (j === i ? 0 : likeness(i, j)), 0);
  let next = [...left].sort((a, b) => total(a) - total(b))[0];
  while (next !== undefined) {
    order.push(next);
    left.delete(next);
    const last = next;
    next = undefined;
    for (const i of left) if (next === undefined || likeness(last, i) > likeness(last, next)) next = i;
  }
  return order;
}
