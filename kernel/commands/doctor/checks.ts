import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { installedKernels, kernelArgv, launchKernel } from '../../jupyter/index.ts';
import { dataFolders } from '../../multitask/datasets/index.ts';
import { mainScript } from '../../package-root.ts';

/** One thing that is looked at: `look` tells what it found or throws with what is wrong. */
export type Check = {
  readonly name: string;
  readonly needed: boolean;
  look(): Promise<string> | string;
  readonly remedy?: string;
};

export const checks: readonly Check[] = [
  { name: 'Node', needed: true, look: nodeVersion, remedy: 'install Node 20.19 or newer' },
  { name: 'ZeroMQ', needed: true, look: zeromq, remedy: 'npm install again on this machine' },
  { name: 'esbuild', needed: true, look: esbuild, remedy: 'npm install again on this machine' },
  { name: 'TypeScript', needed: true, look: typescript },
  { name: 'SIMD trainer', needed: true, look: simdTrainer },
  { name: 'TensorFlow.js', needed: true, look: tensorflow },
  { name: 'DuckDB', needed: true, look: duckdb, remedy: 'npm install again on this machine' },
  { name: 'kernel', needed: true, look: kernel },
  { name: 'Jupyter', needed: false, look: registered, remedy: 'npx multitask-notebook install; VS Code does without' },
  {
    name: 'census-income',
    needed: false,
    look: () => data('census-income'),
    remedy: 'npx multitask-notebook data census-income',
  },
  { name: 'ali-ccp', needed: false, look: () => data('ali-ccp'), remedy: 'npx multitask-notebook data ali-ccp' },
];

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Error(`${process.versions.node} is too old`);
  return `${process.versions.node} (${process.execPath})`;
}

async function zeromq(): Promise<string> {
  const { version, capability } = await import('zeromq');
  return `libzmq ${version}${capability.curve ? ', with encryption' : ''}`;
}

async function esbuild(): Promise<string> {
  const { transform, version } = await import('esbuild');
  const { code } = await transform('const one: number = 1', { loader: 'ts' });
  if (!code.includes('const one = 1')) throw new Error(`it made ${JSON.stringify(code)} of a line of TypeScript`);
  return version;
}

function typescript(): string {
  return String(createRequire(import.meta.url)('typescript/package.json').version);
}

async function simdTrainer(): Promise<string> {
  const { compileKernels, kernelBuilds } = await import('../../multitask/trainers/simd/run/kernels.ts');
  const { wideVectors } = await import('../../multitask/trainers/simd/run/wide-vectors.ts');
  const { build } = await compileKernels();
  const wide = await wideVectors();
  const reason = wide.isUsable ? 'they failed their test, or are no faster here' : wide.reason;
  const without = build === 'wide' ? '' : `; no 256-bit vectors: ${reason}`;
  return `${kernelBuilds[build]}${without}; ${availableParallelism()} threads`;
}

async function tensorflow(): Promise<string> {
  const { chooseBackend } = await import('../../multitask/trainers/tfjs/backend.ts');
  const { tf, name, reason } = await chooseBackend();
  return `${tf.version_core}, backend ${name} (${reason})`;
}

async function duckdb(): Promise<string> {
  const { version } = await import('@duckdb/node-api');
  return version();
}

/** Starts a kernel and runs a cell in it, as every client does. */
async function kernel(): Promise<string> {
  const start = performance.now();
  const { client, shutdown } = await launchKernel({
    argv: kernelArgv(process.execPath, mainScript()),
    cwd: process.cwd(),
    // History is of what a person types.
    env: { ...process.env, MULTITASK_HISTORY: 'off' },
    timeoutMs: 20_000,
  });
  try {
    const answered = performance.now() - start;
    let result = '';
    const { content } = await client.request(
      'shell',
      'execute_request',
      { code: '6 * 7' },
      {
        onOutput: ({ content: { data } }) => {
          result = String((data as Record<string, unknown> | undefined)?.['text/plain'] ?? result);
        },
      },
    );
    if (content.status !== 'ok' || result !== '42') throw new Error(`6 * 7 gave ${result || content.evalue}`);
    return `answers in ${answered.toFixed(0)} ms, first cell after ${(performance.now() - start).toFixed(0)} ms`;
  } finally {
    await shutdown();
  }
}

async function registered(): Promise<string> {
  const [folder, ...others] = installedKernels();
  if (folder === undefined) throw new Error('the kernel is not registered');
  const { argv } = JSON.parse(await readFile(join(folder, 'kernel.json'), 'utf8')) as { argv: string[] };
  const missing = argv.find((part) => isAbsolute(part) && !existsSync(part));
  if (missing !== undefined) throw new Error(`${folder} starts ${missing}, which does not exist`);
  const other = argv.includes(mainScript()) ? '' : ` (starts another installation: ${argv.join(' ')})`;
  return `${folder}${other}${others.length > 0 ? `, and ${others.length} more` : ''}`;
}

function data(dataset: string): string {
  const folders = dataFolders(dataset).filter((folder) => basename(folder) === dataset);
  const found = folders.find((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  if (found === undefined) throw new Error(`is in none of ${folders.join(', ')}`);
  return found;
}
