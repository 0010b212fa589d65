import { expect, test, vi } from 'vitest';
import { readAhead } from '../../../../kernel/multitask/data/read-ahead.ts';

/** Numbers up to 3, and what was done with them and when. */
function source(fails = Number.POSITIVE_INFINITY) {
  const said: string[] = [];
  async function* numbers() {
    try {
      for (let i = 1; i <= 3; i++) {
        said.push(`reads ${i}`);
        await null;
        if (i === fails) throw new Error(`${i} is torn`);
        yield i;
      }
    } finally {
      said.push('closed');
    }
  }
  return { said, numbers };
}

test('the next is read while one is used, in order, and all are used', async () => {
  const { said, numbers } = source();
  for await (const number of readAhead(numbers())) {
    await vi.waitFor(() => expect(said).toContain(number < 3 ? `reads ${number + 1}` : 'closed'));
    said.push(`uses ${number}`);
  }
  expect(said).toEqual(['reads 1', 'reads 2', 'uses 1', 'reads 3', 'uses 2', 'closed', 'uses 3']);
});

test('whoever leaves, or throws, closes the source', async () => {
  const left = source();
  for await (const _ of readAhead(left.numbers())) break;
  expect(left.said).toEqual(['reads 1', 'reads 2', 'closed']);
  const thrown = source();
  const use = async () => {
    for await (const number of readAhead(thrown.numbers())) throw new Error(`not ${number}`);
  };
  await expect(use()).rejects.toThrow('not 1');
  expect(thrown.said.at(-1)).toBe('closed');
});

test('what cannot be read fails when its turn comes, behind what could be', async () => {
  const used: number[] = [];
  const use = async () => {
    for await (const number of readAhead(source(3).numbers())) used.push(number);
  };
  await expect(use()).rejects.toThrow('3 is torn');
  expect(used).toEqual([1, 2]);
});
