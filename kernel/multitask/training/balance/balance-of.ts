import { readNamed } from '../../options/index.ts';
import type { BalanceSpec } from './balance.ts';
import {
  type GradientMethod,
  type GradientsOption,
  gradientMethods,
  type WeightMethod,
  type WeightsOption,
  weightMethods,
} from './balance-options.ts';

/** `fit`'s `taskWeights`, as they were read. */
type TaskWeights = Readonly<Record<string, number>> | 'uncertainty' | WeightsOption;

/**
 * How `fit`'s options balance the tasks; undefined where weights are fixed, or learned in the loss (`'uncertainty'`), and
 * gradients are added up.
 *
 * `pcgrad`, `cagrad` and `aligned` combine the gradients of weighted losses, with fixed weights or those of a method. `mgda`
 * and `nash` find the weights themselves: Nash's bargain does not depend on them, and with MGDA a larger weight
 * makes a task count less. `'uncertainty'` goes with none: what it learns is a part of the loss.
 *
 * @param tasks how many the model has.
 * @throws where two options do not go together, or there is but one task.
 */
export function balanceOf(
  taskWeights: TaskWeights | undefined,
  gradients: GradientsOption | undefined,
  tasks: number,
): BalanceSpec | undefined {
  const weights = weightMethodOf(taskWeights);
  const combined = gradients && readNamed('fit', 'gradients', gradientMethods, gradients);
  if (!weights && !combined) return undefined;
  if (tasks < 2)
    throw new Error(
      `fit: ${combined ? `gradients "${combined.kind}" combine` : `taskWeights "${weights?.kind}" weigh`} several tasks, and the model has one; leave the option out.`,
    );
  if (combined && taskWeights !== undefined) checkTogether(combined, taskWeights);
  return { ...(weights && { weights }), ...(combined && { gradients: combined }) };
}

function checkTogether({ kind }: GradientMethod, taskWeights: TaskWeights): void {
  if (taskWeights === 'uncertainty')
    throw new Error(
      `fit: taskWeights "uncertainty" are a part of the loss that is learned, which gradients "${kind}" would take apart; leave one of them out, or use taskWeights "dwa", "gradnorm", "rlw", "gls" or "famo".`,
    );
  if (kind === 'mgda' || kind === 'nash')
    throw new Error(
      `fit: gradients "${kind}" find the weights of the tasks themselves, so taskWeights would say nothing; leave them out, or use gradients "pcgrad", "cagrad" or "aligned".`,
    );
}

function weightMethodOf(taskWeights: TaskWeights | undefined): WeightMethod | undefined {
  if (taskWeights === undefined || taskWeights === 'uncertainty') return undefined;
  if (typeof taskWeights === 'string') return readNamed('fit', 'taskWeights', weightMethods, taskWeights);
  const { kind } = taskWeights;
  return typeof kind === 'string' ? readNamed('fit', 'taskWeights', weightMethods, taskWeights) : undefined;
}
