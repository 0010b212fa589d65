/**
 * Builds dist/: the kernel, the extension and its renderers, and of them only what changed since the last build.
 * Run through `npm run build`; `npm run dev` goes on and builds whenever a file is saved.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, version as esbuildVersion } from 'esbuild';
import { assembleKernels, assemblyFiles } from './assemble-kernels.ts';
import { packageFolder } from './package-folder.ts';
import { isCurrent, type Made, readStamps, runStep, type Stamps, type Step, writeStamps } from './steps.ts';
import { thirdPartyLicences } from './third-party-licences.ts';
import { watchSources } from './watch-sources.ts';

const installed = JSON.parse(await readFile('package.json', 'utf8'));

const kernel: BuildOptions = {
  entryPoints: [
    'kernel/main.ts',
    'kernel/user-process/main.ts',
    'kernel/user-process/threads/agent.ts',
    'kernel/user-process/threads/writer.ts',
    'kernel/user-process/environment/module-hooks.ts',
    'kernel/user-process/environment/register-hooks.ts',
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
  // What an installation has beside the kernel. The rest, for one function out of many packages, is bundled.
  external: Object.keys({
    ...installed.dependencies,
    ...installed.optionalDependencies,
    ...installed.peerDependencies,
  }),
};

/** What trains trials on the hosts of a cluster, which have no packages: whole programs. What stays outside, only other work loads. */
const trials: BuildOptions = {
  ...kernel,
  entryPoints: {
    program: 'kernel/multitask/experiments/elsewhere/program.ts',
    worker: 'kernel/multitask/trainers/simd/threads/worker.ts',
  },
  outdir: 'dist/kernel/trials',
  outbase: undefined,
  splitting: false,
  external: kernel.external?.filter((name) => name !== '@bufbuild/protobuf'),
};

/** VS Code waits until it has read them, so they are short; names stay, for its log. */
const commonJs: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifyWhitespace: true,
  minifySyntax: true,
};

/** What only a notebook needs, and is longer than all the rest, lies beside the extension. */
const protocolClient = { module: 'vscode-languageclient/node', file: './protocol-client.cjs' };

const extension: BuildOptions = {
  ...commonJs,
  entryPoints: ['extension/main.ts'],
  outfile: 'dist/extension/main.cjs',
  alias: { [protocolClient.module]: protocolClient.file },
  external: ['vscode', 'zeromq', 'typescript', protocolClient.file],
};

const languageClient: BuildOptions = {
  ...commonJs,
  entryPoints: [protocolClient.module],
  outfile: `dist/extension/${protocolClient.file}`,
  external: ['vscode'],
};

const languageServer: BuildOptions = {
  ...commonJs,
  entryPoints: ['extension/language/server/main.ts'],
  outfile: 'dist/extension/language-server.cjs',
  external: ['typescript'],
};

const typescriptPlugin: BuildOptions = {
  ...commonJs,
  entryPoints: ['extension/language/typescript-plugin/main.ts'],
  outfile: 'dist/extension/typescript-plugin.cjs',
  // TypeScript's server wants the function itself.
  footer: { js: 'module.exports = module.exports.default;' },
};

const views = ['training', 'gates', 'comparison', 'search', 'importance', 'calibration', 'table', 'widget', 'runs'];
const renderers: BuildOptions = {
  // The page is what an exported notebook has beside them.
  entryPoints: [...views, 'page'].map((name) => ({ in: `extension/renderers/${name}/entry.ts`, out: name })),
  outdir: 'dist/renderers',
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  minify: true,
};

const bundles = { kernel, trials, extension, languageClient, languageServer, typescriptPlugin, renderers };

/** Read without running anything: who else builds from here at the same time finds all of it current. */
const stampFile = 'dist/.build.json';

/** Makes what is not current, and returns the names of what it made. */
async function buildWhatChanged(): Promise<readonly string[]> {
  const stamps: Stamps = readStamps(stampFile) ?? {};
  // dist/types is TypeScript's own and stays, or `tsc -b` would believe that it is up to date.
  if (Object.keys(stamps).length === 0)
    for (const part of ['kernel', 'extension', 'renderers']) await rm(`dist/${part}`, { recursive: true, force: true });
  await mkdir('dist', { recursive: true });
  const made: string[] = [];
  const perform = async (step: Step): Promise<void> => {
    if (isCurrent(step, stamps[step.name])) return;
    made.push(step.name);
    stamps[step.name] = await runStep(step, stamps[step.name]);
  };
  const steps = Object.entries(bundles).map(([name, options]) => bundleStep(name, options));
  try {
    await Promise.all([kernels, types, declarations, python, walkthrough, ...steps].map(perform));
    await perform(licences(steps.flatMap(({ name }) => Object.keys(stamps[name]?.inputs ?? {}))));
  } finally {
    if (made.length > 0) writeStamps(stampFile, stamps);
  }
  return made;
}

function bundleStep(name: string, options: BuildOptions): Step {
  return {
    name,
    definition: [options, esbuildVersion],
    inputs: ['tsconfig.json'],
    async run(): Promise<Made> {
      const linked = { bundle: true, metafile: true, logLevel: 'warning', sourcemap: 'linked' } as const;
      const { metafile } = await build({ ...options, ...linked });
      return { inputs: Object.keys(metafile.inputs), outputs: Object.keys(metafile.outputs) };
    },
  };
}

const simd = 'dist/kernel/multitask/trainers/simd';

const kernels: Step = {
  name: 'kernels',
  definition: 'simd and relaxed',
  inputs: [...assemblyFiles(), 'node_modules/assemblyscript/package.json'],
  run: async () => ({ inputs: [], outputs: await assembleKernels(simd) }),
};

/** TypeScript's native compiler: what the language features use as a library is the one in JavaScript. */
const compiler = 'node_modules/typescript-7';

/** What hovers and completions say of the library, in dist/types. It is made of wrong sources too: `npm run check` refuses them. */
const types: Step = {
  name: 'types',
  definition: '',
  inputs: ['tsconfig.json', 'kernel/multitask/tsconfig.json', `${compiler}/package.json`],
  async run(): Promise<Made> {
    const command = [`${compiler}/bin/tsc`, '-b', 'kernel/multitask'];
    const tsc = spawn(process.execPath, command, { stdio: 'inherit' });
    await once(tsc, 'exit');
    const { metafile } = await build({
      ...kernel,
      entryPoints: ['kernel/multitask/index.ts'],
      write: false,
      ...traced,
    });
    return { inputs: Object.keys(metafile.inputs), outputs: ['dist/types/kernel/multitask/index.d.ts'] };
  },
};

/** The library's globals, which completions read beside its types. */
const declarations: Step = {
  name: 'declarations',
  definition: '',
  async run(): Promise<Made> {
    const names = ['globals.d.ts', 'tf.d.ts'];
    for (const name of names) await cp(`kernel/cell/${name}`, `dist/kernel/cell/${name}`);
    return {
      inputs: names.map((name) => `kernel/cell/${name}`),
      outputs: names.map((name) => `dist/kernel/cell/${name}`),
    };
  },
};

/** What an exported folder for PyTorch holds beside its model. */
const python: Step = {
  name: 'python',
  definition: '',
  async run(): Promise<Made> {
    const folder = 'kernel/multitask/cluster/python';
    const names = (await readdir(folder)).filter((name) => name.endsWith('.py'));
    for (const name of names) await cp(`${folder}/${name}`, `dist/${folder}/${name}`);
    return {
      inputs: names.map((name) => `${folder}/${name}`),
      outputs: names.map((name) => `dist/${folder}/${name}`),
    };
  },
};

const traced = { bundle: true, metafile: true, logLevel: 'silent' } as const;

/** Its program is bundled before it runs, which tells what it is made of, and makes a changed one run as it is now. */
const walkthrough: Step = {
  name: 'walkthrough',
  definition: esbuildVersion,
  async run(): Promise<Made> {
    const outfile = `out/build/walkthrough-${Date.now()}.mjs`;
    const { metafile } = await build({
      entryPoints: ['extension/packaging/walkthrough-pictures.ts'],
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
      ...traced,
    });
    const { drawWalkthrough } = await import(pathToFileURL(outfile).href);
    const { inputs, outputs } = await drawWalkthrough('dist/extension/walkthrough');
    await rm(outfile);
    return { inputs: [...Object.keys(metafile.inputs), ...inputs], outputs };
  },
};

/** Names whoever wrote what is shipped; AssemblyScript's standard library is compiled into the trainer. */
function licences(bundledFiles: readonly string[]): Step {
  const packages = new Set(bundledFiles.filter((file) => file.startsWith('node_modules/')).map(packageFolder));
  const bundled = [...packages, 'node_modules/assemblyscript'].sort();
  const output = 'dist/THIRD-PARTY-LICENSES.txt';
  return {
    name: 'licences',
    definition: bundled,
    inputs: ['package-lock.json', 'extension/packaging/third-party-licences.ts'],
    async run() {
      const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
      await writeFile(output, thirdPartyLicences(lock, bundled));
      return { inputs: [], outputs: [output] };
    },
  };
}

const watches = process.argv.includes('--watch');
const begin = performance.now();
const made = await buildWhatChanged();
if (watches) {
  console.log(said(made, performance.now() - begin));
  watchSources(['kernel', 'extension'], async () => {
    const start = performance.now();
    const again = await buildWhatChanged();
    if (again.length > 0) console.log(said(again, performance.now() - start));
  });
}

function said(names: readonly string[], milliseconds: number): string {
  const what = names.length === 0 ? 'Everything is current' : `Built ${names.join(', ')}`;
  return `${what} (${(milliseconds / 1000).toFixed(1)} s). Waiting for changes; Ctrl+C ends.`;
}
