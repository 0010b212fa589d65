import { type BalanceSpec, createBalance } from '../../../kernel/multitask/training/balance/index.ts';
import { Adam } from './adam.ts';

/** A point of the plane. */
export type Point = readonly [x1: number, x2: number];

/**
 * The toy problem of Nash-MTL (Navon et al., ICML 2022, §5.1, after Liu et al., NeurIPS 2021): two losses of a point that
 * pull apart in a landscape with steep walls and flat valleys; the first is a tenth as large. Equations, starts, optimizer
 * and number of steps are those of the authors' code (experiments/toy), computed here in 64 bits.
 */
export const firstScale = 0.1;

export const starts: readonly Point[] = [
  [-8.5, 7.5],
  [0, 0],
  [9, 9],
  [-7.5, -0.5],
  [9, -1],
];

export const steps = 35_000;

/** No point has lower losses than these (of the authors of FAMO). */
const least = [-21 * firstScale, -21];

/** No loss can be lower without the other being higher: x2 of the authors' figures, for x1 between the ends. */
export const front = { x2: -8.3552, from: -7, to: 7 };

/** Both losses and their gradients at a point. */
export function losses([x1, x2]: Point): { readonly values: readonly number[]; readonly gradients: readonly Point[] } {
  const upper = Math.max(Math.tanh(x2 / 2), 0);
  const lower = Math.max(Math.tanh(-x2 / 2), 0);
  const bend = (1 - Math.tanh(x2 / 2) ** 2) / 2; // of tanh(x2 ÷ 2)
  // torch's clamp lets the slope through at its edge.
  const [upperSlope, lowerSlope] = [x2 >= 0 ? bend : 0, x2 <= 0 ? -bend : 0];
  const wall = 1 - Math.tanh(x2) ** 2;
  const one = (task: 0 | 1) => {
    const side = task === 0 ? 1 : -1;
    const inner = task === 0 ? 0.5 * (-x1 - 7) + Math.tanh(x2) : 0.5 * (-x1 + 3) - Math.tanh(x2) + 2;
    const isOpen = Math.abs(inner) >= 5e-6;
    const steep = Math.log(Math.max(Math.abs(inner), 5e-6)) + 6;
    const bowl = ((x1 - side * 7) ** 2 + 0.1 * (x2 + 8) ** 2) / 10 - 20;
    const scale = task === 0 ? firstScale : 1;
    const along1 = (isOpen ? -0.5 / inner : 0) * upper + ((x1 - side * 7) / 5) * lower;
    const along2 =
      (isOpen ? (side * wall) / inner : 0) * upper + steep * upperSlope + (0.02 * (x2 + 8) * lower + bowl * lowerSlope);
    return { value: scale * (steep * upper + bowl * lower), gradient: [scale * along1, scale * along2] as const };
  };
  const both = [one(0), one(1)];
  return { values: both.map(({ value }) => value), gradients: both.map(({ gradient }) => gradient) };
}

/**
 * Where Adam (1e-3) comes to from a start, with the tasks balanced by a method, every `every` steps. Methods are given the
 * losses less their least ones, as FAMO's authors do, so that they are above 0; an epoch is 25 steps, as in DWA of the
 * authors of Nash-MTL.
 */
export function descend(
  spec: BalanceSpec,
  start: Point,
  { every = steps, count = steps, clipNorm = Number.POSITIVE_INFINITY } = {},
): Point[] {
  const balance = createBalance(spec, 2);
  const adam = new Adam(2, 1e-3);
  const x = Float64Array.from(start);
  const path: Point[] = [start];
  let state = balance.initial;
  for (let step = 0; step < count; step++) {
    const { values, gradients } = losses([x[0], x[1]]);
    const known = {
      step,
      seed: 1,
      losses: aboveLeast(values),
      observed: [true, true],
      products: Float64Array.from(gradients.flatMap((g) => gradients.map((h) => g[0] * h[0] + g[1] * h[1]))),
      baseWeights: Float64Array.of(1, 1),
      stepsPerEpoch: 25,
    };
    const balanced = balance.step(known, state);
    const [first, second] = balanced.weights;
    const [g, h] = gradients;
    const along = [first * g[0] + second * h[0], first * g[1] + second * h[1]] as const;
    const shorter = Math.min(1, clipNorm / Math.hypot(...along));
    adam.step(
      x,
      Float64Array.from(along, (value) => value * shorter),
    );
    state = balanced.state;
    if (balance.after) state = balance.after(known, aboveLeast(losses([x[0], x[1]]).values), state);
    if ((step + 1) % every === 0) path.push([x[0], x[1]]);
  }
  return path;
}

function aboveLeast(values: readonly number[]): Float64Array {
  return Float64Array.from(values, (value, task) => value - least[task]);
}

/** How far a point is from the front. */
export function distanceToFront([x1, x2]: Point): number {
  return Math.hypot(x2 - front.x2, Math.max(0, front.from - x1, x1 - front.to));
}
