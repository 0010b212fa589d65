import { expect, it } from 'vitest';
import { cellPath, cellPaths } from '../../../../kernel/session/debugger/cell-path.ts';
import { murmur2 } from '../../../../kernel/session/debugger/murmur2.ts';

/** What ipykernel's `murmur2_x86` gives with its seed; JupyterLab computes the same. */
it.each([
  ['', 3990065800],
  ['a', 2167009006],
  ['ab', 2805137849],
  ['abc', 3350977461],
  ['abcd', 804720481],
  ['let x = 1;', 67329842],
  ['const é = "😀";\nx', 3698675938],
])('the hash of %j is %i', (text, hash) => {
  expect(murmur2(text, 0xc70f6907)).toBe(hash);
  expect(cellPath(text)).toBe(`${cellPaths.tmpFilePrefix}${hash}.ts`);
});
