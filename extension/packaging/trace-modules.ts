import { build } from 'esbuild';

/** Never packed: the editor provides it, only a user's own copy of it is ever used, or it is native and chosen by platform. */
const outside = [
  ...['vscode', '@tensorflow/tfjs-node', '@aws-sdk/client-s3', '@duckdb/node-bindings-*', '@oxc-parser/binding-*'],
  ...['cmake-ts', 'cmake-ts/*', '*.node'],
];

/**
 * The files below node_modules that code can load, by following imports: those of the built files, and the entries of the
 * packages that are required by name at run time. Far fewer than the packages have. Paths are relative, with forward slashes.
 */
export async function traceModules(
  entryPoints: readonly string[],
  packages: readonly string[],
): Promise<readonly string[]> {
  const contents = [
    ...packages.map((name) => `import '${name}';`),
    ...entryPoints.map((file) => `import './${file}';`),
  ];
  const { metafile } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: '.' },
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out/trace',
    platform: 'node',
    format: 'esm',
    external: outside,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'));
}
