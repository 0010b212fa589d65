import { expect, onTestFinished, test } from 'vitest';
import { startPatchedNotebook } from './patched-built-ins.ts';

test('each built-in alone, replaced by a function that throws, harms no other cell', {
  timeout: 1_800_000,
}, async () => {
  let patched = await startPatchedNotebook();
  onTestFinished(() => patched.notebook.close());
  const harmed: Record<string, readonly string[]> = {};
  for (const [i, name] of patched.names.entries()) {
    const wrong = await patched.replace([i]);
    if (wrong.length === 0) continue;
    harmed[name] = wrong;
    await patched.notebook.close();
    patched = await startPatchedNotebook();
  }
  expect(harmed).toEqual({});
});
