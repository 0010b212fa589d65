import { expect, test } from 'vitest';
import { startSession } from './session-driver.ts';

/** Bytes after a collection, of the process that runs cells. */
const measure = `await new Promise((go) => setTimeout(go, 50)); globalThis.gc?.(); const { heapUsed, external } = process.memoryUsage(); heapUsed + external`;

test('two thousand cells leave little live heap in the process that runs them', async () => {
  const notebook = startSession();
  await notebook.run(
    'require("node:v8").setFlagsFromString("--expose-gc"); globalThis.gc = require("node:vm").runInNewContext("gc")',
  );
  const cell =
    'const value: number = 1 + 1;\nfunction double(x: number) { return x * 2 }\nconsole.log(value); double(value)';
  const runs = async (count: number) => {
    for (let i = 0; i < count; i++) await notebook.run(cell);
    globalThis.gc?.();
  };
  await runs(300);
  const before = Number((await notebook.run(measure)).text);
  await runs(2000);
  const after = Number((await notebook.run(measure)).text);
  expect((after - before) / 1e6).toBeLessThan(10);
  await notebook.close();
}, 120_000);
