/** Cosines of the tasks' gradients from their inner products [task × task], pairs (0, 1), (0, 2) … (1, 2) …; NaN where one is 0. */
export function cosines(products: ArrayLike<number>, tasks: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < tasks; i++)
    for (let j = i + 1; j < tasks; j++) {
      const size = Math.sqrt(products[i * tasks + i] * products[j * tasks + j]);
      found.push(size > 0 ? Math.max(-1, Math.min(1, products[i * tasks + j] / size)) : Number.NaN);
    }
  return found;
}

/** How many pairs of tasks there are. */
export function pairsOf(tasks: number): number {
  return (tasks * (tasks - 1)) / 2;
}

/** What gradients of this norm are multiplied by to be clipped, as torch.nn.utils.clip_grad_norm_ does: 1 where they are not. */
export function clipFactor(norm: number, most: number): number {
  return Math.min(1, most / (norm + 1e-6));
}
