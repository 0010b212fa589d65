/** Builds dist/: the kernel, the extension and its renderers. Run through `npm run build`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type BuildOptions, type BuildResult, build } from 'esbuild';
import { assembleKernels } from './assemble-kernels.ts';
import { packageFolder } from './package-folder.ts';
import { thirdPartyLicences } from './third-party-licences.ts';
import { drawWalkthrough } from './walkthrough-pictures.ts';

const kernel: BuildOptions = {
  entryPoints: [
    'kernel/main.ts',
    'kernel/user-process/main.ts',
    'kernel/user-process/threads/agent.ts',
    'kernel/user-process/threads/writer.ts',
    'kernel/user-process/environment/module-hooks.ts',
    'kernel/session/language-worker.ts',
    'kernel/multitask/index.ts',
    'kernel/multitask/trainers/simd/threads/worker.ts',
  ],
  outbase: 'kernel',
  outdir: 'dist/kernel',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  packages: 'external',
  sourcemap: 'linked',
};

const extension: BuildOptions = {
  entryPoints: ['extension/main.ts'],
  outfile: 'dist/extension/main.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'zeromq', 'typescript'],
};

const languageServer: BuildOptions = {
  ...extension,
  entryPoints: ['extension/language/server/main.ts'],
  outfile: 'dist/extension/language-server.cjs',
  external: ['typescript'],
};

const typescriptPlugin: BuildOptions = {
  ...extension,
  entryPoints: ['extension/language/typescript-plugin/main.ts'],
  outfile: 'dist/extension/typescript-plugin.cjs',
  // TypeScript's server wants the function itself.
  footer: { js: 'module.exports = module.exports.default;' },
};

const renderers: BuildOptions = {
  entryPoints: ['training', 'gates'].map((name) => ({ in: `extension/renderers/${name}/entry.ts`, out: name })),
  outdir: 'dist/renderers',
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  minify: true,
};

// dist/types is TypeScript's own and stays, or `tsc -b` would believe that it is up to date.
await Promise.all(
  ['kernel', 'extension', 'renderers'].map((part) => rm(`dist/${part}`, { recursive: true, force: true })),
);
await mkdir('dist', { recursive: true });
await assembleKernels('dist/kernel/multitask/trainers/simd');
const [bundles] = await Promise.all([
  Promise.all(
    [kernel, extension, languageServer, typescriptPlugin, renderers].map((options) =>
      build({ bundle: true, logLevel: 'warning', metafile: true, ...options }),
    ),
  ),
  emitLibraryTypes(),
]);
await writeLicences(bundles);
await drawWalkthrough('dist/extension/walkthrough');
for (const name of ['globals.d.ts', 'tf.d.ts']) await cp(`kernel/cell/${name}`, `dist/kernel/cell/${name}`);

/** Names whoever wrote what is shipped; AssemblyScript's standard library is compiled into the trainer. */
async function writeLicences(bundles: readonly BuildResult[]): Promise<void> {
  const files = bundles.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const bundled = files.filter((file) => file.startsWith('node_modules/')).map(packageFolder);
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
  const text = thirdPartyLicences(lock, [...bundled, 'node_modules/assemblyscript']);
  await writeFile('dist/THIRD-PARTY-LICENSES.txt', text);
}

/** What hovers and completions say of the library, in dist/types. It is made of wrong sources too: `npm run check` refuses them. */
async function emitLibraryTypes(): Promise<void> {
  const tsc = spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'kernel/multitask'], {
    stdio: 'inherit',
  });
  await once(tsc, 'exit');
}
