/** Makes the .vsix of one platform from dist/. Run through `npm run package [-- --target linux-arm64]`. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { stageModules } from './stage-modules.ts';
import { stagePlugin } from './stage-plugin.ts';
import { chooseTarget, targets } from './target.ts';
import { traceModules } from './trace-modules.ts';
import { traceTypes } from './trace-types.ts';

const { values } = parseArgs({ options: { target: { type: 'string' } } });
const target = chooseTarget(values.target ?? process.env.VSCE_TARGET);
const natives = targets[target];
if (!natives) throw new Error(`There is no table of natives for ${target}.`);

const staging = `out/vsix/${target}`;
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });

const papers = ['README.md', 'README.zh-CN.md', 'extension/media', 'LICENSE', 'CHANGELOG.md', '.vscodeignore'];
for (const name of ['dist', 'notebooks', ...papers]) {
  if (existsSync(name)) cpSync(name, join(staging, name), { recursive: true, filter: isShipped });
}

const { scripts, devDependencies, optionalDependencies, bin, ...manifest } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const built = ['dist/kernel', 'dist/extension'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);
const traced = await traceModules(
  built.filter((file) => /\.c?js$/.test(file)),
  Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@types/')),
);
const types = traceTypes();
for (const file of types.filter((file) => file.startsWith('dist/'))) cpSync(file, join(staging, file));
const modules = [...new Set([...traced, ...types.filter((file) => file.startsWith('node_modules/'))])];
const dependencies = {
  ...stageModules(modules, staging, natives),
  ...stagePlugin(staging, manifest.version),
};
writeFileSync(join(staging, 'package.json'), `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);

const vsix = `out/${manifest.name}-${target}-${manifest.version}.vsix`;
await createVSIX({
  cwd: staging,
  packagePath: vsix,
  target,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const megabytes = statSync(vsix).size / 2 ** 20;
console.log(`${vsix}: ${megabytes.toFixed(1)} MB`);
const limit = target.startsWith('darwin') ? 60 : 45;
if (megabytes > limit) throw new Error(`${vsix} has ${megabytes.toFixed(1)} MB and may have ${limit}.`);

/** Source maps help only those who work on the extension; of the types only those that cells reach are packed. */
function isShipped(path: string): boolean {
  return !/(^|[\\/])dist[\\/]types|\.map$|\.tsbuildinfo$/.test(path);
}
