import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startSession } from './session-driver.ts';

/** Bytes after a collection, of the process that runs cells. */
const measure = `await new Promise((go) => setTimeout(go, 50)); globalThis.gc(); const { heapUsed, external } = process.memoryUsage(); heapUsed + external`;

test('two thousand cells leave little live heap, in the kernel and in the process that runs them', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const notebook = startSession();
  await notebook.run(
    'require("node:v8").setFlagsFromString("--expose-gc"); globalThis.gc = require("node:vm").runInNewContext("gc")',
  );
  const cell =
    'const value: number = 1 + 1;\nfunction double(x: number) { return x * 2 }\nconsole.log(value); double(value)';
  const measureBoth = async () => {
    const cells = Number((await notebook.run(measure)).text);
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return { cells, kernel: heapUsed + external };
  };
  const runs = async (count: number) => {
    for (let i = 0; i < count; i++) await notebook.run(cell);
  };
  await runs(300);
  const before = await measureBoth();
  await runs(2000);
  const after = await measureBoth();
  expect((after.cells - before.cells) / 1e6, 'megabytes in the process that runs cells').toBeLessThan(5);
  expect((after.kernel - before.kernel) / 1e6, 'megabytes in the kernel').toBeLessThan(5);
  await notebook.close();
}, 120_000);
