import { anything, list, number, readValue, text } from '../../options/index.ts';

/** An option that a search chooses: one of a list, or a number between two. */
export type SearchAxis =
  | {
      /** Name of the option. */
      readonly name: string;
      readonly kind: 'choice';
      /** What it is chosen from. */
      readonly values: readonly unknown[];
    }
  | {
      /** Name of the option. */
      readonly name: string;
      /** How the number is drawn. */
      readonly kind: NumberKind;
      /** The least number. */
      readonly low: number;
      /** The greatest number. */
      readonly high: number;
    };

/** How a number is drawn: evenly, evenly in its logarithm, or evenly among whole numbers. */
export type NumberKind = 'linear' | 'log' | 'integer';

/** What a trial chose, by option. */
export type Picks = Readonly<Record<string, unknown>>;

/** Chooses an option's value, by its name; the same name chooses once a trial. */
export type Pick = {
  /** One of the values. */
  <const Value>(name: string, values: readonly Value[]): Value;
  /** A number from `low` to `high`, evenly. */
  readonly linear: (name: string, low: number, high: number) => number;
  /** A number from `low` to `high`, both above 0, evenly in its logarithm. */
  readonly log: (name: string, low: number, high: number) => number;
  /** A whole number from `low` to `high`, both among them. */
  readonly integer: (name: string, low: number, high: number) => number;
};

/**
 * @param axes what earlier trials were asked to choose; gets what this one is asked for the first time.
 * @param choose where on the axis of that position the choice lies, in [0, 1).
 */
export function createPick(
  axes: SearchAxis[],
  choose: (axis: SearchAxis, position: number) => number,
): { readonly pick: Pick; readonly picks: Picks } {
  const picks: Record<string, unknown> = {};
  const chosen = (axis: SearchAxis): unknown => {
    const known = axes.findIndex(({ name }) => name === axis.name);
    if (known >= 0 && JSON.stringify(axes[known]) !== JSON.stringify(axis))
      throw new Error(
        `search: "${axis.name}" is picked from other values than before; each option has a name of its own.`,
      );
    if (known < 0) axes.push(axis);
    if (!(axis.name in picks)) picks[axis.name] = valueAt(axis, choose(axis, known < 0 ? axes.length - 1 : known));
    return picks[axis.name];
  };
  const between = (kind: NumberKind) => (name: string, low: number, high: number) => {
    checkName(name);
    checkRange(name, kind, low, high);
    return chosen({ name, kind, low, high }) as number;
  };
  const one = (name: string, values: readonly unknown[]) => {
    checkName(name);
    readValue('search', `what "${name}" is picked from`, list(anything, 1), values);
    return chosen({ name, kind: 'choice', values });
  };
  const pick = Object.assign(one, { linear: between('linear'), log: between('log'), integer: between('integer') });
  return { pick: pick as Pick, picks };
}

/** The picks of a trial once more. @throws when another option is asked for. */
export function repeatPicks(picks: Picks): Pick {
  const again = (name: string) => {
    if (!(name in picks)) throw new Error(`search: the best trial did not pick "${name}".`);
    return picks[name];
  };
  return Object.assign(again, { linear: again, log: again, integer: again }) as Pick;
}

function valueAt(axis: SearchAxis, share: number): unknown {
  switch (axis.kind) {
    case 'choice':
      return axis.values[Math.floor(share * axis.values.length)];
    case 'linear':
      return axis.low + share * (axis.high - axis.low);
    case 'log':
      return axis.low * (axis.high / axis.low) ** share;
    case 'integer':
      return axis.low + Math.floor(share * (axis.high - axis.low + 1));
  }
}

function checkName(name: unknown): void {
  readValue('search', 'the name of what is picked', text, name);
}

function checkRange(name: string, kind: NumberKind, low: number, high: number): void {
  const type = number({ ...(kind === 'integer' && { whole: true }), ...(kind === 'log' && { above: 0 }) });
  for (const [end, value] of [
    ['first', low],
    ['last', high],
  ] as const)
    readValue('search', `the ${end} number of "${name}"`, type, value);
  if (low >= high)
    throw new Error(`search: "${name}" goes from ${low} to ${high}; the first number must be less than the last.`);
}
