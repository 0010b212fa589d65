import type { PercentCommand } from '../../link/index.ts';
import { enumerate, slipsBetween } from '../../text/index.ts';
import { helpOf, helpText, isPercentName, unknownCommand } from './commands.ts';
import type { PercentLine } from './find.ts';
import { shellWords } from './shell-words.ts';

export type ReadLine =
  | { readonly kind: 'command'; readonly command: PercentCommand }
  /** Times what stands behind it, or the rest of the cell. */
  | { readonly kind: 'time' }
  /** `offset` is the cell's. */
  | { readonly kind: 'problem'; readonly message: string; readonly offset: number };

/** What a `%` line asks for. */
export function readPercentLine(line: PercentLine): ReadLine {
  const { name, isDoubled, rest, start, restStart } = line;
  const problem = (message: string, offset: number = restStart): ReadLine => ({ kind: 'problem', message, offset });
  if (!isPercentName(name)) return problem(unknownCommand(name), start);
  // A name's own help, as of other names: `%npm?`.
  if (/^\?{1,2}$/.test(rest)) return { kind: 'command', command: { kind: 'help', text: helpText(name) } };
  if (name === 'time') return { kind: 'time' };
  if (isDoubled) return problem(`%%${name} takes no cell: write %${name} before each line.`, start);
  switch (name) {
    case 'help': {
      const asked = rest.replace(/^%+/, '');
      if (asked === '') return { kind: 'command', command: { kind: 'help', text: helpText() } };
      return isPercentName(asked)
        ? { kind: 'command', command: { kind: 'help', text: helpText(asked) } }
        : problem(unknownCommand(asked));
    }
    case 'sh':
      if (rest === '') return problem(`%sh runs a line in the shell, as in: ${helpOf('sh').usage}`);
      return { kind: 'command', command: { kind: 'sh', script: rest } };
    case 'env':
      return readEnv(rest, problem);
    case 'npm':
      return readNpm(rest, problem);
  }
}

type Problem = (message: string) => ReadLine;

/** `NAME`, `NAME=value` and, as in IPython, `NAME value`. */
function readEnv(rest: string, problem: Problem): ReadLine {
  if (rest === '') return { kind: 'command', command: { kind: 'env' } };
  const [, name = '', sign, given = ''] = /^([^\s=]*)(?:\s*(=)\s*|\s+|$)(.*)$/s.exec(rest) ?? [];
  if (name === '') return problem(`The name of a variable is missing, as in: ${helpOf('env').usage}`);
  if (given.includes('\0')) return problem('A variable of the environment cannot hold a null character.');
  if (sign === undefined && given === '') return { kind: 'command', command: { kind: 'env', name } };
  return { kind: 'command', command: { kind: 'env', name, value: withoutQuotes(given) } };
}

function withoutQuotes(text: string): string {
  return /^(["'])(?:(?!\1).)*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** Other words for what npm does to a folder. */
const subcommands: Readonly<Record<string, string>> = {
  install: 'install',
  i: 'install',
  add: 'install',
  uninstall: 'uninstall',
  remove: 'uninstall',
  rm: 'uninstall',
  un: 'uninstall',
  update: 'update',
  up: 'update',
  upgrade: 'update',
  list: 'list',
  ls: 'list',
  outdated: 'outdated',
  view: 'view',
  info: 'view',
};

/** Flags that lead out of the notebook's folder, or to other settings than the person's. */
const outside =
  /^(?:-g|-[a-zA-Z]*g[a-zA-Z]*|--global(?:=.*)?|--location(?:=.*)?|-C|--prefix(?:=.*)?|-L|--global-?style|--cache(?:=.*)?|--userconfig(?:=.*)?|--globalconfig(?:=.*)?|-w|-ws|--workspaces?(?:=.*)?|--include-workspace-root(?:=.*)?)$/;

function readNpm(rest: string, problem: Problem): ReadLine {
  const words = shellWords(rest);
  if (words === undefined) return problem('A quotation mark is not closed.');
  const [asked, ...given] = words;
  const usage = helpOf('npm').usage;
  if (asked === undefined) return problem(`%npm does what the next word says, as in: ${usage}`);
  const subcommand = Object.hasOwn(subcommands, asked) ? subcommands[asked] : undefined;
  if (subcommand === undefined) {
    const near = Object.keys(subcommands).find((each) => each.length > 3 && slipsBetween(asked, each) <= 2);
    const meant = near === undefined ? '' : ` Did you mean %npm ${near}?`;
    return problem(
      `%npm does not ${/^[\w-]+$/.test(asked) ? `know ${asked}` : `begin with ${asked}`}.${meant} It knows ${enumerate([...new Set(Object.values(subcommands))])}; for all else there is: %sh npm ${rest}`,
    );
  }
  const wrong = given.find((word) => outside.test(word));
  if (wrong !== undefined) {
    return problem(`%npm works in the notebook's folder alone, without ${wrong}; elsewhere: %sh npm ${rest}`);
  }
  const names = given.filter((word) => !word.startsWith('-'));
  if (subcommand === 'uninstall' && names.length === 0) {
    return problem('%npm uninstall needs the name of a package, as in: %npm uninstall lodash');
  }
  if (subcommand === 'view' && names.length === 0) {
    return problem('%npm view needs the name of a package, as in: %npm view lodash');
  }
  return { kind: 'command', command: { kind: 'npm', words: [subcommand, ...given] } };
}
