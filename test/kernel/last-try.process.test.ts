import { expect, test } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../kernel/payloads/training.ts';
import { type CellRun, startKernel } from '../support/jupyter-kernel.ts';

/** The last picture of each run that a cell trained, in the order in which they began. */
function runsOf({ messages }: CellRun): readonly { readonly payload: TrainingPayload; readonly text: string }[] {
  const last = new Map<string, { payload: TrainingPayload; text: string }>();
  for (const { content } of messages) {
    const data = content.data as Readonly<Record<string, unknown>> | undefined;
    const parsed = data?.[trainingMime] === undefined ? undefined : parseTrainingPayload(data[trainingMime]);
    if (parsed?.ok) last.set(parsed.value.run.id, { payload: parsed.value, text: String(data?.['text/plain']) });
  }
  return [...last.values()];
}

test('a cell that trains again is compared with its last try, call by call, also when its text has changed', async () => {
  const kernel = await startKernel();
  const run = (cellId: string, code: string) => kernel.run(code, {}, { metadata: { cellId } });
  const training = (learningRate: number) =>
    `for (const experts of [2, 4]) await models.mmoe(data.features, data.tasks, { experts, seed: 1 }).fit(data.train, { epochs: 1, learningRate: ${learningRate}, validation: data.validation, threads: 1 });`;
  const made = await run('data', "const data = datasets.correlatedTasks({ rows: 3000, labels: 'binary', seed: 1 });");
  expect(made.status).toBe('ok');

  expect(runsOf(await run('fit', training(0.003))).map(({ payload }) => payload.before)).toEqual([
    undefined,
    undefined,
  ]);
  const again = runsOf(await run('fit', training(0.03)));
  expect(again.map(({ payload }) => payload.before?.payload.run.number)).toEqual([1, 2]);
  for (const { payload, text } of again) {
    expect(payload.before?.changed.settings).toEqual([{ name: 'learningRate', from: '0.003', to: '0.03' }]);
    expect(payload.before?.differences?.map(({ metric }) => metric)).toEqual(['AUC', 'AUC']);
    expect(text).toContain('of this cell: What changed: learningRate .003 → .03.');
    expect(text).toContain('paired on the same');
  }

  // The data made anew are the same rows; the same code and seed give the same bits.
  await run('data', "const data = datasets.correlatedTasks({ rows: 3000, labels: 'binary', seed: 1 });");
  const [same] = runsOf(await run('fit', training(0.03)));
  expect(same?.payload.before?.changed).toEqual({ settings: [], lines: { removed: [], added: [], more: 0 } });
  expect(same?.payload.before?.differences?.map(({ mean, lower, upper }) => [mean, lower, upper])).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);

  // Another cell has tries of its own.
  const [other] = runsOf(await run('another', training(0.03)));
  expect(other?.payload.before).toBeUndefined();
});
