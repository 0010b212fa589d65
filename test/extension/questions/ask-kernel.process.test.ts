import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { CellQueue } from '../../../extension/cells/queue.ts';
import { KernelConnection } from '../../../extension/kernels/connection.ts';
import type { NotebookKernel } from '../../../extension/kernels/index.ts';
import { askKernel } from '../../../extension/questions/ask-kernel.ts';
import { gateAsking } from '../../../extension/questions/askings.ts';
import { kernelArgv } from '../../../kernel/jupyter/kernelspec.ts';
import { launchKernel } from '../../../kernel/jupyter/launch.ts';
import type { GateAnswer, GateQuestion } from '../../../kernel/payloads/gate-questions.ts';
import { type GatesPayload, parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { gatesMime } from '../../../kernel/payloads/mime.ts';
import { savedOutput } from '../../support/fake-cells.ts';
import { EventEmitter, FakeNotebook, notebooks } from '../../support/fake-vscode.ts';

/** The whole way of a question: the extension's side, ZeroMQ, a real kernel, and back into the output of the cell. */
const changed = new EventEmitter<NotebookKernel>();
const connection = new KernelConnection(
  () => launchKernel({ argv: kernelArgv(process.execPath, resolve('dist/kernel/main.js')), cwd: resolve('.') }),
  () => changed.fire(kernel),
);
const notebook = new FakeNotebook('/folder/test.ipynb', [
  `const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 2000, seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 3, seed: 1 });
await gateReport(model, data.test)`,
  'await new Promise((resolve) => setTimeout(resolve, 700))',
  'while (true);',
]);
const controller = notebooks.createNotebookController() as unknown as vscode.NotebookController;
const queue = new CellQueue(controller, connection);
const kernel = { connection, queue, notebook } as unknown as NotebookKernel;
const run = (index: number) => queue.run([notebook.cellAt(index)] as unknown as vscode.NotebookCell[]);

function report(): GatesPayload {
  const output = savedOutput(notebook.cellAt(0).outputs[0]);
  const parsed = parseGatesPayload('data' in output ? output.data[gatesMime] : undefined);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const said: string[] = [];
const ask = (expert: number): Promise<GateAnswer> => {
  const question: GateQuestion = { kind: 'without', report: report().id ?? '', level: 0, expert };
  const event = changed.event as unknown as vscode.Event<NotebookKernel>;
  return askKernel(kernel, event, gateAsking(question), ({ state }) => said.push(state));
};
const known = () => report().levels[0].experts.map(({ without }) => without !== undefined);

beforeAll(() => run(0));
afterAll(() => connection.close());

it('changes the saved output', async () => {
  expect(await ask(1)).toEqual({ state: 'answered' });
  await expect.poll(known).toEqual([false, true, false]);
  expect(report().levels[0].experts[1].without?.tasks).toHaveLength(2);
});

it('waits for the cell that runs', async () => {
  said.length = 0;
  const running = run(1);
  await expect.poll(() => connection.state.kind).toBe('busy');
  const answer = ask(0);
  await running;
  expect(await answer).toEqual({ state: 'answered' });
  expect(said).toEqual(['waits', 'works']);
  await expect.poll(known).toEqual([true, true, false]);
});

it('ends with the kernel, in words', async () => {
  const running = run(2);
  await expect.poll(() => connection.state.kind).toBe('busy');
  const answer = ask(2);
  await connection.close();
  await running;
  expect((await answer).words).toContain('The kernel ended before it answered');
  expect((await ask(2)).words).toBe('No kernel runs for this notebook: run the cell of the report again.');
});
