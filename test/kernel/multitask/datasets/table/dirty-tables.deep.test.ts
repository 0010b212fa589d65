import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDirtyTable } from '../../../../support/check-dirty-table.ts';
import { dirtyTable } from '../../../../support/dirty-tables.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dirty-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A second and a half of processor time for ten: CI goes through some, DIRTY_TABLES=5000 through all. */
const tables = Number(process.env.DIRTY_TABLES ?? 600);

test(`${tables} dirty tables are read right, or refused in words`, { timeout: 1_800_000 }, async () => {
  const wrong: string[] = [];
  for (let i = 0; i < tables; i++) {
    const dirty = dirtyTable(12, i);
    const problem = await checkDirtyTable(dirty, folder, `${i}`);
    if (problem !== undefined) wrong.push(`table ${i} (${dirty.made.join(', ')}): ${problem}`);
  }
  expect(wrong).toEqual([]);
});
