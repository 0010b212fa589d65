/**
 * What consecutive steps told, in stretches of equal length: stretch i holds steps i·n … (i + 1)·n − 1, the last one perhaps
 * fewer. Many numbers side by side, a cell each; a step may lack some (NaN). Nothing here is ever changed.
 */
export type Stretches = { readonly stepsPerStretch: number; readonly list: readonly Stretch[] };

export type Stretch = {
  /** [cell] Steps that have a number; their sum, the sum of their squares, and how many are below 0. */
  readonly seen: Float64Array;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly negative: Float64Array;
};

export function noStretches(stepsPerStretch = 1): Stretches {
  return { stepsPerStretch, list: [] };
}

/**
 * Adds steps. When there are more than `most` stretches, neighbours are joined and each holds twice as many steps.
 *
 * @param first number of the first step, from 0. @param values [step][cell]
 */
export function withSteps(
  { stepsPerStretch, list }: Stretches,
  most: number,
  first: number,
  values: ArrayLike<number>,
  cells: number,
): Stretches {
  const steps = cells === 0 ? 0 : Math.floor(values.length / cells);
  let perStretch = stepsPerStretch;
  let next = [...list];
  while (first + steps > most * perStretch) {
    perStretch *= 2;
    next = inPairs(next);
  }
  let changed = -1;
  for (let step = 0; step < steps; step++) {
    const at = Math.floor((first + step) / perStretch);
    while (next.length <= at) next.push(nothing(cells));
    if (at !== changed) next[at] = joined([next[at]]);
    changed = at;
    add(next[at], values, step * cells);
  }
  return { stepsPerStretch: perStretch, list: next };
}

/** Neighbours joined until there are at most so many. */
export function coarserStretches({ stepsPerStretch, list }: Stretches, most: number): Stretches {
  if (list.length <= most) return { stepsPerStretch, list };
  return coarserStretches({ stepsPerStretch: 2 * stepsPerStretch, list: inPairs(list) }, most);
}

function inPairs(list: readonly Stretch[]): Stretch[] {
  return Array.from({ length: Math.ceil(list.length / 2) }, (_, i) => joined(list.slice(2 * i, 2 * i + 2)));
}

/** Into a stretch that nobody has seen yet. */
function add({ seen, sum, squares, negative }: Stretch, values: ArrayLike<number>, from: number): void {
  for (let cell = 0; cell < seen.length; cell++) {
    const value = values[from + cell];
    if (!Number.isFinite(value)) continue;
    seen[cell] += 1;
    sum[cell] += value;
    squares[cell] += value * value;
    if (value < 0) negative[cell] += 1;
  }
}

/** One stretch of several that follow each other; of one, a copy. */
function joined(stretches: readonly Stretch[]): Stretch {
  const total = (of: keyof Stretch) => {
    const result = stretches[0][of].slice();
    for (const each of stretches.slice(1))
      for (let cell = 0; cell < result.length; cell++) result[cell] += each[of][cell];
    return result;
  };
  return { seen: total('seen'), sum: total('sum'), squares: total('squares'), negative: total('negative') };
}

function nothing(cells: number): Stretch {
  const zeros = () => new Float64Array(cells);
  return { seen: zeros(), sum: zeros(), squares: zeros(), negative: zeros() };
}

/** A mean over steps: `error` is its standard error, NaN of too few; `negative` the share of steps below 0. */
export type StepMean = {
  readonly mean: number;
  readonly error: number;
  readonly negative: number;
  readonly steps: number;
};

/** Of a cell of one stretch, as if its steps did not depend on each other: sd ÷ √steps. Undefined without a step. */
export function meanWithin({ seen, sum, squares, negative }: Stretch, cell: number): StepMean | undefined {
  const steps = seen[cell];
  if (steps === 0) return undefined;
  const mean = sum[cell] / steps;
  const variance = Math.max(0, squares[cell] / steps - mean * mean) / (steps - 1);
  return { mean, error: steps > 1 ? Math.sqrt(variance) : Number.NaN, negative: negative[cell] / steps, steps };
}

/**
 * Of a cell of all stretches. Steps that follow each other are alike, and the weights move below them: the error is that of the
 * stretches' means (batch means, each weighed by its steps), in which a trend counts as noise. Undefined without a step.
 */
export function meanOf({ list }: Stretches, cell: number): StepMean | undefined {
  const means = list.flatMap((stretch) => meanWithin(stretch, cell) ?? []);
  if (means.length === 0) return undefined;
  const steps = means.reduce((sum, each) => sum + each.steps, 0);
  const mean = means.reduce((sum, each) => sum + each.steps * each.mean, 0) / steps;
  const squares = means.reduce((sum, each) => sum + ((each.steps / steps) * (each.mean - mean)) ** 2, 0);
  const n = means.length;
  return {
    mean,
    error: n > 1 ? Math.sqrt((squares * n) / (n - 1)) : Number.NaN,
    negative: means.reduce((sum, each) => sum + each.steps * each.negative, 0) / steps,
    steps,
  };
}
