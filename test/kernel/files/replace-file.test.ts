import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { replaceFile, replaceFileBy } from '../../../kernel/files/index.ts';

const root = mkdtempSync(join(tmpdir(), 'multitask-files-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder of its own that holds `data.csv.gz`. */
function folderWithFile(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(root, 'folder-'));
  const file = join(folder, 'data.csv.gz');
  writeFileSync(file, 'earlier');
  return { folder, file };
}

function* failing(): Generator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('in the middle');
}

describe('a file is written whole', () => {
  test.each<readonly [name: string, content: string | readonly Uint8Array[], expected: string]>([
    ['a text', 'später 😀', 'später 😀'],
    ['chunks', [Buffer.from('one '), Buffer.from(''), Buffer.from('two')], 'one two'],
    ['nothing', '', ''],
  ])('%s, in place of an earlier one', async (_, content, expected) => {
    const { folder, file } = folderWithFile();
    await replaceFile(file, content);
    expect(readFileSync(file, 'utf8')).toBe(expected);
    expect(readdirSync(folder)).toEqual(['data.csv.gz']);
  });

  test('into a folder that it makes', async () => {
    const file = join(root, 'new', 'newer', 'a.json');
    await replaceFile(file, '{}');
    expect(readdirSync(dirname(file))).toEqual(['a.json']);
  });

  test('by several at once: one of them wins, and nothing else stays', async () => {
    const { folder, file } = folderWithFile();
    const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000));
    await Promise.all(texts.map((text) => replaceFile(file, text)));
    expect(texts).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(folder)).toEqual(['data.csv.gz']);
  });

  test.skipIf(process.platform === 'win32')('with a mode that holds before it has its name', async () => {
    const { folder, file } = folderWithFile();
    const modes: number[] = [];
    function* watched() {
      for (const name of readdirSync(folder))
        if (name !== basename(file)) modes.push(statSync(join(folder, name)).mode & 0o777);
      yield Buffer.from('secret');
    }
    await replaceFile(file, watched(), { mode: 0o600 });
    expect(modes).toEqual([0o600]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('by a program that goes by the ending of a file’s name', async () => {
    const { folder, file } = folderWithFile();
    let given = '';
    await replaceFileBy(file, async (temporary) => {
      given = temporary;
      expect(readFileSync(file, 'utf8')).toBe('earlier');
      await writeFile(temporary, 'now');
    });
    expect(dirname(given)).toBe(folder);
    expect(given).toMatch(/data\.csv\.gz$/);
    expect(readFileSync(file, 'utf8')).toBe('now');
    expect(readdirSync(folder)).toEqual(['data.csv.gz']);
  });
});

describe('or not at all: the earlier one stays, and nothing beside it', () => {
  const check = (name: string, write: (file: string) => Promise<void>, message: RegExp) =>
    test(name, async () => {
      const { folder, file } = folderWithFile();
      await expect(write(file)).rejects.toThrow(message);
      expect(readFileSync(file, 'utf8')).toBe('earlier');
      expect(readdirSync(folder)).toEqual(['data.csv.gz']);
    });
  check('content that fails in the middle', (file) => replaceFile(file, failing()), /^in the middle$/);
  check(
    'a writer that fails after it has written',
    (file) =>
      replaceFileBy(file, async (temporary) => {
        await writeFile(temporary, 'half');
        throw new Error('this is not what was expected');
      }),
    /^this is not what was expected$/,
  );
  check('a writer that writes nothing', (file) => replaceFileBy(file, async () => {}), /ENOENT/);

  test('a folder stands in its place', async () => {
    const { folder, file } = folderWithFile();
    mkdirSync(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(replaceFile(join(folder, 'taken'), 'text')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder).sort()).toEqual([basename(file), 'taken']);
  });

  test('a file stands where its folder should be', async () => {
    const { folder, file } = folderWithFile();
    await expect(replaceFile(join(file, 'below.json'), 'text')).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(existsSync(join(folder, 'below.json'))).toBe(false);
    expect(readdirSync(folder)).toEqual([basename(file)]);
  });
});
