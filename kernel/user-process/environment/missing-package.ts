import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInPackage } from './local-typescript.ts';
import { nearest } from './nearest.ts';

/** The package that a specifier names. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What to do about a package that is not there; undefined for any other reason why an import failed. */
export function missingModule(error: unknown, specifier: string): Error | undefined {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (code === 'ERR_UNKNOWN_BUILTIN_MODULE' || (code === 'MODULE_NOT_FOUND' && specifier.startsWith('node:'))) {
    const near = nearest(specifier.replace(/^node:/, ''), builtins).map((name) => `node:${name}`);
    return new Error(`Node has no module ${specifier}.${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''}`);
  }
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const name = packageOf(specifier);
  if (message.includes(`package '${name}' imported from`) && !importer(message)) return missingPackage(name);
  if (message.startsWith(`Cannot find module '${specifier}'\n`) && isBare(specifier)) return missingPackage(name);
  // A file beside the notebook needs it; what a package lacks is not the person's to install.
  const from = importer(message);
  const [, other] = /^Cannot find package '([^']+)'/.exec(message) ?? [];
  return from && other ? missingPackage(packageOf(other), basename(from)) : undefined;
}

/** `npm:name@version` is Deno's way to say where a package comes from. */
export function denoSpecifier(specifier: string): Error | undefined {
  const [, scheme, name, version = ''] = /^(npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(@[^/]+)?/.exec(specifier) ?? [];
  if (!scheme || !name) return undefined;
  const command = scheme === 'npm' ? `%npm install ${name}${version}` : `%sh npx jsr add ${name}${version}`;
  const rest = specifier.slice(specifier.indexOf(name) + name.length + version.length);
  return new Error(
    `Node finds packages by their names alone. Install it with: ${command}, and import '${name}${rest}'.`,
  );
}

function missingPackage(name: string, from?: string): Error {
  const near = nearest(name, builtins);
  const mistyped = near.length > 0 ? ` Or did you mean node:${near.join(', node:')}?` : '';
  const needs = from === undefined ? '' : `, which ${from} imports`;
  return new Error(
    `There is no package ${name} for this notebook${needs}. Install it with: %npm install ${name}.${mistyped}`,
  );
}

function isBare(specifier: string): boolean {
  return !/^(?:\.{0,2}\/|\.{1,2}$|[a-z][a-z+.-]*:|#)/i.test(specifier);
}

const builtins = builtinModules.filter((name) => !name.startsWith('_') && !name.includes('/'));

/** The file of the person's that a message says imports something; cells apart. */
function importer(message: string): string | undefined {
  const [, from = ''] = /imported from (.+)$/m.exec(message) ?? [];
  const path = from.startsWith('file:') ? fileURLToPath(from) : from;
  return path === '' || path.endsWith('notebook-cell.ts') || isInPackage(path) ? undefined : path;
}
