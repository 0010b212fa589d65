import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { placesOf, replaceFiles } from '../../../kernel/files/index.ts';

const names = ['a', 'b'] as const;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function write(folder: string, content: string): Promise<void> {
  return replaceFiles(folder, { name: 'record', content }, { a: [Buffer.from(content)], b: [Buffer.from(content)] });
}

/** What a reader finds in the record and the two files. */
async function found(folder: string): Promise<string[]> {
  const { record, files } = await placesOf(folder, 'record', names);
  return Promise.all([record, files.a, files.b].map((path) => readFile(path, 'utf8')));
}

test('files take the place of those before', async () => {
  const folder = join(await temporaryFolder(), 'new');
  await write(folder, 'first');
  await write(folder, 'second');
  expect(await found(folder)).toEqual(['second', 'second', 'second']);
  expect((await readdir(folder)).sort()).toEqual(['a', 'b', 'record']);
});

/** What a folder is like when a writer of "second" ends after so many of its files and renames. */
async function broken(written: readonly string[], moved: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  await write(folder, 'first');
  for (const name of written) await writeFile(join(folder, `.next-${name}`), 'second');
  for (const name of moved) await rename(join(folder, `.next-${name}`), join(folder, name));
  return folder;
}

const crashes: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
  ['after the first file', ['a'], [], 'first'],
  ['before the record', ['a', 'b'], [], 'first'],
  ['after the record', ['a', 'b', 'record'], [], 'second'],
  ['after the first rename', ['a', 'b', 'record'], ['a'], 'second'],
  ['before the last rename', ['a', 'b', 'record'], ['a', 'b'], 'second'],
];

test.each(crashes)('a crash %s leaves one set or the other', async (_, written, moved, expected) => {
  const folder = await broken(written, moved);
  expect(await found(folder)).toEqual([expected, expected, expected]);
  // The next writer clears up, whatever it writes.
  await write(folder, 'third');
  expect(await found(folder)).toEqual(['third', 'third', 'third']);
  expect((await readdir(folder)).sort()).toEqual(['a', 'b', 'record']);
});

test.each(crashes)('a crash %s, then a writer that fails', async (_, written, moved, expected) => {
  const folder = await broken(written, moved);
  const failing = (function* (): Generator<Uint8Array> {
    yield Buffer.from('third');
    throw new Error('the disk is full');
  })();
  const files = { a: [Buffer.from('third')], b: failing };
  await expect(replaceFiles(folder, { name: 'record', content: 'third' }, files)).rejects.toThrow('the disk is full');
  expect(await found(folder)).toEqual([expected, expected, expected]);
});
