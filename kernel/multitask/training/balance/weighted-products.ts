import type { Combination, TaskGradients } from './step-of-tasks.ts';

/** A combination of the gradients of weighted losses, made of one that knows no weights. */
export function ofWeighted(combine: Combination): Combination {
  return (gradients: TaskGradients) => {
    const { products, weights } = gradients;
    const tasks = weights.length;
    const weighted = products.map((product, at) => product * weights[Math.floor(at / tasks)] * weights[at % tasks]);
    return combine({ ...gradients, products: weighted }).map((share, task) => share * weights[task]);
  };
}
