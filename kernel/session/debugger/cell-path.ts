import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { murmur2 } from './murmur2.ts';

/** How a client that has a cell's text finds the path that breakpoints and frames name it by. There is no such file. */
export const cellPaths = {
  hashMethod: 'Murmur2',
  hashSeed: 0xc70f6907,
  tmpFilePrefix: join(tmpdir(), `multitask-notebook-${process.pid}`) + sep,
  tmpFileSuffix: '.ts',
} as const;

export function cellPath(code: string): string {
  const { hashSeed, tmpFilePrefix, tmpFileSuffix } = cellPaths;
  return `${tmpFilePrefix}${murmur2(code, hashSeed)}${tmpFileSuffix}`;
}
