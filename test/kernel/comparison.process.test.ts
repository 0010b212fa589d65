import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparisonMime, searchMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { type Driver, startSession } from './session-driver.ts';

let notebook: Driver;
beforeAll(async () => {
  notebook = startSession();
  await notebook.run(
    "const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 600, seed: 1 });\n" +
      'const small = (seed: number) => models.sharedBottom(data.features, data.tasks, { bottomUnits: [4], seed });',
  );
});
afterAll(() => notebook.close());

/** The types of what a cell showed, by kind of message; of a display that changed in place once. */
async function shownBy(code: string): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { published } = await notebook.run(code);
  return published
    .filter(({ msgType }) => msgType === 'display_data' || msgType === 'execute_result' || msgType === 'error')
    .map(({ msgType, content }) => [msgType, Object.keys((content.data as object) ?? content)] as const);
}

const text = ['execute_result', ['text/plain']];

test('a comparison that a cell ends in is drawn once, and drawn again where it is asked for later', async () => {
  const drawn = [comparisonMime, 'image/svg+xml', 'text/plain'];
  expect(await shownBy('const study = await compare({ a: small, b: small }, data, { seeds: 2 }); study')).toEqual([
    ['display_data', drawn],
    text,
  ]);
  expect(await shownBy('study')).toEqual([['execute_result', drawn]]);
  expect(await shownBy('await compare({ a: small, b: small }, data, { seeds: 2, plot: false })')).toEqual([
    ['execute_result', drawn],
  ]);
});

test('and so is a search', async () => {
  const drawn = [searchMime, 'image/svg+xml', 'text/plain'];
  const code =
    'const found = await search(({ pick, seed }) => ({ model: small(seed), fit: { batchSize: pick("rows", [32, 64]) } }), data, { trials: 2 });\nfound';
  expect(await shownBy(code)).toEqual([['display_data', drawn], text]);
  expect(await shownBy('found')).toEqual([['execute_result', drawn]]);
});

test('and so is a run, also where the cell names it; without a plot it is its table', async () => {
  const table = ['execute_result', ['text/plain', 'text/html']];
  const [first, ...more] = await shownBy('const run = await small(1).fit(data.train, { epochs: 2 });\nrun');
  expect(first[1]).toContain(trainingMime);
  expect(more).toEqual([text]);
  expect(await shownBy('run')).toEqual([table]);
  expect(await shownBy('await small(2).fit(data.train, { epochs: 1, plot: false })')).toEqual([table]);
});
