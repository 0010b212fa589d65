import { decode } from '@jridgewell/sourcemap-codec';
import type { Binding, Scope, ScopedReference } from './references.ts';

/**
 * esbuild gives a variable of a function or block another name where an outer one has the same (`x2`, `_A`), and functions and
 * classes would say it: `Mixed2`. (Its `keepNames` mends that by a call in each of them, which a function whose text goes to a
 * worker or a browser does not find there.) Here each gets back the name that stands at its place in the person's text,
 * unless another variable would then be meant somewhere; esbuild's own variables have no such place.
 */
export function ownNames(written: Written, all: readonly ScopedReference[]): ReadonlyMap<ScopedReference, string> {
  const restored = new Map<ScopedReference, string>();
  const names = new Map<Binding, string>();
  const named = groupBy(all, ({ name }) => name);
  const isTaken = (scope: Scope, name: string): boolean => {
    const own = scope.bindings.get(name);
    return (own !== undefined && !names.has(own)) || scope.restored.has(name);
  };
  const restore = (binding: Binding, own: readonly ScopedReference[]): boolean => {
    const { scope } = binding;
    const name = own.map(({ start }) => written.nameAt(start)).find((each) => each !== undefined);
    if (name === undefined || !isRenamed(binding.name, name) || isTaken(scope, name)) return false;
    const isHidden = own.some((use) => scopesBetween(use.scope, scope).some((each) => isTaken(each, name)));
    const hides = named
      .get(name)
      ?.some((each) => isWithin(each.scope, scope) && !(each.binding && isWithin(each.binding.scope, scope)));
    if (isHidden || hides) return false;
    names.set(binding, name);
    scope.restored.add(name);
    named.set(binding.name, named.get(binding.name)?.filter((each) => each.binding !== binding) ?? []);
    named.set(name, [...(named.get(name) ?? []), ...own]);
    for (const use of own) restored.set(use, name);
    return true;
  };

  let left = [...groupBy(all, ({ binding }) => binding)].filter(([binding]) => binding && looksRenamed(binding.name));
  // One may stand in the way of another until it has its own name back.
  for (let before = -1; left.length > 0 && left.length !== before; ) {
    before = left.length;
    left = left.filter(([binding, own]) => !binding || !restore(binding, own));
  }
  return restored;
}

/** esbuild appends a number, or puts `_` before the name that a class has inside. */
function isRenamed(name: string, written: string): boolean {
  const rest = name.startsWith(written) ? name.slice(written.length) : name.slice(`_${written}`.length);
  return (
    (name.startsWith(written) || name.startsWith(`_${written}`)) &&
    /^\d*$/.test(rest) &&
    name !== written &&
    written !== 'class'
  );
}

function looksRenamed(name: string): boolean {
  return /^_|\d$/.test(name);
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** What stood in the text before esbuild at the place that an offset of its output comes from. */
export type Written = {
  nameAt(offset: number): string | undefined;
  /** The name behind `class`, where a class without one comes from. */
  classNameAt(offset: number): string | undefined;
};

/** Reads the map only when it is asked. */
export function readWritten(javascript: string, text: string, compiled: string): Written {
  let places: ReadonlyMap<number, number> | undefined;
  const read = (offset: number, before: RegExp | undefined): string | undefined => {
    places ??= placesOf(javascript, text, compiled);
    let place = places.get(offset);
    if (place !== undefined && before) {
      before.lastIndex = place;
      place = before.test(text) ? before.lastIndex : undefined;
    }
    if (place === undefined) return undefined;
    identifier.lastIndex = place;
    const [name] = identifier.exec(text) ?? [];
    return name?.replace(/\\u(?:\{(\w+)\}|(\w{4}))/g, (_, long, short) =>
      String.fromCodePoint(Number.parseInt(long ?? short, 16)),
    );
  };
  return {
    nameAt: (offset) => read(offset, undefined),
    classNameAt: (offset) => read(offset, /class\s+(?!extends\b|implements\b)/y),
  };
}

function placesOf(javascript: string, text: string, compiled: string): ReadonlyMap<number, number> {
  const output = lineStarts(javascript);
  const input = lineStarts(text);
  const places = new Map<number, number>();
  for (const [line, segments] of decode(compiled).entries()) {
    for (const [column = 0, , ownLine, ownColumn] of segments) {
      if (ownLine === undefined || ownColumn === undefined) continue;
      places.set((output[line] ?? 0) + column, (input[ownLine] ?? 0) + ownColumn);
    }
  }
  return places;
}

const identifier = /(?:[\p{ID_Start}$_]|\\u\{\w+\}|\\u\w{4})(?:[\p{ID_Continue}$\u200c\u200d]|\\u\{\w+\}|\\u\w{4})*/uy;

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(({ 0: end, index }) => index + end.length)];
}

function isWithin(scope: Scope, outer: Scope): boolean {
  for (let each: Scope | undefined = scope; each; each = each.outer) if (each === outer) return true;
  return false;
}

/** The scopes from the inner one outwards, without the outer one. */
function scopesBetween(inner: Scope, outer: Scope): readonly Scope[] {
  const scopes: Scope[] = [];
  for (let each: Scope | undefined = inner; each && each !== outer; each = each.outer) scopes.push(each);
  return scopes;
}
