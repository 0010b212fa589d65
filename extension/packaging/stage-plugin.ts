import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginName } from '../language/typescript-plugin/name.ts';

/**
 * Makes a package of the plugin for VS Code's TypeScript server, which loads plugins from node_modules only. Returns the
 * dependency to name in the manifest: the packager leaves out what is not named.
 */
export function stagePlugin(staging: string, version: string): Record<string, string> {
  const folder = join(staging, 'node_modules', pluginName);
  mkdirSync(folder, { recursive: true });
  cpSync('dist/extension/typescript-plugin.cjs', join(folder, 'index.cjs'));
  cpSync('LICENSE', join(folder, 'LICENSE'));
  const manifest = { name: pluginName, version, main: 'index.cjs', license: 'MIT' };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { [pluginName]: version };
}
