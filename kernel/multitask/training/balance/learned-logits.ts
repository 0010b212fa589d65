/** Logits of the tasks' weights that Adam learns, in a state: [logits, m, v, steps], each but the last [task]. */
export function initialLogits(tasks: number): Float64Array {
  return new Float64Array(3 * tasks + 1);
}

/** @param state begins with what `initialLogits` gave. */
export function logitsOf(state: Float64Array, tasks: number): Float64Array {
  return state.subarray(0, tasks);
}

/**
 * The state after a step of Adam (Kingma & Ba 2015, algorithm 1, β = .9 and .999, ε = 1e-8).
 *
 * @param gradient of the logits, [task].
 * @param decay what of the logits is added to their gradient, as torch's `weight_decay`.
 */
export function withStep(
  state: Float64Array,
  gradient: Float64Array,
  { learningRate, decay = 0 }: { readonly learningRate: number; readonly decay?: number },
): Float64Array {
  const tasks = gradient.length;
  const next = state.slice();
  const steps = state[3 * tasks] + 1;
  next[3 * tasks] = steps;
  for (let task = 0; task < tasks; task++) {
    const slope = gradient[task] + decay * state[task];
    const m = 0.9 * state[tasks + task] + 0.1 * slope;
    const v = 0.999 * state[2 * tasks + task] + 0.001 * slope * slope;
    next[tasks + task] = m;
    next[2 * tasks + task] = v;
    next[task] -= (learningRate * (m / (1 - 0.9 ** steps))) / (Math.sqrt(v / (1 - 0.999 ** steps)) + 1e-8);
  }
  return next;
}
