import { choleskySolver } from '../../../statistics/index.ts';
import type { Combination } from './step-of-tasks.ts';

/**
 * Nash-MTL (Navon et al., ICML 2022, claim 3.1): tasks bargain for the step Σ αᵢgᵢ, and agree on the α > 0 with
 * gᵢ · Σⱼ αⱼgⱼ = 1 ÷ αᵢ for every task. It does not depend on the sizes of the gradients: with αᵢ = βᵢ ÷ ‖gᵢ‖ the equation is
 * Cβ = 1 ÷ β of their cosines C, where ½βᵀCβ − Σ ln βᵢ is least, a convex function; Newton's damped steps find it.
 *
 * α is taken times the root mean square of ‖gᵢ‖, so that the step grows and shrinks with the gradients: the authors divide
 * the inner products by their norm, and limit the length of the step to 1, which `clipNorm` does. Of gradients that
 * cancel each other the step is 0: 1e-6 is added to the diagonal of C, without which α were infinite.
 */
export const nash: Combination = ({ products, weights: { length: tasks } }) => {
  const lengths = Float64Array.from({ length: tasks }, (_, task) => Math.sqrt(products[task * (tasks + 1)]));
  const cosines = products.map((product, at) => {
    const [i, j] = [Math.floor(at / tasks), at % tasks];
    return i === j ? 1 + 1e-6 : product / lengths[i] / lengths[j];
  });
  const scale = Math.sqrt(lengths.reduce((sum, length) => sum + length * length, 0) / tasks);
  return bargain(cosines, tasks).map((share, task) => (share * scale) / lengths[task]);
};

/** β > 0 with Cβ = 1 ÷ β. The function is self-concordant: steps of 1 ÷ (1 + λ) never leave β > 0 (Nesterov 2004, §4.1.5). */
function bargain(cosines: Float64Array, tasks: number): Float64Array {
  const beta = new Float64Array(tasks).fill(1);
  for (let iteration = 0; iteration < 100; iteration++) {
    const against = beta.map(
      (share, i) => 1 / share - beta.reduce((sum, other, j) => sum + cosines[i * tasks + j] * other, 0),
    );
    const hessian = cosines.map((cosine, at) => (at % (tasks + 1) === 0 ? cosine + 1 / beta[at % tasks] ** 2 : cosine));
    const direction = choleskySolver(hessian, tasks)(against);
    const decrement = Math.sqrt(
      Math.max(
        0,
        direction.reduce((sum, each, i) => sum + each * against[i], 0),
      ),
    );
    for (let i = 0; i < tasks; i++) beta[i] += direction[i] / (1 + decrement);
    if (decrement < 1e-12) break;
  }
  return beta;
}
