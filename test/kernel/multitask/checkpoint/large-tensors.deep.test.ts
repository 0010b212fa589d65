import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSafetensors, safetensors, sha256 } from '../../../../kernel/multitask/checkpoint/safetensors.ts';

test('a table of more than 2 GB, which Node neither reads nor hashes at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-large-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const values = new Float32Array(540_000_000);
  const marked = [0, 2 ** 28 - 1, 2 ** 28, 2 ** 29 + 7, values.length - 1];
  for (const [i, at] of marked.entries()) values[at] = i + 1;
  const chunks = safetensors({ table: { shape: [5_400_000, 100], values } });
  const path = join(folder, 'weights.safetensors');
  await writeFile(path, chunks);
  const { tensors, sha256: found } = await readSafetensors(path);
  expect(found).toBe(sha256(chunks));
  const table = tensors.get('table')?.values;
  expect(marked.map((at) => table?.[at])).toEqual([1, 2, 3, 4, 5]);
});
