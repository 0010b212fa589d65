import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
let source = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stream-process-'));
  source = join(folder, 'rows.csv');
  writeFileSync(source, `click,x\n${Array.from({ length: 20_000 }, (_, i) => `${i % 2},${i}`).join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const library = fileURLToPath(new URL('../../../../../dist/kernel/multitask/index.js', import.meta.url));

/** A process that opens the stream, with a temporary folder of its own, under limits of the shell. */
function opening(then: string, limits = '') {
  const here = mkdtempSync(join(folder, 'tmp-'));
  const code = `
    const { datasets } = await import(${JSON.stringify(library)});
    const { train } = await datasets.table(${JSON.stringify(source)}, { tasks: { click: 'binary' }, stream: true });
    ${then}`;
  const env = { ...process.env, TMPDIR: here, CODE: code };
  const child = spawn('bash', ['-c', `${limits} exec "$0" --input-type=module -e "$CODE"`, process.execPath], { env });
  return { child, here };
}

test.skipIf(process.platform === 'win32')('a process that is killed leaves none of its rows behind', async () => {
  const { child, here } = opening(`for await (const { length } of train.chunks()) console.log(length);
    setInterval(() => {}, 1000);`);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readdirSync(here).filter((name) => name.endsWith('.rows'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('where the disk takes no more, the stream says what to do', async () => {
  // 64 blocks of 1,024 bytes: the rows take 160,000.
  const { child, here } = opening(
    'try { for await (const _ of train.chunks()); } catch (error) { console.log(error.message); }',
    'ulimit -f 64;',
  );
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(wrong).toBe('');
  expect(said).toMatch(/keeps the rows of rows\.csv, encoded, in a file of .*EFBIG.*process\.env\.TMPDIR = /);
  expect(said).toContain(here);
});
