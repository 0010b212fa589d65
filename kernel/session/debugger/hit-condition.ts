import { Refusal } from './devtools.ts';

export type HitCondition = { readonly operator: string; readonly count: number };

/** `5` and `= 5` stop at the fifth time, `>= 5` from then on, `% 5` at every fifth; nothing stops always. */
export function parseHitCondition(text: string | undefined): HitCondition | undefined {
  if (text === undefined) return undefined;
  const [, operator = '=', count] = /^\s*(={1,3}|>=?|<=?|%)?\s*(\d+)\s*$/.exec(text) ?? [];
  if (count !== undefined && !(operator === '%' && Number(count) === 0))
    return { operator: operator.startsWith('=') ? '=' : operator, count: Number(count) };
  throw new Refusal(`The hit condition ${JSON.stringify(text)} cannot be read: write 5, >= 5, > 5, < 5, <= 5 or % 5.`);
}

export function holdsAt(condition: HitCondition | undefined, hits: number): boolean {
  if (!condition) return true;
  const { operator, count } = condition;
  switch (operator) {
    case '>':
      return hits > count;
    case '>=':
      return hits >= count;
    case '<':
      return hits < count;
    case '<=':
      return hits <= count;
    case '%':
      return hits % count === 0;
    default:
      return hits === count;
  }
}
