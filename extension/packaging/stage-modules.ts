import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findNativePackage } from './native-package.ts';
import { packageFolder } from './package-folder.ts';
import type { Target } from './target.ts';

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
};

/** Files that are read, not imported, at run time. */
const assets: Readonly<Record<string, RegExp>> = {
  typescript: /^lib\/lib\..*d\.ts$/,
  '@tensorflow/tfjs-backend-wasm': /^dist\/[^/]*\.wasm$/,
};

/**
 * Copies the given files of packages into `staging`, with licences, assets and the natives of one platform. Returns the versions of
 * the packages at the top of node_modules.
 */
export function stageModules(files: readonly string[], staging: string, target: Target): Record<string, string> {
  const folders = [...new Set(files.map(packageFolder))];
  for (const file of files) copy(file, join(staging, file));
  for (const folder of folders) {
    const wanted = assets[folder.replace('node_modules/', '')];
    for (const file of listFiles(folder)) {
      if (wanted?.test(file) || /^licen[cs]e|^notice/i.test(file))
        copy(join(folder, file), join(staging, folder, file));
    }
  }
  stageZeromq(staging, target);
  const natives = [
    stageNative('node_modules/esbuild', target.esbuild, staging),
    stageNative('node_modules/@duckdb/node-bindings', target.duckdb, staging),
    stageNative('node_modules/oxc-parser', target.oxc, staging),
  ];
  const staged = new Set([...folders, ...natives.map(({ name }) => `node_modules/${name}`)]);
  for (const folder of folders) writeManifest(folder, staging, staged);
  return Object.fromEntries(
    [...folders.filter((folder) => !folder.includes('/node_modules/')).map(readManifest), ...natives]
      .map(({ name, version }) => [name, version] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

/** One addon instead of two dozen, loaded by name instead of being searched for. */
function stageZeromq(staging: string, target: Target): void {
  const folder = 'node_modules/zeromq';
  copy(join(folder, 'build', target.zeromq, 'addon.node'), join(staging, folder, 'build/addon.node'));
  const loader = `Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = require('../build/addon.node');\n`;
  writeFileSync(join(staging, folder, 'lib/load-addon.js'), loader);
}

function stageNative(parent: string, name: string, staging: string): Manifest {
  const version = readManifest(parent).optionalDependencies?.[name];
  if (version === undefined) throw new Error(`${parent} has no build for this platform: ${name}.`);
  const folder = findNativePackage(name, version);
  cpSync(folder, join(staging, 'node_modules', name), { recursive: true });
  return readManifest(folder);
}

/** The package's manifest with only the dependencies that are packed: npm checks that all which are named are there. */
function writeManifest(folder: string, staging: string, staged: ReadonlySet<string>): void {
  const { scripts, devDependencies, optionalDependencies, peerDependencies, bin, ...manifest } = readManifest(folder);
  const wanted = { ...manifest.dependencies, ...optionalDependencies };
  const dependencies = Object.fromEntries(
    Object.entries(wanted).filter(
      ([name]) => staged.has(`node_modules/${name}`) || staged.has(`${folder}/node_modules/${name}`),
    ),
  );
  const file = join(staging, folder, 'package.json');
  writeFileSync(file, `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`${from} is missing; run npm ci.`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
