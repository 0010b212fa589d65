/** Adam as torch has it (Kingma & Ba 2015, algorithm 1), β = .9 and .999, ε = 1e-8, on plain numbers. */
export class Adam {
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  readonly #rate: number;
  #steps = 0;

  constructor(size: number, rate: number) {
    this.#m = new Float64Array(size);
    this.#v = new Float64Array(size);
    this.#rate = rate;
  }

  /** Moves the parameters in place. */
  step(parameters: Float64Array, gradient: Float64Array): void {
    this.#steps++;
    const [m, v] = [this.#m, this.#v];
    const [first, second] = [1 - 0.9 ** this.#steps, Math.sqrt(1 - 0.999 ** this.#steps)];
    for (const [i, slope] of gradient.entries()) {
      m[i] = 0.9 * m[i] + 0.1 * slope;
      v[i] = 0.999 * v[i] + 0.001 * slope * slope;
      parameters[i] = parameters[i] - (this.#rate * (m[i] / first)) / (Math.sqrt(v[i]) / second + 1e-8);
    }
  }
}
