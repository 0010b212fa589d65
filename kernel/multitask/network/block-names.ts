import { isObject } from '../options/index.ts';
import type { NetworkNode } from './network.ts';

/** Gives every block a name that is unique among the blocks of its kind. */
export type BlockNames = {
  /** The name asked for, or "dense 0", "dense 1" … */
  readonly take: (kind: NetworkNode['kind'], word: string, asked: string | undefined) => string;
  /** The name asked for, or that of the block it belongs to when a person chose it ("income gate", "income gate 2" …). */
  readonly inherit: (kind: NetworkNode['kind'], word: string, asked: string | undefined, from: NetworkNode) => string;
};

export function createBlockNames(): BlockNames {
  const taken = new Set<string>();
  const chosen = new Set<string>();

  function take(kind: NetworkNode['kind'], word: string, asked: string | undefined): string {
    if (asked === '') throw new Error(`${word}: its name is empty.`);
    if (asked !== undefined && taken.has(`${kind}/${asked}`))
      throw new Error(`${word} "${asked}": another ${word} has this name already; give each a name of its own.`);
    const name = asked ?? firstFree(kind, (i) => `${word} ${i}`, 0);
    taken.add(`${kind}/${name}`);
    if (asked !== undefined) chosen.add(`${kind}/${name}`);
    return name;
  }

  function firstFree(kind: NetworkNode['kind'], name: (i: number) => string, first: number): string {
    let i = first;
    while (taken.has(`${kind}/${name(i)}`)) i++;
    return name(i);
  }

  return {
    take,
    inherit(kind, word, asked, from) {
      if (asked !== undefined || !chosen.has(`${from.kind}/${from.name}`)) return take(kind, word, asked);
      return take(
        kind,
        word,
        firstFree(kind, (i) => (i === 1 ? from.name : `${from.name} ${i}`), 1),
      );
    },
  };
}

/** The name that a person gave a block; whether it is one is checked with the other options. */
export function nameIn(given: unknown): string | undefined {
  return isObject(given) && typeof given.name === 'string' ? given.name : undefined;
}
