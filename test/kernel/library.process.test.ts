import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Driver, startSession, until } from './session-driver.ts';

/** Globals of the library, and training inside a cell. */
let notebook: Driver;
beforeAll(() => {
  notebook = startSession();
});
afterAll(() => notebook.close());

const trainingMime = 'application/vnd.multitask-notebook.training.v1+json';

test('a cell that mentions a global waits until it is there', async () => {
  expect((await notebook.run('typeof models.mmoe + typeof datasets + typeof metrics + typeof gateReport')).text).toBe(
    "'functionobjectobjectfunction'",
  );
  expect((await notebook.run('tf.tensor1d([1, 2]).sum().dataSync()[0]')).text).toBe('3');
});

test('a run shows itself while it trains, in the cell that started it', async () => {
  const { published, evalue } =
    await notebook.run(`const data = await datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1, rows: 4000 });
    const model = models.mmoe(data.features, data.tasks, { experts: 2, seed: 1 });
    const run = await model.fit(data.train, { epochs: 2, batchSize: 256 });`);
  expect(evalue).toBe('');
  const pictures = published.filter(({ content }) => trainingMime in ((content.data as object) ?? {}));
  expect(pictures[0]?.msgType).toBe('display_data');
  expect(pictures.at(-1)?.msgType).toBe('update_display_data');
  expect(new Set(pictures.map(({ content }) => JSON.stringify(content.transient))).size).toBe(1);
});

test('an interrupt ends training: the last picture is sent, the weights stay', async () => {
  const { id, outcome } = notebook.start(
    'await model.fit(data.train, { epochs: 100_000, batchSize: 64 }); globalThis.wentOn = true',
  );
  const pictures = () =>
    notebook.published.filter(
      ({ parent, content }) => parent === id && trainingMime in ((content.data as object) ?? {}),
    );
  await until(() => pictures().length > 2, 'training shows itself');
  await notebook.interrupt();
  const end = await outcome;
  expect(end.ename).toBe('KeyboardInterrupt');
  const state = () => {
    const data = pictures().at(-1)?.content.data as Record<string, { state: string }> | undefined;
    return data?.[trainingMime]?.state;
  };
  await until(() => state() === 'interrupted', 'the last picture says so');
  expect((await notebook.run('typeof wentOn')).text).toBe("'undefined'");
  expect((await notebook.run('(await model.evaluate(data.train)).first.rows')).text).toBe('4000');
});

test('an interrupt in the middle of predictions leaves a model that predicts what it did', async () => {
  await notebook.run(`const clicks = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 20_000, seed: 1 });
    const scorer = models.mmoe(clicks.features, clicks.tasks, { seed: 1 });
    const scores = async () => JSON.stringify((await scorer.predict(clicks.test))[clicks.tasks[0].name].slice(0, 50));
    const before = await scores()`);
  for (const work of [
    'for (;;) await scorer.evaluate(clicks.train)',
    'for (;;) await Promise.all([scorer.predict(clicks.train), gateReport(scorer, clicks.train)])',
    // Torn while it spins, in a callback of its own prediction.
    'for (;;) { void scorer.predict(clicks.train).then(() => { for (;;); }); await scorer.evaluate(clicks.train) }',
  ]) {
    const { id, outcome } = notebook.start(`console.log('started'); ${work}`);
    await until(() => notebook.textOf(id).includes('started'), 'the cell has begun');
    await notebook.interrupt();
    expect((await outcome).ename).toBe('KeyboardInterrupt');
    expect((await notebook.run('await scores() === before')).text, work).toBe('true');
  }
});

test('a cell may declare the names', async () => {
  expect((await notebook.run('const models = 5; models')).text).toBe('5');
  expect((await notebook.run('typeof globalThis.models.mmoe')).text).toBe("'function'");
});
