import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { userDataFolder } from '../jupyter/index.ts';
import { UsageError } from './command-line.ts';

/** The flags with which `install` and `uninstall` are told where. */
export const locationOptions = {
  user: { type: 'boolean' },
  prefix: { type: 'string' },
  'sys-prefix': { type: 'boolean' },
} as const;

export type LocationFlags = {
  readonly user?: boolean | undefined;
  readonly prefix?: string | undefined;
  readonly 'sys-prefix'?: boolean | undefined;
};

/** The Jupyter data folder that the flags mean; the user's where there are none. */
export function readLocation(flags: LocationFlags): string {
  const given = [flags.user, flags.prefix, flags['sys-prefix']].filter((flag) => flag !== undefined);
  if (given.length > 1) throw new UsageError('Only one of --user, --prefix and --sys-prefix can be given.');
  if (flags.prefix !== undefined) return join(resolve(flags.prefix), 'share', 'jupyter');
  if (flags['sys-prefix']) return join(pythonPrefix(), 'share', 'jupyter');
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
