import { randomStream } from '../../../kernel/multitask/data/index.ts';
import { Adam } from './adam.ts';

/** A matrix, row-major. */
export type Matrix = { readonly values: Float64Array; readonly rows: number; readonly columns: number };

export function matrix(rows: number, columns: number): Matrix {
  return { values: new Float64Array(rows * columns), rows, columns };
}

/**
 * A trunk of ReLU layers and a linear head for each task, with squared error, in plain JavaScript: heads of many outputs,
 * which networks of the library do not have.
 */
export class TwoHeads {
  readonly #trunk: readonly Layer[];
  readonly #heads: readonly Layer[];

  constructor(inputs: number, width: number, layers: number, tasks: number, seed: number, rate: number) {
    const random = randomStream(seed, 'two heads');
    const layer = (rows: number) => new Layer(rows, width, random.normal, rate);
    this.#trunk = Array.from({ length: layers }, (_, i) => layer(i === 0 ? inputs : width));
    this.#heads = Array.from({ length: tasks }, () => layer(width));
  }

  /** Each task's mean squared error. @param labels of each task. */
  losses(x: Matrix, labels: readonly Matrix[]): number[] {
    const hidden = this.#hidden(x);
    const top = hidden[hidden.length - 1];
    return this.#heads.map((head, task) => mean(squares(difference(head.forward(top), labels[task]))));
  }

  /**
   * One step of Adam. @param weigh of the losses, and of the inner products of their gradients over the trunk, makes the
   * weight of each task's gradient in the trunk, and in its head.
   */
  step(
    x: Matrix,
    labels: readonly Matrix[],
    weigh: (
      losses: Float64Array,
      products: Float64Array,
    ) => { readonly weights: Float64Array; readonly own: Float64Array },
  ): void {
    const hidden = this.#hidden(x);
    const top = hidden[hidden.length - 1];
    const errors = this.#heads.map((head, task) => difference(head.forward(top), labels[task]));
    const gradients = errors.map((error, task) => this.#gradients(hidden, error, task));
    const { weights, own } = weigh(
      Float64Array.from(errors, (error) => mean(squares(error))),
      Float64Array.from(gradients.flatMap((g) => gradients.map((h) => dot(g.trunk, h.trunk)))),
    );
    for (const [task, head] of this.#heads.entries()) head.update([gradients[task].head], [own[task]]);
    for (const [i, layer] of this.#trunk.entries())
      layer.update(
        gradients.map(({ trunk }) => trunk[i]),
        [...weights],
      );
  }

  /** What goes into the trunk, and what comes out of each of its layers. */
  #hidden(x: Matrix): Matrix[] {
    const hidden = [x];
    for (const layer of this.#trunk) hidden.push(relu(layer.forward(hidden[hidden.length - 1])));
    return hidden;
  }

  #gradients(hidden: readonly Matrix[], error: Matrix, task: number) {
    const head = this.#heads[task];
    const top = hidden[hidden.length - 1];
    let slope: Matrix = { ...error, values: error.values.map((value) => (2 * value) / error.values.length) };
    const ofHead = head.gradient(top, slope);
    slope = head.backward(slope);
    const trunk: Float64Array[] = [];
    for (let i = this.#trunk.length - 1; i >= 0; i--) {
      const [layer, into, out] = [this.#trunk[i], hidden[i], hidden[i + 1]];
      if (!layer || !into || !out) throw new Error(`There is no layer ${i}.`);
      slope = { ...slope, values: slope.values.map((value, at) => (out.values[at] > 0 ? value : 0)) };
      trunk.unshift(layer.gradient(into, slope));
      if (i > 0) slope = layer.backward(slope);
    }
    return { head: ofHead, trunk };
  }
}

/** x W + b, and Adam. */
class Layer {
  readonly #weights: Matrix;
  /** [weights, biases] */
  readonly #parameters: Float64Array;
  readonly #adam: Adam;

  /** Weights begin as He et al. 2015 have them: normal with variance 2 ÷ inputs. */
  constructor(inputs: number, outputs: number, normal: () => number, rate: number) {
    this.#parameters = new Float64Array((inputs + 1) * outputs);
    const values = this.#parameters.subarray(0, inputs * outputs);
    for (let i = 0; i < values.length; i++) values[i] = normal() * Math.sqrt(2 / inputs);
    this.#weights = { values, rows: inputs, columns: outputs };
    this.#adam = new Adam(this.#parameters.length, rate);
  }

  forward(x: Matrix): Matrix {
    const { rows: inputs, columns: outputs, values: w } = this.#weights;
    const y = matrix(x.rows, outputs);
    for (let row = 0; row < x.rows; row++) {
      for (let j = 0; j < outputs; j++) y.values[row * outputs + j] = this.#parameters[inputs * outputs + j];
      for (let i = 0; i < inputs; i++) {
        const value = x.values[row * inputs + i];
        if (value === 0) continue;
        for (let j = 0; j < outputs; j++) y.values[row * outputs + j] += value * w[i * outputs + j];
      }
    }
    return y;
  }

  /** Of the parameters, for the slope of the outputs. */
  gradient(x: Matrix, slope: Matrix): Float64Array {
    const { rows: inputs, columns: outputs } = this.#weights;
    const gradient = new Float64Array(this.#parameters.length);
    for (let row = 0; row < x.rows; row++) {
      for (let i = 0; i <= inputs; i++) {
        const value = i === inputs ? 1 : x.values[row * inputs + i];
        if (value === 0) continue;
        for (let j = 0; j < outputs; j++) gradient[i * outputs + j] += value * slope.values[row * outputs + j];
      }
    }
    return gradient;
  }

  /** The slope of the inputs. */
  backward(slope: Matrix): Matrix {
    const { rows: inputs, columns: outputs, values: w } = this.#weights;
    const back = matrix(slope.rows, inputs);
    for (let row = 0; row < slope.rows; row++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let j = 0; j < outputs; j++) sum += slope.values[row * outputs + j] * w[i * outputs + j];
        back.values[row * inputs + i] = sum;
      }
    }
    return back;
  }

  update(gradients: readonly Float64Array[], weights: readonly number[]): void {
    const sum = new Float64Array(this.#parameters.length);
    for (const [task, gradient] of gradients.entries())
      for (let i = 0; i < sum.length; i++) sum[i] += weights[task] * gradient[i];
    this.#adam.step(this.#parameters, sum);
  }
}

function relu(x: Matrix): Matrix {
  return { ...x, values: x.values.map((value) => Math.max(0, value)) };
}

function difference(x: Matrix, y: Matrix): Matrix {
  return { ...x, values: x.values.map((value, i) => value - y.values[i]) };
}

function squares({ values }: Matrix): Float64Array {
  return values.map((value) => value * value);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(g: readonly Float64Array[], h: readonly Float64Array[]): number {
  let sum = 0;
  for (const [part, values] of g.entries()) for (let i = 0; i < values.length; i++) sum += values[i] * h[part][i];
  return sum;
}
