import { expect, test } from 'vitest';
import { wrongDirtyTables } from '../../../../support/check-dirty-table.ts';

test('5,000 dirty tables are read right, or refused in words', { timeout: 1_800_000 }, async () => {
  expect(await wrongDirtyTables(12, 5000)).toEqual([]);
});
