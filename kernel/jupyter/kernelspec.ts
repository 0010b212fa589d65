import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { makeFolder } from '../files/index.ts';

export const kernelName = 'multitask-typescript';
export const kernelDisplayName = 'TypeScript (Multitask)';

/** kernel.json: how a Jupyter client starts the kernel. */
export type KernelSpec = {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message';
  readonly env?: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
};

/**
 * Describes the kernel with absolute paths, as a client may start it from anywhere. It leaves `kernel_protocol_version`
 * out: 5.5 there would claim that the kernel registers itself (JEP 66), which is another thing than speaking 5.5.
 */
export function kernelSpec(node: string, mainScript: string): KernelSpec {
  return {
    argv: kernelArgv(node, mainScript),
    display_name: kernelDisplayName,
    language: 'typescript',
    interrupt_mode: 'message',
    // The Node inside an Electron program (VS Code) is only Node when this is set.
    ...('electron' in process.versions ? { env: { ELECTRON_RUN_AS_NODE: '1' } } : {}),
    metadata: { debugger: true, supported_encryption: ['curve'] },
  };
}

/**
 * The command that starts a kernel. The kernel process only passes messages on: V8's usual young generation of 16 MB would
 * fill with them before the first collection.
 */
export function kernelArgv(node: string, mainScript: string): readonly [string, ...string[]] {
  return [node, '--max-semi-space-size=4', mainScript, 'kernel', '{connection_file}'];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Jupyter keeps one user's kernels, as jupyter_core decides it. */
export function userDataFolder(env: Environment = process.env, platform = process.platform, home = homedir()): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'jupyter');
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'jupyter');
}

/** Every folder in which Jupyter looks for `kernels/`, in its order. */
export function dataFolders(env: Environment = process.env, platform = process.platform, home = homedir()): string[] {
  const prefixes = [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter((prefix): prefix is string => Boolean(prefix));
  const system =
    platform === 'win32'
      ? [join(env.PROGRAMDATA ?? 'C:\\ProgramData', 'jupyter')]
      : ['/usr/local/share/jupyter', '/usr/share/jupyter'];
  return [
    ...(env.JUPYTER_PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    userDataFolder(env, platform, home),
    ...prefixes.map((prefix) => join(prefix, 'share', 'jupyter')),
    ...system,
  ];
}

/** The folders of our kernel that Jupyter can find now. */
export function installedKernels(env: Environment = process.env): string[] {
  const folders = dataFolders(env).map((folder) => join(folder, 'kernels', kernelName));
  return [...new Set(folders)].filter((folder) => existsSync(join(folder, 'kernel.json')));
}

/** Writes `kernels/multitask-typescript` below a Jupyter data folder and tells where. Replaces an older one. */
export async function writeKernelSpec(dataFolder: string, spec: KernelSpec): Promise<string> {
  const kernels = join(dataFolder, 'kernels');
  const target = join(kernels, kernelName);
  const fresh = join(kernels, `.${kernelName}.${process.pid}`);
  await makeFolder(fresh);
  await writeFile(join(fresh, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`);
  await writeFile(join(fresh, 'logo-svg.svg'), logo);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  return target;
}

/** Four experts joined by the gates of two tasks. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="12" fill="#3178c6"/>
<g stroke="#fff" stroke-width="2.5" opacity=".75">
<path d="M14 44 22 20M26 44 22 20M38 44 22 20M50 44 22 20M14 44 42 20M26 44 42 20M38 44 42 20M50 44 42 20" fill="none"/></g>
<g fill="#fff"><circle cx="14" cy="46" r="5"/><circle cx="26" cy="46" r="5"/><circle cx="38" cy="46" r="5"/><circle cx="50" cy="46" r="5"/></g>
<g fill="#ffd166"><circle cx="22" cy="18" r="6.5"/><circle cx="42" cy="18" r="6.5"/></g>
</svg>
`;
