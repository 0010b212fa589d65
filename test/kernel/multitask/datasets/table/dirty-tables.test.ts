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

// More are in dirty-tables.deep.test.ts.
test('dirty tables are read right, or refused in words', { timeout: 300_000 }, async () => {
  const wrong: string[] = [];
  for (let i = 0; i < 120; i++) {
    const dirty = dirtyTable(1, i);
    const problem = await checkDirtyTable(dirty, folder, `${i}`);
    if (problem !== undefined) wrong.push(`table ${i} (${dirty.made.join(', ')}): ${problem}`);
  }
  expect(wrong).toEqual([]);
});
