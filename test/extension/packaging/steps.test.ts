import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import {
  isCurrent,
  readStamps,
  runStep,
  type Stamps,
  type Step,
  writeStamps,
} from '../../../extension/packaging/steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-steps-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.ts'), 'one');
});

/** Copies nothing: writes the given files of what it read. */
function step(outputs: readonly string[] = ['a.js'], definition: unknown = { minify: true }): Step {
  const written = outputs.map((name) => join(folder, name));
  const run = async () => {
    for (const file of written) writeFileSync(file, 'made');
    return { inputs: [join(folder, 'a.ts')], outputs: written };
  };
  return { name: 'bundle', definition, run };
}

it('a step that was run is current, until a file it read changes, goes away, or what it wrote is missing', async () => {
  const stamp = await runStep(step(), undefined);
  expect(isCurrent(step(), undefined)).toBe(false);
  expect(isCurrent(step(), stamp)).toBe(true);
  writeFileSync(join(folder, 'a.ts'), 'two');
  expect(isCurrent(step(), stamp)).toBe(false);
  writeFileSync(join(folder, 'a.ts'), 'one');
  expect(isCurrent(step(), stamp)).toBe(true);
  rmSync(join(folder, 'a.ts'));
  expect(isCurrent(step(), stamp)).toBe(false);
  writeFileSync(join(folder, 'a.ts'), 'one');
  rmSync(join(folder, 'a.js'));
  expect(isCurrent(step(), stamp)).toBe(false);
});

it('other options, or a file that was not read before, make it anew', async () => {
  const stamp = await runStep(step(), undefined);
  expect(isCurrent(step(['a.js'], { minify: false }), stamp)).toBe(false);
  expect(isCurrent({ ...step(), inputs: [join(folder, 'new.ts')] }, stamp)).toBe(false);
});

it('what a step does not write any more is removed', async () => {
  const stamp = await runStep(step(['a.js', 'chunk-1.js']), undefined);
  await runStep(step(['a.js', 'chunk-2.js']), stamp);
  expect(['a.js', 'chunk-1.js', 'chunk-2.js'].map((name) => existsSync(join(folder, name)))).toEqual([
    true,
    false,
    true,
  ]);
});

it('stamps are read back; a torn file knows nothing', async () => {
  const file = join(folder, 'dist/.build.json');
  const stamps: Stamps = { bundle: await runStep(step(), undefined) };
  writeStamps(file, stamps);
  expect(readStamps(file)).toEqual(stamps);
  writeFileSync(file, '{"bundle":');
  expect(readStamps(file)).toBeUndefined();
});
