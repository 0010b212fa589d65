import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Content } from '../../kernel/jupyter/messages.ts';
import { gateQuestionTarget } from '../../kernel/payloads/gate-questions.ts';
import { type GatesPayload, parseGatesPayload } from '../../kernel/payloads/gates.ts';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { type Driver, type Published, startSession, until } from './session-driver.ts';

/** Questions about a gate report that a notebook shows, through the messages that a client sends. */
let driver: Driver;
beforeAll(() => {
  driver = startSession();
});
afterAll(() => driver.close());

let comms = 0;
/** Asks, and gives what the kernel answered. */
async function ask(question: unknown, to = driver): Promise<{ answer: Content; updates: readonly Published[] }> {
  const id = `comm-${++comms}`;
  const before = to.published.length;
  await to.ask('comm_open', { comm_id: id, target_name: gateQuestionTarget, data: question });
  const said = to.published.slice(before);
  const closed = said.find(({ msgType, content }) => msgType === 'comm_close' && content.comm_id === id);
  return {
    answer: closed?.content.data as Content,
    updates: said.filter(({ msgType }) => msgType === 'update_display_data'),
  };
}

function payloadIn({ content }: Published): GatesPayload {
  const parsed = parseGatesPayload((content.data as Content)[gatesMime]);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const prepare = `const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 3000, seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 3, seed: 1 });
await model.fit(data.train, { epochs: 1, batchSize: 128, plot: false })`;

let report: GatesPayload;

describe('a report that a cell showed', () => {
  it('names its display', async () => {
    expect((await driver.run(prepare)).status).toBe('ok');
    const { published, status } = await driver.run('await gateReport(model, data.test)');
    expect(status).toBe('ok');
    const result = published.find(({ msgType }) => msgType === 'execute_result');
    if (!result) throw new Error('nothing was shown');
    report = payloadIn(result);
    expect(report.id).toMatch(/^gates-/);
    expect(result.content.transient).toEqual({ display_id: report.id });
  });

  const without = (expert: number, id = report.id) => ({ kind: 'without', report: id, level: 0, expert });

  it('what each task loses without an expert comes with its display', async () => {
    const { answer, updates } = await ask(without(1));
    expect(answer).toEqual({ state: 'answered' });
    expect(updates).toHaveLength(1);
    expect(updates[0].content.transient).toEqual({ display_id: report.id });
    const [level] = payloadIn(updates[0]).levels;
    expect(level.experts[1].without?.rows).toBe(report.rows);
    expect(level.experts[1].without?.tasks.map(({ task, metric }) => [task, metric])).toEqual([
      [0, 'auc'],
      [1, 'auc'],
    ]);
    for (const { difference, error } of level.experts[1].without?.tasks ?? []) {
      expect(Math.abs(difference ?? 1)).toBeLessThan(0.5);
      expect(error).toBeGreaterThan(0);
    }
    expect((updates[0].content.data as Content)['text/plain']).toMatch(
      /Without E1: \S+ AUC [+−]?\.\d{4} ±\u00a0\.\d{4}; /,
    );
  });

  it('asked twice, and for another: all answers stay', async () => {
    const [first, second] = [await ask(without(1)), await ask(without(2))];
    const [{ experts }] = payloadIn(second.updates[0]).levels;
    expect(experts.map(({ without }) => without !== undefined)).toEqual([false, true, true]);
    expect(payloadIn(first.updates[0]).levels[0].experts[1].without).toEqual(experts[1].without);
  });

  it('the rows behind a bar', async () => {
    const [gate] = report.levels[0].gates;
    const bin = (gate.histogram[0] ?? []).findIndex((share) => share > 0);
    const { answer, updates } = await ask({ kind: 'rows', report: report.id, level: 0, gate: 0, expert: 0, bin });
    expect(answer).toEqual({ state: 'answered' });
    const { rows } = payloadIn(updates[0]).levels[0];
    expect(rows?.count).toBe(Math.round((gate.histogram[0]?.[bin] ?? 0) * report.rows));
    expect(rows?.lines).toHaveLength(Math.min(50, rows?.count ?? 0));
    expect(rows?.columns.slice(0, 2)).toEqual(['row', 'weight']);
    const weights = rows?.lines.map(([, weight]) => Number(weight)) ?? [];
    expect(weights.every((weight) => weight >= (rows?.low ?? 1) - 0.001 && weight <= (rows?.high ?? 0) + 0.001)).toBe(
      true,
    );
  });

  it('is refused in words: an unknown report, an expert that is not there, nonsense', async () => {
    const words = async (question: unknown) => (await ask(question)).answer;
    expect(await words(without(0, 'gates-0'))).toEqual({
      state: 'refused',
      words: 'This report is not of the kernel that runs now: run its cell again.',
    });
    expect(await words(without(9))).toEqual({ state: 'refused', words: 'This report has no such expert.' });
    expect(await words({ kind: 'rows', report: report.id, level: 0, gate: 0, expert: 0, bin: 400 })).toEqual({
      state: 'refused',
      words: 'This report has no such bar.',
    });
    expect(await words('x')).toMatchObject({ state: 'refused' });
  });

  it('while a cell spins the question waits for it, and is answered', async () => {
    const { outcome } = driver.start('const end = Date.now() + 1500; while (Date.now() < end);');
    const { answer } = await ask(without(0));
    expect(answer).toEqual({ state: 'answered' });
    expect((await outcome).status).toBe('ok');
  });

  it('an interrupt ends the question, and the next one is answered', async () => {
    const asked = ask(without(0));
    await driver.interrupt();
    expect(['refused', 'answered', undefined]).toContain((await asked).answer?.state);
    expect((await ask(without(0))).answer).toEqual({ state: 'answered' });
  });

  it('a report shown again is the same display, with its answers', async () => {
    const again = await driver.run('const shown = await gateReport(model, data.test); display(shown); display(shown)');
    const ids = again.published
      .filter(({ msgType }) => msgType === 'display_data')
      .map(({ content }) => (content.transient as Content).display_id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe(report.id);
  });

  it('after the model was trained on, it is refused in words', async () => {
    await driver.run('await model.fit(data.train, { epochs: 1, batchSize: 128, plot: false })');
    expect((await ask(without(0))).answer).toEqual({
      state: 'refused',
      words: 'The model was changed since this report: run the cell of the report again.',
    });
  });

  it('after the process ended, the report is not of the kernel that runs', async () => {
    await driver.run('process.exit(3)');
    await until(async () => (await driver.run('1')).status === 'ok');
    expect((await ask(without(0))).answer?.words).toBe(
      'This report is not of the kernel that runs now: run its cell again.',
    );
  });
});

it('a model that routes nothing has nothing to be asked', async () => {
  const { data } = await driver.run(
    `const plain = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 300, seed: 1 });
await gateReport(models.sharedBottom(plain.features, plain.tasks), plain.test)`,
  );
  expect(data?.[gatesMime]).toMatchObject({ version: 1 });
  expect(data?.[gatesMime]).not.toHaveProperty('id');
});
