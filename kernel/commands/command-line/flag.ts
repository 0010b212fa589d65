import type { Entry, Read } from '../../multitask/options/index.ts';

/**
 * An option that can be said on the command line: `learningRate` is `--learning-rate`; a boolean is a flag without a value,
 * `--no-shuffle` where it is true unless told. What a flag shares with an option of a cell is that option's entry, so that
 * its range, its default and its sentence are written once.
 */
export type Flag = Entry & {
  /** What stands for the value in the help, e.g. `FILE`; a word for the type without this. */
  readonly value?: string;
  /** Reads the text where the command line has its own way to say the option; the type checks what comes of it. */
  readonly parse?: (text: string) => unknown;
  /** It may be given several times; its type is a list then, of which each text is an item. */
  readonly many?: true;
  /** Where an option has several owners, e.g. models: what it is to each of them, or to all (''). */
  readonly each?: readonly { readonly of: string; readonly entry: Entry }[];
};

export type FlagTable = Readonly<Record<string, Flag>>;

/** The flags of a command under the headings of its help: `textFiles` is "Text files". */
export type FlagGroups = Readonly<Record<string, FlagTable>>;

/** What was said, and the defaults of what was not, by group. */
export type FlagValues<Groups extends FlagGroups> = { readonly [Group in keyof Groups]: Read<Groups[Group]> };

/** How a person writes it, e.g. `--learning-rate` or `--no-shuffle`. */
export function spelling(name: string, flag: Flag): string {
  return `--${flag.type.kind === 'boolean' && flag.default === true ? 'no-' : ''}${kebabCase(name)}`;
}

export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
