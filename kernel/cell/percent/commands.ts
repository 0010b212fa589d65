import type { Position } from '../../link/index.ts';
import { enumerate, slipsBetween } from '../../text/index.ts';

/** A command of `%` lines, as completion, hovers and `%help` tell of it. */
export type PercentHelp = {
  readonly usage: string;
  readonly about: string;
  /** The first word behind it, where it is one of some. */
  readonly words?: readonly string[];
  /** What it is called elsewhere. */
  readonly also: readonly string[];
};

export const percentCommands = {
  npm: {
    usage: '%npm install lodash@4',
    about:
      "Installs packages into the notebook's folder, and no other; the next cell imports them, with their types. Also: uninstall, update, list, outdated, view. An interrupt stops it.",
    words: ['install', 'uninstall', 'update', 'list', 'outdated', 'view'],
    also: ['pip', 'conda', 'yarn', 'pnpm', 'install', 'bun', 'add_package'],
  },
  sh: {
    usage: '%sh head -3 clicks.csv | cut -d, -f1',
    about:
      "Runs a line in the shell, in the notebook's folder, and prints what it says. An exit code other than 0 is an error; an interrupt ends the line and all that it started. It is asked for no input.",
    also: ['bash', 'system', 'sx', 'shell', 'cmd', 'powershell', 'zsh', 'script', 'ls', 'cat', 'cp', 'mv', 'rm', 'pwd'],
  },
  time: {
    usage: '%time await model.fit(rows)',
    about:
      'Says how long a statement takes, and shows its value as ever; a promise is waited for. Alone on its line it times the rest of the cell.',
    also: ['timeit', 'prun', 'timing', 'clock'],
  },
  env: {
    usage: '%env RAY_API_SERVER_ADDRESS=http://127.0.0.1:8265',
    about:
      'Sets a variable of the environment, for cells and for what they start. With a name alone it prints its value, with nothing all of them, secrets shortened.',
    also: ['set_env', 'setenv', 'export', 'environment'],
  },
  help: {
    usage: '%help npm',
    about: 'Tells of these lines, or of one of them.',
    also: ['magic', 'lsmagic', 'quickref', 'man'],
  },
} as const satisfies Readonly<Record<string, PercentHelp>>;

export type PercentName = keyof typeof percentCommands;

export const percentNames = Object.keys(percentCommands) as readonly PercentName[];

export function isPercentName(name: string): name is PercentName {
  return Object.hasOwn(percentCommands, name);
}

export function helpOf(name: PercentName): PercentHelp {
  return percentCommands[name];
}

/** What a person may have meant by a name that none has: one with a slip of the keys, or its name elsewhere. */
export function unknownCommand(name: string): string {
  const wanted = name.toLowerCase();
  const near = percentNames.filter(
    (each) =>
      (percentCommands[each].also as readonly string[]).includes(wanted) ||
      slipsBetween(wanted, each) <= Math.ceil(each.length / 3),
  );
  const all = `The lines with % are ${enumerate(percentNames.map((each) => `%${each}`))}.`;
  return `There is no %${name}.${near.length > 0 ? ` Did you mean %${near.slice(0, 2).join(' or %')}?` : ''} ${all}`;
}

/** What to say of a mistake at the sign of what looks like a command and is none, because of where it stands. */
export function misplaced(source: string, { line, column }: Position): string | undefined {
  const text = lineOf(source, line);
  const [, blanks = '', name] = /^(\s*)%%?([A-Za-z][\w-]*)/.exec(text) ?? [];
  if (name !== undefined && isPercentName(name) && column === blanks.length + 1) {
    return `%${name} begins a line at the top level of a cell: not within brackets, and not before the end of a statement.`;
  }
  const [, command] = /^\s*!\s*([a-z][\w./-]*\s.*)$/.exec(text) ?? [];
  return command === undefined ? undefined : `To run a line in the shell, write: %sh ${command.trim()}`;
}

/** What to say where a name is not defined that a cell wrote as a command, and TypeScript read as a remainder or a negation. */
export function meantAsCommand(source: string, name: string): string | undefined {
  for (const [, sign, word = '', rest] of source.matchAll(/^[ \t]*(%|!)([A-Za-z][\w-]*)(.*)$/gm)) {
    if (word !== name) continue;
    if (sign === '!') return `To run a line in the shell, write: %sh ${word}${rest}`;
    return `To use %${word}, end the line before it with a semicolon: TypeScript reads a remainder.`;
  }
  return undefined;
}

function lineOf(source: string, line: number): string {
  return source.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? '';
}

/** The page of `%help`. */
export function helpText(only?: PercentName): string {
  const names = only === undefined ? percentNames : [only];
  const pages = names.map((name) => `${percentCommands[name].usage}\n    ${percentCommands[name].about}`);
  return only === undefined ? `${[...pages, placeOfLines].join('\n\n')}\n` : `${pages.join('')}\n`;
}

const placeOfLines =
  'Each begins a line at the top level of a cell. What TypeScript can read is TypeScript: end the line before it with a semicolon.';
