import { describe, expect, it } from 'vitest';
import { generate, type Size, trainOn } from './generator.ts';
import { generatorMethods } from './methods.ts';
import { matrix, TwoHeads } from './two-heads.ts';

/** Small enough for a second. */
const small: Size = { inputs: 20, outputs: 10, layers: 3, rows: 1000, batchSize: 50, steps: 200, rate: 1e-3 };

describe('the generator', () => {
  const { labels } = generate(small, 1);
  it('draws labels between −σ and σ', () => {
    for (const [task, sigma] of [1, 100].entries()) {
      const sizes = labels[task].values.map(Math.abs);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(sigma);
      expect(Math.max(...sizes)).toBeGreaterThan(0.9 * sigma);
    }
  });
  it('draws tasks that are alike, as they share B, and not the same', () => {
    const [one, two] = labels.map(({ values }) => values);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const cosine = dot(one, two) / Math.sqrt(dot(one, one) * dot(two, two));
    expect(cosine).toBeGreaterThan(0.5);
    expect(cosine).toBeLessThan(0.99);
  });
});

it('a step lowers a loss by as much as its gradient is long', () => {
  const x = matrix(4, 3);
  x.values.set([0.1, 0.5, -0.3, 0.9, -0.2, 0.4, 0.7, 0.3, 0.2, -0.6, 0.8, 0.1]);
  const y = [matrix(4, 2), matrix(4, 2)];
  y[0].values.set([1, 0, 0, 1, 1, 1, 0, 0]);
  y[1].values.set([2, 5, -1, 3, 4, 0, 1, 2]);
  const rate = 1e-7;
  const fall = (weights: readonly number[]) => {
    const net = new TwoHeads(3, 2, 2, 2, 5, rate);
    const before = net.losses(x, y);
    let products = new Float64Array(0);
    net.step(x, y, (_, given) => {
      products = Float64Array.from(given);
      return { weights: Float64Array.from(weights), own: Float64Array.of(0, 0) };
    });
    const after = net.losses(x, y);
    return { falls: before.map((loss, task) => (loss - after[task]) / rate), products };
  };
  // Adam's first step is rate · sign(∇L): the loss falls by rate · ‖∇L‖₁, which is from ‖∇L‖ to √14 ‖∇L‖ of 14 parameters.
  for (const task of [0, 1]) {
    const { falls, products } = fall([0, 1].map((each) => (each === task ? 1 : 0)));
    const length = Math.sqrt(products[3 * task]);
    expect(falls[task]).toBeGreaterThanOrEqual(0.999 * length);
    expect(falls[task]).toBeLessThanOrEqual(1.001 * Math.sqrt(14) * length);
  }
});

describe('tasks of σ = 1 and 100', () => {
  const [equal, , gradnorm] = generatorMethods.map(({ spec }) => spec);
  it.each([1, 2, 3, 4])('equal weights throw the small one off, GradNorm less (seed %d)', (seed) => {
    const [without, held] = [equal, gradnorm].map((spec) => trainOn(small, spec, seed, 50).slice(2));
    const worst = (moments: typeof without) => Math.max(...moments.map(({ ratios }) => ratios[0]));
    expect(worst(without)).toBeGreaterThan(worst(held));
    // Gradients of a squared error are as σ²: equal lengths need weights as 10,000 to 1, a common pace less.
    const [weightOfSmall, weightOfLarge] = held[held.length - 1].weights;
    expect(weightOfSmall / weightOfLarge).toBeGreaterThan(20);
    expect(without[0].weights).toEqual([1, 1]);
  });
});
