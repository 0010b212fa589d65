import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoringPackage } from '../../kernel/multitask/cluster/scoring/package.ts';
import { clusters, models, remote } from '../../kernel/multitask/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../support/random-rows.ts';
import { largestDifference } from '../support/simd-trainers.ts';
import { tableOf } from './feeds.ts';

/** What workers of a cluster do, without a cluster: parts of at most 100 rows, row groups of 40. */
const rows = randomRows(500, 7);
const model = models.ple(mixedFeatures, clickAndBuy, { seed: 2 });
let folder: string;
let python: string;
const at = (...names: readonly string[]) => join(folder, ...names);
const run = (...args: readonly string[]): string =>
  execFileSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const script = (text: string, ...args: readonly string[]) =>
  JSON.parse(run('-c', `import json, sys, pyarrow as a, pyarrow.parquet as p\n${text}`, ...args) || 'null');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multitask scores é '));
  python = execFileSync('sh', ['test/exports/setup.sh'], { encoding: 'utf8' }).trim();
  await mkdir(at('rows', 'day=2'), { recursive: true });
  const table = { ...tableOf(rows), id: Array.from({ length: 500 }, (_, i) => i) };
  await writeFile(at('rows.json'), JSON.stringify(table));
  script(
    `t = a.table(json.load(open(sys.argv[1] + "/rows.json")))
for name, first, last in (("a", 0, 230), ("b.c", 230, 230), ("day=2/a", 230, 500)):
    p.write_table(t.slice(first, last - first), f"{sys.argv[1]}/rows/{name}.parquet", row_group_size=40)`,
    folder,
  );
});
afterAll(() => rm(folder, { recursive: true }));

type Case = Readonly<Record<string, unknown>>;

async function work(...cases: readonly Case[]) {
  const files = await scoringPackage(
    { cluster: clusters.ray('http://127.0.0.1:1'), rows: remote(at('rows')), output: at('scores'), keys: ['id'] },
    { title: 'PLE', network: model.network, parameters: await model.parameters() },
  );
  await mkdir(at('package'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(at('package', name), content);
  return JSON.parse(run('test/exports/write_scores.py', at('package'), 'job', JSON.stringify(cases)));
}

const filesIn = async (name: string) =>
  (await readdir(at(name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file).slice(at(name).length + 1))
    .sort();

const parts = ['a-0000.parquet', 'a-0001.parquet', 'a-0002.parquet'];
const all = [...parts, 'day=2/a-0000.parquet', 'day=2/a-0001.parquet', 'day=2/a-0002.parquet', 'day=2/a-0003.parquet'];

test('what is broken off is gone on with, and every row is scored once, as it is here', async () => {
  const [begun] = await work({ stop: 3 });
  expect(begun).toMatchObject({ parts: all, trouble: null, done: [{ trouble: '' }, { trouble: '' }, { trouble: '' }] });
  // A job that was killed leaves what it had not written to its end, and somebody cuts a file.
  await writeFile(at('scores', '_writing-job', 'a-0003.parquet.1'), 'PAR1');
  await writeFile(at('scores', parts[1]), 'PAR1');
  const [{ done }, again] = await work({}, {});
  expect(done.map(({ name }: { name: string }) => name)).toEqual([parts[1], ...all.slice(3)]);
  expect(await filesIn('scores')).toEqual(['_multitask.json', ...all].sort());
  expect(again.done).toEqual([]);
  const scored = script(
    't = p.ParquetDataset(sys.argv[1], partitioning=None).read()\nprint(json.dumps(t.to_pydict()))',
    at('scores'),
  );
  const here = await model.predict(rows);
  expect(Object.keys(scored)).toEqual(['id', ...Object.keys(here)]);
  expect(scored.id).toEqual(Array.from({ length: 500 }, (_, i) => i));
  const { id: _, ...outputs } = scored;
  expect(largestDifference(outputs, here)).toBeLessThan(1e-5);
});

test('a file that is written anew is scored anew, and parts that it lost go; scores of one that is gone stay', async () => {
  script(
    `t = p.read_table(sys.argv[1] + "/rows/a.parquet")
p.write_table(t.slice(0, 90), sys.argv[1] + "/rows/a.parquet", row_group_size=40)`,
    folder,
  );
  await rm(at('rows', 'day=2'), { recursive: true });
  const [{ done }] = await work({});
  expect(done).toEqual([{ name: parts[0], rows: 90, trouble: '' }]);
  expect(await filesIn('scores')).toEqual(['_multitask.json', parts[0], ...all.slice(3)].sort());
});

test('what cannot be is said', async () => {
  await mkdir(at('others'));
  await writeFile(at('others', 'mine.txt'), '');
  const cases: readonly (readonly [Case, RegExp])[] = [
    [{ data: at('none', '*.parquet') }, /there is no Parquet file at .*none/],
    [{ keys: ['user'] }, /a\.parquet has no column 'user'; it has /],
    [{ data: at('rows', 'a.parquet') }, /holds scores of other rows, .*rows; empty it/],
    [{ keys: [] }, /holds scores with other key columns, id; empty it/],
    [{ model: 'another' }, /holds scores of another model, or of other weights \(PLE\); empty it/],
    [{ output: at('others') }, /holds what is no score, mine\.txt; give an empty/],
    [{ output: at('rows.json') }, /rows\.json is a file/],
    [{ output: at('rows') }, /would be among the rows/],
    [{ output: at('rows', 'scores') }, /would be among the rows/],
  ];
  const told = await work(...cases.map(([given]) => given));
  for (const [i, [given, expected]] of cases.entries())
    expect(told[i].refused, JSON.stringify(given)).toMatch(expected);
});
