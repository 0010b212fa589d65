import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { kernelArgv } from '../../../kernel/jupyter/kernelspec.ts';
import { mainScript } from '../../support/jupyter-kernel.ts';

/** A kernel that is measured, and how its users write a few things. */
export type BenchKernel = {
  readonly name: string;
  readonly version: string;
  /** As in its kernelspec; `{connection_file}` stands for the path. */
  readonly argv: readonly [string, ...string[]];
  /** How Jupyter interrupts it, as its kernelspec says. */
  readonly interrupt: 'message' | 'signal';
  readonly language: 'javascript' | 'python';
};

/** Where the peers are installed and every kernel runs; tslab knows `console` only where it finds @types/node. */
export const benchFolder = join(
  process.env.MULTITASK_CI_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'multitask-notebook-ci'),
  'bench-kernels',
);
mkdirSync(benchFolder, { recursive: true });

/** Ours, and the peers that can be installed here; one that cannot is said in one line. */
export function benchKernels(only: readonly string[] | undefined): readonly BenchKernel[] {
  const wanted = (name: string) => only === undefined || only.includes(name);
  const kernels: BenchKernel[] = [];
  const add = (name: string, kernel: () => Omit<BenchKernel, 'name'>): void => {
    if (!wanted(name)) return;
    try {
      kernels.push({ name, ...kernel() });
    } catch (error) {
      console.log(`skipped: ${name} (${(error as Error).message.split('\n')[0]})`);
    }
  };
  add('ours', () => ({
    version: execFileSync(process.execPath, [mainScript, '--version'], { encoding: 'utf8' }).trim(),
    argv: kernelArgv(process.execPath, mainScript),
    interrupt: 'message',
    language: 'javascript',
  }));
  add('tslab', () => ({
    version: install('tslab', '@types/node@20'),
    argv: [
      process.execPath,
      join(benchFolder, 'node_modules/tslab/bin/tslab'),
      'kernel',
      '--config-path={connection_file}',
    ],
    interrupt: 'signal',
    language: 'javascript',
  }));
  add('deno', () => ({
    version: install('deno'),
    argv: [denoProgram(), 'jupyter', '--kernel', '--conn', '{connection_file}'],
    interrupt: 'signal',
    language: 'javascript',
  }));
  add('ipykernel', () => {
    const { python, version } = pythonWithIpykernel();
    return {
      version,
      argv: [python, '-Xfrozen_modules=off', '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
      interrupt: 'signal',
      language: 'python',
    };
  });
  return kernels;
}

/** Installs a package and what it needs into the cache once and tells its version. */
function install(name: string, ...more: readonly string[]): string {
  const manifest = join(benchFolder, 'node_modules', name, 'package.json');
  if (!existsSync(manifest)) {
    const { status } = spawnSync(
      'npm',
      ['install', '--prefix', benchFolder, '--no-audit', '--no-fund', name, ...more],
      {
        stdio: 'ignore',
        shell: process.platform === 'win32',
      },
    );
    if (status !== 0) throw new Error('npm could not install it');
  }
  return execFileSync(process.execPath, ['-p', `require(${JSON.stringify(manifest)}).version`], {
    encoding: 'utf8',
  }).trim();
}

/** The system's where it has ipykernel; otherwise one of our own from PyPI, installed once. */
function pythonWithIpykernel(): { readonly python: string; readonly version: string } {
  const version = (python: string): string | undefined => {
    const script = 'import ipykernel; print(ipykernel.__version__)';
    const { status, stdout } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const windows = process.platform === 'win32';
  const folder = join(benchFolder, 'python');
  const own = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  for (const python of ['/usr/bin/python3', own]) {
    const found = version(python);
    if (found !== undefined) return { python, version: found };
  }
  spawnSync(windows ? 'python' : 'python3', ['-m', 'venv', folder], { stdio: 'ignore' });
  spawnSync(own, ['-m', 'pip', 'install', '--quiet', 'ipykernel'], { stdio: 'ignore' });
  const installed = version(own);
  if (installed === undefined) throw new Error('pip could not install it');
  return { python: own, version: installed };
}

/** The real program: the package's own command is a script that starts it. */
function denoProgram(): string {
  const scope = join(benchFolder, 'node_modules', '@deno');
  const libc = process.platform === 'linux' ? '-glibc' : process.platform === 'win32' ? '-msvc' : '';
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const program = join(scope, `${platform}-${process.arch}${libc}`, process.platform === 'win32' ? 'deno.exe' : 'deno');
  if (!existsSync(program)) throw new Error(`there is no ${program}`);
  return program;
}
