import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a package that holds one platform's binaries: the installed one, or one fetched from the registry. */
export function findNativePackage(name: string, version: string): string {
  const installed = join('node_modules', name);
  if (existsSync(installed)) return installed;
  const folder = join('out/natives', `${name.replace('/', '-')}-${version}`);
  const unpacked = join(folder, 'package');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder]);
  return unpacked;
}
