import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheFolder, dataFolders } from '../../../../../kernel/multitask/datasets/files/data-folders.ts';
import { keepFile } from '../../../../../kernel/multitask/datasets/files/keep-file.ts';

const TEXT = 'a,b\n1,2\n'.repeat(1000);
const SHA256 = createHash('sha256').update(TEXT).digest('hex');

let root = '';
let base = '';
const server = createServer((request, response) => {
  if (request.url === '/cut.gz') {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('half');
    response.destroy();
  } else if (request.url === '/good.gz') response.end(gzipSync(TEXT));
  else if (request.url === '/page.gz') response.end('<html>please log in</html>');
  else {
    response.statusCode = 404;
    response.end();
  }
});
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'keep-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

function source(name: string, bytes: string | Uint8Array): string {
  const path = join(mkdtempSync(join(root, 'from-')), name);
  writeFileSync(path, bytes);
  return path;
}

describe('what is as expected is kept', () => {
  const check = (name: string, from: () => string | URL, as: string, expected: string | Uint8Array) =>
    test(name, async () => {
      const folder = join(root, `kept ${name}`);
      expect(await keepFile(from(), folder, as, SHA256)).toBe(join(folder, as));
      expect(readFileSync(join(folder, as))).toEqual(Buffer.from(expected));
      expect(readdirSync(folder)).toEqual([as]);
    });
  check('a plain file', () => source('x', TEXT), 'data', TEXT);
  check('gzip', () => source('x.gz', gzipSync(TEXT)), 'data.gz', gzipSync(TEXT));
  check('Brotli', () => source('x.br', brotliCompressSync(TEXT)), 'data.br', brotliCompressSync(TEXT));
  check('a download', () => new URL(`${base}/good.gz`), 'data.gz', gzipSync(TEXT));
});

describe('what is not leaves nothing behind, and what was there stays', () => {
  const check = (name: string, from: () => string | URL, message: RegExp) =>
    test(name, async () => {
      const folder = mkdtempSync(join(root, 'kept-'));
      writeFileSync(join(folder, 'data.gz'), 'earlier');
      await expect(keepFile(from(), folder, 'data.gz', SHA256)).rejects.toThrow(message);
      expect(readdirSync(folder)).toEqual(['data.gz']);
      expect(readFileSync(join(folder, 'data.gz'), 'utf8')).toBe('earlier');
    });
  check('another text', () => source('x.gz', gzipSync('other')), /SHA-256.*put it into .* yourself, as data\.gz/);
  check('a torn file', () => source('x.gz', gzipSync(TEXT).subarray(0, 30)), /torn/);
  check('no file', () => join(root, 'none.gz'), /no such file/);
  check('a page instead of the file', () => new URL(`${base}/page.gz`), /damaged/);
  check('a broken connection', () => new URL(`${base}/cut.gz`), /terminated|reset|closed/);
  check('not there', () => new URL(`${base}/nothing.gz`), /127\.0\.0\.1:\d+ answers 404 Not Found for nothing\.gz/);
  check('nobody answers', () => new URL('http://127.0.0.1:1/x.gz'), /127\.0\.0\.1:1 cannot be reached: .+/);
});

test('a source that fails at once leaves no file that opening makes only later', async () => {
  const folders = Array.from({ length: 40 }, () => mkdtempSync(join(root, 'kept-')));
  await Promise.allSettled(folders.map((folder) => keepFile(join(root, 'none.gz'), folder, 'data.gz', SHA256)));
  expect(folders.flatMap((folder) => readdirSync(folder))).toEqual([]);
});

describe('the cache is where the platform keeps caches', () => {
  const check = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, expected: RegExp) =>
    test(`${platform} ${Object.keys(environment)}`, () => {
      expect(cacheFolder('census-income', environment, platform).replaceAll('\\', '/')).toMatch(expected);
    });
  check('linux', {}, /\/\.cache\/multitask-notebook\/census-income$/);
  check('linux', { XDG_CACHE_HOME: '/x' }, /^\/x\/multitask-notebook\/census-income$/);
  check('darwin', {}, /\/Library\/Caches\/multitask-notebook\/census-income$/);
  check('win32', { LOCALAPPDATA: 'C:/Local' }, /^C:\/Local\/multitask-notebook\/census-income$/);
  check('win32', {}, /AppData\/Local\/multitask-notebook\/census-income$/);
});

test('MULTITASK_DATA comes first, its folder of the dataset before itself', () => {
  const folders = dataFolders('census-income', { MULTITASK_DATA: '/data', XDG_CACHE_HOME: '/x' });
  expect(folders).toEqual([join('/data', 'census-income'), '/data', join('/x', 'multitask-notebook', 'census-income')]);
});
