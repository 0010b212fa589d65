import { join } from 'node:path';
import { packageRoot } from './package/index.ts';

/** The built file of the command line. */
export function mainScript(): string {
  return join(packageRoot(), 'dist', 'kernel', 'main.js');
}

/** The built file that a user process runs. */
export function userProcessScript(): string {
  return join(packageRoot(), 'dist', 'kernel', 'user-process', 'main.js');
}
