import { isObject, seen } from '../options/index.ts';
import { isProbability } from './block-checks.ts';
import type { ModelParts } from './blocks.ts';
import type { Output } from './network.ts';

/** @throws when a penalty is about something that the model does not have. */
export function checkPenalties(model: string, { outputs, penalties = [] }: ModelParts): void {
  const isOurs = (output: unknown): output is Output => outputs.includes(output as Output);
  const nameOf = (value: unknown) => (isObject(value) && 'name' in value ? `"${value.name}"` : seen(value));
  for (const penalty of penalties) {
    if (!isObject(penalty))
      throw new Error(`${model}: a penalty is ${seen(penalty)}; write blocks.risk(…) or { kind: 'order', … }.`);
    switch (penalty.kind) {
      case 'order':
        for (const output of [penalty.lower, penalty.upper])
          if (!isOurs(output) || output.kind !== 'binary')
            throw new Error(
              `${model}: a penalty is about ${nameOf(output)}, which is no probability among the outputs.`,
            );
        break;
      case 'risk':
        for (const output of [penalty.label, penalty.observed])
          if (!isOurs(output) || output.task?.kind !== 'binary')
            throw new Error(
              `${model}: a risk reads the labels of ${nameOf(output)}, which is no output of a binary task among the outputs.`,
            );
        break;
      case 'sumToOne':
        for (const value of penalty.values)
          if (!isProbability(value))
            throw new Error(`${model}: a penalty is about ${nameOf(value)}, which is no probability.`);
        break;
      case 'undecided':
      case 'balance':
        break;
      default:
        throw new Error(`${model}: there is no penalty of kind ${seen((penalty as { kind?: unknown }).kind)}.`);
    }
    if (!(penalty.weight >= 0))
      throw new Error(`${model}: the weight of a penalty is ${penalty.weight}; it must be 0 or more.`);
  }
}
