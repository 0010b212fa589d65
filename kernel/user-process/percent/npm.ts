import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { asOurs } from '../built-ins/index.ts';
import type { Run, Runs } from '../execution/runs.ts';
import { type End, runChild } from './child.ts';
import { npmFailure } from './npm-failure.ts';

export type NpmOptions = {
  /** The notebook's. */
  readonly folder: string;
  readonly runs: Runs;
  readonly run: Run | undefined;
  print(stream: 'stdout' | 'stderr', text: string): void;
};

/** Runs npm for the notebook's folder, and shows how far it is. Resolves to what went wrong, in words. */
export function npm(words: readonly string[], options: NpmOptions): Promise<string | undefined> | string {
  const { folder, runs, run, print } = options;
  const link = linkedElsewhere(folder);
  if (link !== undefined) return `node_modules in ${folder} is a link to ${link}: npm would write there.`;
  const [subcommand = '', ...given] = words;
  const before = new Map(namesOf(given).map((name) => [name, installed(folder, name)?.version]));
  const progress = createProgress(print);
  let said = '';
  let result = '';
  const ended = runChild({
    ...npmCommand([subcommand, ...settings(folder), ...given]),
    cwd: folder,
    env: process.env,
    runs,
    run,
    hear(stream, text) {
      if (stream === 'stdout') result += text;
      else {
        said = (said + text).slice(-100_000);
        progress.hear(text);
      }
    },
  });
  const tell = (end: End): string | undefined => {
    progress.end();
    if (end.error) return notStarted(end.error, folder);
    if (result.trim() !== '') print('stdout', `${result.trim()}\n`);
    // Where something is outdated npm says so by its exit code.
    if (end.code === 0 || (subcommand === 'outdated' && !/^npm error/m.test(said))) {
      if (subcommand === 'install') print('stdout', news(folder, before));
      return undefined;
    }
    return end.code === null ? `npm was ended by ${end.signal}.` : npmFailure(said, folder);
  };
  return ended.then(asOurs(tell));
}

function notStarted({ code, message }: NodeJS.ErrnoException, folder: string): string {
  if (code !== 'ENOENT') return `npm did not start: ${message}`;
  return existsSync(folder)
    ? 'There is no npm in the PATH of this kernel. It comes with Node (https://nodejs.org); another package manager runs with %sh.'
    : `The notebook's folder is gone: ${folder}`;
}

/**
 * `--prefix`: npm would go up to the next folder with a package.json. It prints a line for each file it fetches, of which the progress is made;
 * and where there is no network it says so after seconds, not minutes.
 */
function settings(folder: string): readonly string[] {
  return [
    `--prefix=${folder}`,
    '--location=project',
    '--no-fund',
    '--no-audit',
    '--no-update-notifier',
    '--no-progress',
    '--color=false',
    '--loglevel=http',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=500',
  ];
}

function npmCommand(words: readonly string[]) {
  if (process.platform !== 'win32') return { command: 'npm', args: words };
  // Node starts .cmd files only in a shell.
  return { command: ['npm.cmd', ...words.map((word) => `"${word.replaceAll('"', '')}"`)].join(' '), shell: true };
}

/** Where node_modules really is, if that is outside of the folder. */
function linkedElsewhere(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return undefined;
  const real = realpathSync(modules);
  return relative(realpathSync(folder), real).split(sep)[0] === '..' ? real : undefined;
}

/** One line that changes while npm fetches, and goes when it has ended. */
function createProgress(print: NpmOptions['print']): { hear(text: string): void; end(): void } {
  let fetched = 0;
  let rest = '';
  let shown = false;
  return {
    hear(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, source = ''] = /^npm http (?:fetch GET \d+|cache) (\S+)/.exec(line) ?? [];
        const [, failure] = /^npm http fetch GET \S+ attempt \d+ failed with (\S+)/.exec(line) ?? [];
        const [, warning] = /^npm (?:warn|WARN) (.*)$/.exec(line) ?? [];
        if (warning !== undefined && /^deprecated|EBADENGINE/.test(warning)) print('stderr', `${warning}\n`);
        if (source === '' && failure === undefined) continue;
        if (source !== '') fetched += 1;
        const name = source.replace(/^.*?:\/\/[^/]+\//, '').replace(/[@/]-?\/?[^/]*$|\?.*$/, '');
        const what = failure === undefined ? `${fetched} read, ${name}` : `npm's registry: ${failure}, once more`;
        print('stdout', `\r\u001b[2K${what.slice(0, 76)}`);
        shown = true;
      }
    },
    end() {
      if (shown) print('stdout', '\r\u001b[2K');
    },
  };
}

/** The names of packages among what npm was given; a file or an address has none. */
export function namesOf(given: readonly string[]): readonly string[] {
  return given.flatMap((word) => {
    const alias = /^((?:@[\w.~-]+\/)?[\w.~-]+)@npm:/.exec(word)?.[1];
    const name = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@[^/:]*)?$/.exec(word)?.[1];
    const found = alias ?? (word.startsWith('-') || word.startsWith('.') ? undefined : name);
    return found === undefined ? [] : [found];
  });
}

type Package = { readonly version: string; readonly hasTypes: boolean };

function installed(folder: string, name: string): Package | undefined {
  const home = join(folder, 'node_modules', name);
  try {
    const text = readFileSync(join(home, 'package.json'), 'utf8');
    const { version, types, typings } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const hasTypes =
      typeof (types ?? typings) === 'string' || /"types"\s*:/.test(text) || existsSync(join(home, 'index.d.ts'));
    return { version: String(version), hasTypes };
  } catch {
    return undefined;
  }
}

/** What is there now, and what it lacks. */
function news(folder: string, before: ReadonlyMap<string, string | undefined>): string {
  const lines = [...before].flatMap(([name, old]) => {
    const found = installed(folder, name);
    if (!found) return [];
    const types = `@types/${name.replace(/^@(.*)\//, '$1__')}`;
    const lacks =
      found.hasTypes || name.startsWith('@types/') || installed(folder, types)
        ? ''
        : ` It has no types of its own; most packages like it have them in %npm install ${types}`;
    const isOther = old !== undefined && old !== found.version;
    const restart = isOther ? ` Where a cell has imported ${old}, restart the kernel.` : '';
    return `${name} ${found.version}.${restart}${lacks}\n`;
  });
  return lines.join('');
}
