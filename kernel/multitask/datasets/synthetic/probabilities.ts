export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The bias that makes the mean of logistic(interest + bias) the rate, rows counted by weights if there are any; by bisection. */
export function biasFor(rate: number, interest: Float32Array, weights?: Float32Array): number {
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? interest.length;
  let [low, high] = [-40, 40];
  for (let i = 0; i < 40; i++) {
    const bias = (low + high) / 2;
    let sum = 0;
    for (let row = 0; row < interest.length; row++) sum += (weights?.[row] ?? 1) * logistic(interest[row] + bias);
    if (sum < rate * total) low = bias;
    else high = bias;
  }
  return (low + high) / 2;
}

/** 1 with each probability, else 0. */
export function drawn(probabilities: Float32Array, random: { readonly uniform: () => number }): Float32Array {
  return probabilities.map((probability) => (random.uniform() < probability ? 1 : 0));
}

/** The values of a generated column: "item 1", "item 2" … */
export function numbered(name: string, size: number): string[] {
  return Array.from({ length: size }, (_, code) => `${name} ${code + 1}`);
}
