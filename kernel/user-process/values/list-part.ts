import { types } from 'node:util';

/** A stretch of a long list, for someone who opens it: a thousand entries at once are looked through by nobody. */
export type ListPart = {
  readonly list: readonly unknown[] | NodeJS.TypedArray;
  readonly from: number;
  readonly to: number;
};

/** Entries that are shown at once. */
export const mostInside = 100;

const parts = new WeakSet<object>();

export function isListPart(value: unknown): value is ListPart {
  return typeof value === 'object' && value !== null && parts.has(value);
}

/** A list's entries, or where it has more than are shown at once the stretches that hold them: at most a hundred of either. */
export function entriesOf(list: ListPart['list'], from = 0, to = list.length): readonly (readonly [string, unknown])[] {
  if (to - from <= mostInside) {
    const entries: [string, unknown][] = [];
    for (let i = from; i < to; i++) {
      // By their own descriptors: an element may be a getter.
      const own = types.isTypedArray(list) ? { value: list[i] } : Object.getOwnPropertyDescriptor(list, i);
      if (own && 'value' in own) entries.push([String(i), own.value]);
    }
    return entries;
  }
  let step = mostInside;
  while (Math.ceil((to - from) / step) > mostInside) step *= mostInside;
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => {
    const part: ListPart = { list, from: from + i * step, to: Math.min(to, from + (i + 1) * step) };
    parts.add(part);
    return [`[${part.from} … ${part.to - 1}]`, part] as const;
  });
}
