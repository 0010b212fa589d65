import { randomStream } from '../../../kernel/multitask/data/index.ts';
import { type BalanceSpec, createBalance } from '../../../kernel/multitask/training/balance/index.ts';
import { type Matrix, matrix, TwoHeads } from './two-heads.ts';

/** Of the paper: 250 inputs, 100 outputs and 100 units in each of four layers, 10,000 rows. */
export type Size = {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: number;
  readonly rows: number;
  readonly batchSize: number;
  readonly steps: number;
  readonly rate: number;
};

/** A fifth of the paper's inputs and outputs: at its own size, 400 steps come no further than a constant. */
export const fifth: Size = { inputs: 50, outputs: 20, layers: 4, rows: 4000, batchSize: 100, steps: 1000, rate: 1e-3 };

/** What the tasks' labels are multiplied by. */
export const sigmas = [1, 100];

/**
 * The toy data of GradNorm (Chen et al., ICML 2018, §4): two regression tasks yᵢ = σᵢ tanh((B + εᵢ) x) that share B, whose
 * entries are normal with standard deviation 10, those of εᵢ 3.5. Inputs are uniform in [0, 1), as in public code; the paper
 * does not say.
 */
export function generate(
  { inputs, outputs, rows }: Size,
  seed: number,
): { readonly x: Matrix; readonly labels: readonly Matrix[] } {
  const random = randomStream(seed, 'gradnorm');
  const shared = Float64Array.from({ length: inputs * outputs }, () => 10 * random.normal());
  const mixes = sigmas.map(() => shared.map((value) => value + 3.5 * random.normal()));
  const x = matrix(rows, inputs);
  for (let i = 0; i < x.values.length; i++) x.values[i] = random.uniform();
  const labels = mixes.map((mix, task) => {
    const y = matrix(rows, outputs);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < inputs; i++) {
        const value = x.values[row * inputs + i];
        for (let j = 0; j < outputs; j++) y.values[row * outputs + j] += value * mix[i * outputs + j];
      }
    }
    for (let at = 0; at < y.values.length; at++) y.values[at] = sigmas[task] * Math.tanh(y.values[at]);
    return y;
  });
  return { x, labels };
}

export type Moment = {
  readonly step: number;
  /** Each task's test loss in parts of what it was before the first step. */
  readonly ratios: readonly number[];
  /** Of the last step. */
  readonly weights: readonly number[];
};

/** Trains on all rows but the last tenth, on which the losses are taken. */
export function trainOn(size: Size, spec: BalanceSpec, seed: number, every = size.steps): Moment[] {
  const { x, labels } = generate(size, seed);
  const trained = Math.floor(0.9 * size.rows);
  const test = { x: part(x, trained, size.rows), labels: labels.map((y) => part(y, trained, size.rows)) };
  const net = new TwoHeads(size.inputs, size.outputs, size.layers, sigmas.length, seed, size.rate);
  const first = net.losses(test.x, test.labels);
  const balance = createBalance(spec, sigmas.length);
  const stepsPerEpoch = Math.floor(trained / size.batchSize);
  let state = balance.initial;
  let last: readonly number[] = sigmas.map(() => 1);
  const moments: Moment[] = [];
  const look = (step: number) =>
    moments.push({
      step,
      ratios: net.losses(test.x, test.labels).map((loss, task) => loss / first[task]),
      weights: last,
    });
  look(0);
  for (let step = 0; step < size.steps; step++) {
    const from = (step % stepsPerEpoch) * size.batchSize;
    const batch = (m: Matrix) => part(m, from, from + size.batchSize);
    net.step(batch(x), labels.map(batch), (losses, products) => {
      const balanced = balance.step(
        {
          step,
          seed,
          losses,
          products,
          observed: sigmas.map(() => true),
          baseWeights: Float64Array.from(sigmas, () => 1),
          stepsPerEpoch,
        },
        state,
      );
      state = balanced.state;
      last = [...balanced.weights];
      return balanced;
    });
    if ((step + 1) % every === 0) look(step + 1);
  }
  return moments;
}

function part({ values, columns }: Matrix, from: number, to: number): Matrix {
  return { values: values.subarray(from * columns, to * columns), rows: to - from, columns };
}
