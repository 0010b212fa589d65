import { build } from 'esbuild';

/** Never packed: the editor provides it, only a user's own copy of it is ever used, or it is native and chosen by platform. */
const outside = ['vscode', '@tensorflow/tfjs-node', '@duckdb/node-bindings-*', 'cmake-ts', 'cmake-ts/*', '*.node'];

/**
 * The files below node_modules that the built code can load, by following its imports: far fewer than the packages have.
 * Paths are relative to the current folder, with forward slashes.
 */
export async function traceModules(entryPoints: readonly string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [...entryPoints],
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
