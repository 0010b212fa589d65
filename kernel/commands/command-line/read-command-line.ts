import { nearest, readOptions, seen } from '../../multitask/options/index.ts';
import { enumerate } from '../../text/index.ts';
import { type Flag, type FlagGroups, type FlagTable, type FlagValues, spelling } from './flag.ts';
import { expectedText, inText, saidBy } from './text-value.ts';
import { UsageError } from './usage.ts';

/**
 * Reads the operands and the flags of a command: each text as the flag's entry says, with the defaults of those that were
 * not given.
 *
 * @param operands looks at what stands behind the command, e.g. `onlyOperand('MODEL')`.
 * @throws UsageError that names a flag that is unknown, with the nearest; that has no value, or a wrong one, with what was
 * expected; that is given twice or is missing.
 */
export function readCommandLine<const Groups extends FlagGroups, Operands>(
  args: readonly string[],
  groups: Groups,
  operands: (given: readonly string[]) => Operands,
): { readonly operands: Operands; readonly flags: FlagValues<Groups> } {
  const known = spellings(groups);
  const said = tokens(args, known);
  const read = operands(said.operands);
  const given = mapped(groups, (table) =>
    Object.fromEntries(
      Object.entries(table).flatMap(([name, flag]) => {
        const texts = said.flags.get(spelling(name, flag));
        return texts === undefined ? [] : [[name, valueOfFlag(spelling(name, flag), flag, texts)]];
      }),
    ),
  );
  for (const [spelt, flag] of known)
    if (flag.needed && !said.flags.has(spelt)) throw new UsageError(`${spelt} is missing: ${needs(flag)}.`);
  const values = mapped(groups, (table, group) => checked(() => readOptions('', table, given[group])));
  return { operands: read, flags: values as FlagValues<Groups> };
}

function mapped<Value>(groups: FlagGroups, change: (table: FlagTable, group: string) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(groups).map(([group, table]) => [group, change(table, group)]));
}

type Known = ReadonlyMap<string, Flag>;

function spellings(groups: FlagGroups): Known {
  return new Map(
    Object.values(groups).flatMap((table) => Object.entries(table).map(([name, flag]) => [spelling(name, flag), flag])),
  );
}

/** What was written: operands, and the texts of each flag; a switch has an empty one. */
function tokens(args: readonly string[], known: Known) {
  const operands: string[] = [];
  const flags = new Map<string, readonly string[]>();
  const waiting = [...args];
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    if (arg === '--') operands.push(...waiting.splice(0));
    else if (!/^-./.test(arg)) operands.push(arg);
    else {
      const [name = ''] = arg.split('=', 1);
      const flag = known.get(name);
      if (!flag) throw new UsageError(noSuchFlag(name, known));
      const inline = name === arg ? undefined : arg.slice(name.length + 1);
      const texts = [...(flags.get(name) ?? []), textOf(name, flag, inline, waiting)];
      if (texts.length > 1 && !flag.many) throw new UsageError(givenTwice(name, flag, texts));
      flags.set(name, texts);
    }
  }
  return { operands, flags };
}

/** Behind a flag stands its value, with = or as the next word; a word that begins with -- is a flag, unless it has blanks. */
function textOf(name: string, flag: Flag, inline: string | undefined, waiting: string[]): string {
  if (flag.type.kind === 'boolean') {
    if (inline === undefined) return '';
    throw new UsageError(`${name} takes no value; it is followed by ${seen(inline)}. It is there or not.`);
  }
  if (inline !== undefined) return inline;
  const [next] = waiting;
  if (next === undefined) throw new UsageError(`${name} has no value: ${needs(flag)}.`);
  if (/^(--|-h$)/.test(next) && !/\s/.test(next))
    throw new UsageError(`${name} has no value: ${needs(flag)}. If it is to be ${next}, write ${name}=${next}`);
  return waiting.shift() ?? '';
}

function valueOfFlag(spelt: string, flag: Flag, texts: readonly string[]): unknown {
  const { type, parse, many } = flag;
  if (type.kind === 'boolean') return flag.default !== true;
  if (many) return parse ? texts.map(parse) : texts;
  const [text = ''] = texts;
  if (parse) return parse(text);
  const wanted = inText(type);
  const value = wanted && saidBy(wanted, text);
  if (value !== undefined) return value;
  throw new UsageError(`${spelt} is ${/^-?[\d.]+$/.test(text) ? text : seen(text)}; ${needs(flag)}.`);
}

function needs({ type, value, parse }: Flag): string {
  const wanted = parse ? undefined : inText(type);
  return `${wanted && (wanted.kind !== 'text' || value === undefined) ? expectedText(wanted) : value} was expected`;
}

function noSuchFlag(name: string, known: Known): string {
  const near = nearest(
    name,
    [...known].map(([spelt, { also = [] }]) => ({ name: spelt, also })),
  );
  if (near.length > 0) return `There is no ${name}. Did you mean ${enumerate(near, 'or')}?`;
  const all = [...known.keys()];
  if (all.length === 0) return `There is no ${name}, nor any other flag.`;
  return `There is no ${name}. There ${all.length === 1 ? `is ${all[0]} alone` : `are ${all.join(', ')}`}.`;
}

function givenTwice(name: string, { type }: Flag, texts: readonly string[]): string {
  if (type.kind === 'boolean') return `${name} is given twice.`;
  return `${name} is given twice, as ${texts.map(seen).join(' and as ')}. Give it once.`;
}

/** What is wrong with the values that were parsed in a way of the command line's own. */
function checked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/^: /, ''));
  }
}
