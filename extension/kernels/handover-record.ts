import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandedOver } from '../../kernel/jupyter/index.ts';
import type { SavedQueue } from '../cells/index.ts';

/** What one window leaves for the next: a running kernel and what its notebook shows. */
export type HandoverRecord = {
  readonly version: 2;
  /** URI of the notebook. */
  readonly notebook: string;
  /** When the kernel ends if nobody comes, in milliseconds since 1970. */
  readonly expires: number;
  readonly kernel: HandedOver;
  readonly cells: SavedQueue;
};

/** How long a kernel waits for its window to be loaded again. */
export const graceSeconds = 30;

/** Written at once: VS Code gives a window that ends little time. Only its owner can read it. */
export function writeRecord(folder: string, record: HandoverRecord): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, record.notebook), JSON.stringify(record), { mode: 0o600 });
}

/** The records of kernels that still wait; what is older or torn is removed. */
export function readRecords(folder: string): readonly HandoverRecord[] {
  return filesOf(folder).flatMap((file) => {
    const text = textOf(file);
    if (text === undefined) return [];
    const record = parseRecord(text);
    if (record && record.expires > Date.now()) return [record];
    rmSync(file, { force: true });
    return [];
  });
}

/** Undefined where another window took the record since the folder was read. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whoever takes a record is its only owner. */
export function takeRecord(folder: string, { notebook }: HandoverRecord): 'taken' | 'gone' {
  try {
    rmSync(fileOf(folder, notebook));
    return 'taken';
  } catch {
    return 'gone';
  }
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [join(folder, name)] : []));
  } catch {
    return []; // No window has left anything yet.
  }
}

function fileOf(folder: string, notebook: string): string {
  return join(folder, `${createHash('sha256').update(notebook).digest('hex').slice(0, 32)}.json`);
}

function parseRecord(text: string): HandoverRecord | undefined {
  try {
    const record: HandoverRecord = JSON.parse(text);
    return record.version === 2 && record.kernel && record.cells ? record : undefined;
  } catch {
    return undefined;
  }
}
