import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSafetensors, safetensors } from '../../../../kernel/multitask/checkpoint/safetensors.ts';

async function read(content: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-tensors-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'tensors');
  await writeFile(path, content);
  return readSafetensors(path);
}

/** A file with any header before eight bytes of numbers. */
function file(header: unknown, numbers = 8): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(numbers)]);
}

test('tensors of any shape and name come back, in any order and without numbers', async () => {
  const tensors = {
    'expert 0/weights': {
      shape: [2, 3],
      values: Float32Array.of(1, -0, Number.NaN, 1e-40, Number.POSITIVE_INFINITY, 6),
    },
    'größe "x"': { shape: [], values: Float32Array.of(7) },
    empty: { shape: [0, 4], values: new Float32Array() },
  };
  const { tensors: found } = await read(Buffer.concat(safetensors(tensors)));
  expect(Object.fromEntries(found)).toEqual(tensors);
});

test('a file that another tool wrote: numbers in another order than names, no metadata', async () => {
  const header = {
    b: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
    a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
  };
  const { tensors } = await read(file(header));
  expect([...tensors.keys()]).toEqual(['a', 'b']);
});

const one = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
test.each([
  ['is empty', Buffer.alloc(0), 'it ends within its first 8 bytes'],
  ['ends within its header', file({ a: one }).subarray(0, 20), 'it ends within its header'],
  ['has a header longer than any', Buffer.alloc(200, 255), 'it ends within its header'],
  ['has another header', file('weights'), 'its header is no JSON'],
  ['has a list for a header', file([one]), 'its header lists no tensors'],
  ['ends within its numbers', file({ a: one }, 4), 'it ends within the numbers of "a"'],
  ['goes on after its numbers', file({ a: one }, 12), '4 bytes follow its last tensor'],
  [
    'has half floats',
    file({ a: { ...one, dtype: 'F16' } }),
    '"a" has numbers of type F16; 32-bit floats (F32) are read',
  ],
  ['has a wrong shape', file({ a: { ...one, shape: [3] } }), '"a" has a shape that does not fit its numbers'],
  ['has a negative side', file({ a: { ...one, shape: [-1, -2] } }), '"a" has a shape that does not fit its numbers'],
  [
    'has a hole',
    file({ a: { ...one, shape: [1], data_offsets: [4, 8] } }),
    'the numbers of "a" do not follow those before',
  ],
  ['names a number for a tensor', file({ a: 3 }), '"a" has numbers of type undefined'],
  ['names nothing for a tensor', file({ a: null }), '"a" has numbers of type undefined'],
])('refuses a file that %s', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});
