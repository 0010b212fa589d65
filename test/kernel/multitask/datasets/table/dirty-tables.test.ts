import { expect, test } from 'vitest';
import { wrongDirtyTables } from '../../../../support/check-dirty-table.ts';

// 5,000 others are in dirty-tables.deep.test.ts.
test('dirty tables are read right, or refused in words', { timeout: 300_000 }, async () => {
  expect(await wrongDirtyTables(1, 100)).toEqual([]);
});
