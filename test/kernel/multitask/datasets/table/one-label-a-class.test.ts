import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { table } from '../../../../../kernel/multitask/datasets/table/table.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'classes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(mkdtempSync(join(folder, 'f-')), 'plays.csv');
  writeFileSync(path, content);
  return path;
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );
}

/** The query of the message, and the labels that it names. */
function advice(message: string): { readonly query: string; readonly labels: readonly string[] } {
  const [, query = '', labels = ''] =
    /(SELECT \* EXCLUDE .* FROM '[^']+'), with the labels (.*)\.$/s.exec(message) ?? [];
  return { query, labels: labels.split(', ') };
}

test.each<[string, string, string[], number[][]]>([
  [
    'words',
    'kind,x\nskip,1\nlike,2\nplay,3\nlike,4\n,5\n',
    ['kind_like', 'kind_play', 'kind_skip'],
    [
      [0, 1, 0, 1, Number.NaN],
      [0, 0, 1, 0, Number.NaN],
      [1, 0, 0, 0, Number.NaN],
    ],
  ],
  [
    'stars',
    'kind,x\n3,1\n5,2\n1,3\n5,4\n',
    ['kind_5', 'kind_1', 'kind_3'],
    [
      [0, 1, 0, 1],
      [0, 0, 1, 0],
      [1, 0, 0, 0],
    ],
  ],
  [
    'numbers',
    'kind,x\n0,1\n2,2\n1,3\n2,4\n',
    ['kind_2', 'kind_0', 'kind_1'],
    [
      [0, 1, 0, 1],
      [1, 0, 0, 0],
      [0, 0, 1, 0],
    ],
  ],
  [
    "a word with a quote's sign",
    "kind,x\nit's,1\nb,2\nc,3\nit's,4\n",
    ["kind_it's", 'kind_b', 'kind_c'],
    [
      [1, 0, 0, 1],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ],
  ],
])(
  'a label of three classes, %s: the query that the error writes reads one label a class',
  async (name, content, labels, expected) => {
    const path = file(content);
    const message = await messageOf(table(path, { tasks: { kind: 'binary' } }));
    expect(message).toContain('A task has two classes; these are 3:');
    if (name === 'stars') expect(message).toContain("tasks: { kind: 'numeric' }");
    const found = advice(message);
    expect(found.labels).toEqual(labels);
    const { tasks, features, train } = await table(found.query, {
      tasks: Object.fromEntries(found.labels.map((label) => [label, 'binary'])),
    });
    expect(tasks.map((task) => task.name)).toEqual(labels);
    // The classes are no longer a feature: they would tell the labels.
    expect(features.columns.map((column) => column.name)).toEqual(['x']);
    expect(labels.map((label) => [...train.labels[label]])).toEqual(expected);
  },
);

test('of many classes the first three are written, and that there are more', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `class ${i % 5},${i}`);
  const message = await messageOf(table(file(['kind,x', ...rows].join('\n')), { tasks: { kind: 'binary' } }));
  expect(message).toContain('these are 5:');
  expect(message).toMatch(
    /"kind_class 2", … FROM '.*plays\.csv', with the labels kind_class 0, kind_class 1, kind_class 2, …\.$/,
  );
});

test('a number that is no class is not called one', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i + 0.5},${i}`);
  const message = await messageOf(table(file(['kind,x', ...rows].join('\n')), { tasks: { kind: 'binary' } }));
  expect(message).toContain("tasks: { kind: 'numeric' }");
  expect(message).not.toContain('SELECT');
});

test('a value for unknown beside 0 and 1 is no third class', async () => {
  const message = await messageOf(table(file('kind,x\n0,1\n1,2\n-1,3\n'), { tasks: { kind: 'binary' } }));
  expect(message).toContain('If "-1" means unknown, say missing');
  expect(message).not.toContain('SELECT');
});
