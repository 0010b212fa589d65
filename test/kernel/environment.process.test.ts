import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Driver, startSession } from './session-driver.ts';

let driver: Driver;

beforeAll(() => {
  process.env.ELECTRON_RUN_AS_NODE = '1';
  driver = startSession();
});

afterAll(async () => {
  delete process.env.ELECTRON_RUN_AS_NODE;
  await driver.close();
});

it('neither cells nor what they start inherit ELECTRON_RUN_AS_NODE', async () => {
  const { text, evalue } = await driver.run(`
    import { execFileSync } from 'node:child_process';
    const child = execFileSync(process.execPath, ['-p', 'String(process.env.ELECTRON_RUN_AS_NODE)']).toString().trim();
    [process.env.ELECTRON_RUN_AS_NODE, child]`);
  expect(evalue).toBe('');
  expect(text).toBe("[ undefined, 'undefined' ]");
});
