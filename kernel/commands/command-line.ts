import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The user asked for something that a command does not take; the message names it. Ends with exit code 2. */
export class UsageError extends Error {}

type Option = { readonly type: 'string' | 'boolean'; readonly multiple?: boolean };
type Options = Readonly<Record<string, Option>>;
type One<T extends Option> = T['type'] extends 'string' ? string : boolean;
type Value<T extends Option> = T extends { readonly multiple: true } ? readonly One<T>[] : One<T>;

export type CommandLine<T extends Options> = {
  readonly values: { readonly [Name in keyof T]?: Value<T[Name]> };
  readonly positionals: readonly string[];
};

/** Reads the flags and the operands of a command. Throws UsageError, naming the flag that is unknown or lacks a value. */
export function readCommandLine<const T extends Options>(args: readonly string[], options: T): CommandLine<T> {
  try {
    const config: ParseArgsConfig = {
      args: withSentences(args, options),
      options,
      allowPositionals: true,
      strict: true,
    };
    // Its own types are only inferred where the options stand literally in the call.
    return parseArgs(config) as unknown as CommandLine<T>;
  } catch (error) {
    const { message } = error as Error;
    const flag = /'(--?[^' ]+)/.exec(message)?.[1] ?? '';
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(
        `Unknown option ${flag}. ${known.length === 0 ? 'There are none' : `There are ${known.join(', ')}`}.`,
      );
    }
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw new UsageError(message.split('\n')[0]);
    throw error;
  }
}

/** A value with spaces is no flag, although it begins with a dash as an SQL comment does: `--data "-- mine…"`. */
function withSentences(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  const waiting = [...args];
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    const takesText = arg.startsWith('--') && options[arg.slice(2)]?.type === 'string';
    const next = waiting[0];
    const isSentence = takesText && next?.startsWith('-') && /\s/.test(next);
    joined.push(isSentence ? `${arg}=${waiting.shift()}` : arg);
  }
  return joined;
}

/** The one operand a command needs. */
export function onlyOperand(positionals: readonly string[], name: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError(`${name} is missing.`);
  if (second !== undefined) throw new UsageError(`Only one ${name} can be given; there is also ${second}.`);
  return first;
}

/** For a command that has no operands. */
export function noOperands(positionals: readonly string[]): void {
  if (positionals[0] !== undefined)
    throw new UsageError(`Nothing belongs behind this command; there is ${positionals[0]}.`);
}

/** A number from 0 on given to a flag, or undefined where the flag is absent. */
export function numberFrom0(text: string | undefined, flag: string): number | undefined {
  const isZero = text !== undefined && text.trim() !== '' && Number(text) === 0;
  return isZero ? 0 : positiveNumber(text, flag, 'from 0 on');
}

/** A positive number given to a flag, or undefined where the flag is absent. */
export function positiveNumber(text: string | undefined, flag: string, range = 'above 0'): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new UsageError(`${flag} must be a number ${range}; it is ${JSON.stringify(text)}.`);
  }
  return value;
}
