import type { BatchSums } from '../memory/batch-sums.ts';
import type { Gradients } from './backward.ts';
import { found, type Layout } from './layout.ts';

/** What all threads' sums come to, column by column, once a phase is over. */
export type Reduction = { readonly place: BatchSums } & (
  | { readonly kind: 'moments' }
  /** `factor` times the mean. */
  | { readonly kind: 'mean'; readonly factor: number }
  /** Both means; each thread's own sums are added to its gradients, at these floats of them. */
  | { readonly kind: 'gradients'; readonly width: number; readonly shift: number; readonly gain: number }
);

/** What follows a phase: moments of batchNorms and gates in the phases before the last, gradients of batchNorms from there on. */
export function reductionsOf({ phases, batch, parameters }: Layout, gradients: Gradients, phase: number): Reduction[] {
  const moments = [...batch.moments].flatMap(([node, place]): Reduction[] =>
    phases.forward(node) - 1 === phase ? [{ kind: 'moments', place }] : [],
  );
  const uses = [...batch.uses].flatMap(([{ gate }, place]): Reduction[] =>
    phases.forward(gate) === phase ? [{ kind: 'mean', factor: 2 * gate.width, place }] : [],
  );
  const back = [...batch.gradients].flatMap(([node, place]): Reduction[] => {
    if (phases.backward(node) !== phase || !gradients.isWritten(node)) return [];
    const [gain, shift] = [node.gain, node.shift].map((each) => found(parameters.places.get(each)).offset);
    return [{ kind: 'gradients', place, width: node.width, gain, shift }];
  });
  return [...moments, ...uses, ...back];
}
