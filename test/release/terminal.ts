import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Ended = { readonly code: number | null; readonly text: string };

/** A new, empty folder outside the repository, and a terminal in it. */
export type Terminal = {
  readonly folder: string;
  run(program: string, ...args: readonly string[]): Ended;
  remove(): void;
};

/** Nothing of `npm run` is inherited: a stranger's terminal does not know this repository. */
export function openTerminal(): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-release-'));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(?!config_(cache|registry))|NODE_PATH$|INIT_CWD$|CI$)/.test(name),
    ),
  );
  const path = (env.PATH ?? '').split(':').filter((each) => !each.includes('node_modules'));
  return {
    folder,
    run(program, ...args) {
      const options = {
        cwd: folder,
        env: { ...env, PATH: path.join(':') },
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      } as const;
      const { status, stdout, stderr, error } = spawnSync(program, args, options);
      return { code: status, text: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
