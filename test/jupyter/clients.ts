import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { mainScript } from '../support/jupyter-kernel.ts';

/** One set of real Jupyter clients: Debian's or the newest. */
export type Clients = {
  readonly name: string;
  readonly python: string;
  /** The folder with `jupyter-nbconvert` and its siblings. */
  readonly bin: string;
};

const cache =
  process.env.MULTITASK_CI_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'multitask-notebook-ci');
const venv = join(cache, 'jupyter', 'bin');

const debian: Clients = { name: 'Debian', python: '/usr/bin/python3', bin: '/usr/bin' };
const newest: Clients = { name: 'PyPI', python: join(venv, 'python'), bin: venv };

/** Every set that is here; a missing one is said in one line, and is an error in CI. */
export function availableClients(): readonly Clients[] {
  return [debian, newest].filter(({ name, bin, python }) => {
    const there =
      existsSync(join(bin, 'jupyter-nbconvert')) &&
      spawnSync(python, ['-c', 'import jupyter_kernel_test'], { timeout: 60_000 }).status === 0;
    if (there) return true;
    if (process.env.CI)
      throw new Error(`The Jupyter clients of ${name} are missing; test/jupyter/setup.sh installs them.`);
    console.log(`skipped: no Jupyter clients from ${name}`);
    return false;
  });
}

/** A Jupyter that knows our kernel only from a temporary folder, through JUPYTER_PATH. */
export type Installation = { readonly env: NodeJS.ProcessEnv; readonly folder: string; remove(): void };

export function installKernel(): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-jupyter-'));
  const env = {
    ...process.env,
    JUPYTER_PATH: [join(folder, 'share', 'jupyter'), process.env.JUPYTER_PATH ?? ''].filter(Boolean).join(delimiter),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_PLATFORM_DIRS: '1',
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
  };
  const { status, stderr } = spawnSync(process.execPath, [mainScript, 'install', '--prefix', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`install failed: ${stderr}`);
  return { env, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
