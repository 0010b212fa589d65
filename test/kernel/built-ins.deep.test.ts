import { expect, onTestFinished, test } from 'vitest';
import { startPatchedNotebook } from './patched-built-ins.ts';

/** Neighbours, so that what they do to one another is not what tenths of all do; one that is wrong alone is wrong among them. */
const together = 5;

test('a few built-ins, replaced by functions that throw, harm no other cell', {
  timeout: 1_800_000,
}, async () => {
  let patched = await startPatchedNotebook();
  onTestFinished(() => patched.notebook.close());
  const harmed: Record<string, readonly string[]> = {};
  const look = async (indices: readonly number[]): Promise<readonly string[]> => {
    const wrong = await patched.replace(indices);
    if (wrong.length === 0) return wrong;
    await patched.notebook.close();
    patched = await startPatchedNotebook();
    return wrong;
  };
  const { names } = patched;
  for (let from = 0; from < names.length; from += together) {
    const few = [...names.keys()].slice(from, from + together);
    const wrong = await look(few);
    if (wrong.length === 0) continue;
    harmed[few.map((i) => names[i]).join(', ')] = wrong;
    for (const i of few) {
      const alone = await look([i]);
      if (alone.length > 0) harmed[names[i]] = alone;
    }
  }
  expect(harmed).toEqual({});
});
