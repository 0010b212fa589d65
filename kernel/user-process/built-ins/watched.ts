import { descriptorOf, type Kept } from './kept.ts';
import { getOwnPropertyDescriptor, ownKeys } from './originals.ts';

/** Built-ins in the form that is cheapest to look at: it is done twice for each cell. */
export type Watched = {
  readonly groups: readonly Group[];
  readonly accessors: readonly Kept[];
  readonly ownKeysOfObjects: readonly PropertyKey[];
};

/** The values that one object holds. */
type Group = {
  readonly holder: object;
  readonly values: readonly Kept[];
  readonly expected: readonly unknown[];
  isAsBefore(holder: object, expected: readonly unknown[]): boolean;
};

/** What the notebook has in the place of a built-in; nothing where it was deleted. */
export type Replaced = { readonly original: Kept; readonly theirs: PropertyDescriptor | undefined };

export function watched(kept: readonly Kept[]): Watched {
  const isAccessor = ({ descriptor }: Kept): boolean => descriptor?.get !== undefined;
  const byHolder = new Map<object, Kept[]>();
  for (const each of kept) {
    if (isAccessor(each)) continue;
    byHolder.set(each.holder, [...(byHolder.get(each.holder) ?? []), each]);
  }
  return {
    groups: Array.from(byHolder, ([holder, values]) => ({
      holder,
      values,
      expected: values.map(({ descriptor }) => descriptor?.value),
      isAsBefore: comparison(values.map(({ key }) => key)),
    })),
    accessors: kept.filter(isAccessor),
    ownKeysOfObjects: kept.length > 0 ? ownKeys(Object.prototype) : [],
  };
}

/** Written out, so that V8 remembers for each property where it is; a loop over all would search for it each time. */
function comparison(keys: readonly PropertyKey[]): Group['isAsBefore'] {
  const property = (key: PropertyKey, i: number): string =>
    typeof key === 'string' ? `holder[${JSON.stringify(key)}]` : `holder[keys[${i}]]`;
  const equal = keys.map((key, i) => `${property(key, i)} === expected[${i}]`).join(' && ');
  return new Function('keys', `return (holder, expected) => ${equal}`)(keys);
}

/** Those that are not what they were. Uses nothing that could be among them. */
export function whatIsReplaced({ groups, accessors, ownKeysOfObjects }: Watched): readonly Replaced[] {
  const found: Replaced[] = [];
  const note = (original: Kept): void => {
    found[found.length] = { original, theirs: descriptorOf(original.holder, original.key) };
  };
  if (groups.length === 0) return found;
  // First, as these change the meaning of everything else.
  const keys = ownKeys(objects);
  if (keys.length !== ownKeysOfObjects.length) noteAdded(keys, ownKeysOfObjects, note);
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group;
    if (!isAsBefore(group)) noteChanged(group, note);
  }
  for (let i = 0; i < accessors.length; i++) {
    const each = accessors[i] as Kept;
    if (getOwnPropertyDescriptor(each.holder, each.key)?.get !== each.descriptor?.get) note(each);
  }
  return found;
}

/** What a cell put there may be a getter that throws. */
function isAsBefore({ holder, expected, isAsBefore }: Group): boolean {
  try {
    return isAsBefore(holder, expected);
  } catch {
    return false;
  }
}

function noteChanged({ holder, values, expected }: Group, note: (original: Kept) => void): void {
  for (let i = 0; i < values.length; i++) {
    const each = values[i] as Kept;
    const now = descriptorOf(holder, each.key);
    if (now?.value !== expected[i] || (now && !('value' in now))) note(each);
  }
}

const objects = Object.prototype;

/** Of a symbol not more than that: to put it in words is a built-in, too. */
function added(key: PropertyKey): string {
  return typeof key === 'symbol' ? 'Object.prototype[symbol]' : `Object.prototype.${key}`;
}

function noteAdded(keys: readonly PropertyKey[], before: readonly PropertyKey[], note: (added: Kept) => void): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey;
    let isNew = true;
    for (let j = 0; j < before.length; j++) if (before[j] === key) isNew = false;
    if (isNew) note({ holder: objects, key, descriptor: undefined, name: added(key) });
  }
}
