import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { userDataFolder } from '../jupyter/index.ts';
import { boolean, text } from '../multitask/options/index.ts';
import { type FlagTable, type FlagValues, UsageError } from './command-line/index.ts';

/** The flags with which `install` and `uninstall` are told where. */
export const locationFlags = {
  options: {
    user: { type: boolean, about: 'For this user, which is the default of install; JUPYTER_DATA_DIR is respected' },
    prefix: { type: text, value: 'DIR', about: 'In DIR/share/jupyter/kernels' },
    sysPrefix: { type: boolean, about: 'In the active Python environment (venv, conda)' },
  },
} as const satisfies Readonly<Record<string, FlagTable>>;

/** The Jupyter data folder that the flags mean; the user's where there are none. */
export function readLocation(flags: FlagValues<typeof locationFlags>['options']): string {
  const given = [flags.user, flags.prefix, flags.sysPrefix].filter((flag) => flag !== undefined);
  if (given.length > 1) throw new UsageError('Only one of --user, --prefix and --sys-prefix can be given.');
  if (flags.prefix !== undefined) return join(resolve(flags.prefix), 'share', 'jupyter');
  if (flags.sysPrefix) return join(pythonPrefix(), 'share', 'jupyter');
  return userDataFolder();
}

/** sys.prefix of the Python that the user's shell would start. */
function pythonPrefix(): string {
  const active = process.env.VIRTUAL_ENV || process.env.CONDA_PREFIX;
  if (active) return active;
  for (const python of ['python3', 'python']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' });
    if (status === 0 && stdout.trim() !== '') return stdout.trim();
  }
  throw new Error('--sys-prefix needs an active Python environment or python3 on the PATH; there is neither.');
}
