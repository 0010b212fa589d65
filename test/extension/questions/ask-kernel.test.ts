import { describe, expect, it } from 'vitest';
import type { Event } from 'vscode';
import type { KernelState } from '../../../extension/kernels/connection.ts';
import type { NotebookKernel } from '../../../extension/kernels/index.ts';
import { askKernel } from '../../../extension/questions/ask-kernel.ts';
import { gateAsking } from '../../../extension/questions/askings.ts';
import type { Message } from '../../../kernel/jupyter/messages.ts';
import type { GateAnswer, GateQuestion } from '../../../kernel/payloads/gate-questions.ts';
import { fakeMessage, fakeQueue, savedOutput, turn } from '../../support/fake-cells.ts';
import { EventEmitter } from '../../support/fake-vscode.ts';

const question: GateQuestion = { kind: 'without', report: 'gates-1', level: 0, expert: 2 };

/** A kernel in some state, of a notebook whose one cell has shown a report with this display id. */
async function setUp(state: KernelState['kind'], displayId = 'gates-1') {
  const { kernel: cells, queue, notebook, run } = fakeQueue(['await gateReport(model, data.test)']);
  const running = run(0);
  const asked = await cells.at(0);
  asked.say('execute_input', { execution_count: 1 });
  const shown = { data: { 'text/plain': 'report' }, metadata: {}, transient: { display_id: displayId } };
  asked.say('execute_result', { execution_count: 1, ...shown });
  asked.reply('ok');
  await running;

  const listeners = new Set<(message: Message) => void>();
  const sent: { readonly msgType: string; readonly content: Message['content'] }[] = [];
  const client = {
    onMessage(listener: (message: Message) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async send(_channel: string, msgType: string, content: Message['content']) {
      sent.push({ msgType, content });
      return { msg_id: 'asked' };
    },
  };
  const connection = { state: { kind: state, how: 'it was ended by SIGKILL' }, start: async () => ({ client }) };
  const kernel = { connection, queue } as unknown as NotebookKernel;
  const changed = new EventEmitter<NotebookKernel>();
  const said: GateAnswer[] = [];
  return {
    sent,
    listeners,
    said,
    answer: askKernel(kernel, changed.event as unknown as Event<NotebookKernel>, gateAsking(question), (each) =>
      said.push(each),
    ),
    enter(next: KernelState['kind']) {
      connection.state.kind = next;
      changed.fire(kernel);
    },
    say(msgType: string, content: Message['content'], parent?: string) {
      const message = {
        ...fakeMessage(msgType, content),
        parentHeader: parent === undefined ? {} : { msg_id: parent },
      };
      for (const listener of listeners) listener(message);
    },
    output: () => notebook.cells[0].outputs.map(savedOutput),
  };
}

type Going = Awaited<ReturnType<typeof setUp>>;
const update = { data: { 'text/plain': 'answered' }, metadata: {}, transient: { display_id: 'gates-1' } };
const close = ({ sent }: Going, data: object) => ({ comm_id: sent[0].content.comm_id, data });
const sending = async ({ sent }: Going): Promise<void> => {
  while (sent.length === 0) await turn();
};

describe('a question about a report', () => {
  it('goes to the kernel, and its answer changes the output where it stands', async () => {
    const going = await setUp('idle');
    await sending(going);
    expect(going.said).toEqual([{ state: 'works' }]);
    expect(going.sent).toMatchObject([
      { msgType: 'comm_open', content: { target_name: 'multitask-notebook.gates', data: question } },
    ]);
    going.say('update_display_data', { ...update, transient: { display_id: 'another' } });
    going.say('update_display_data', update);
    going.say('comm_close', { comm_id: 'another', data: { state: 'refused' } });
    going.say('comm_close', close(going, { state: 'answered' }));
    expect(await going.answer).toEqual({ state: 'answered' });
    expect(going.listeners.size).toBe(0);
    await expect.poll(() => JSON.stringify(going.output())).toContain('answered');
  });

  it('waits while a cell runs, and says so', async () => {
    const going = await setUp('busy');
    await turn();
    expect(going.said).toEqual([{ state: 'waits' }]);
    expect(going.sent).toEqual([]);
    going.enter('idle');
    await sending(going);
    expect(going.said).toEqual([{ state: 'waits' }, { state: 'works' }]);
  });

  it('the kernel refuses: its words', async () => {
    const going = await setUp('idle');
    await sending(going);
    going.say('comm_close', close(going, { state: 'refused', words: 'The model was changed.' }));
    expect(await going.answer).toEqual({ state: 'refused', words: 'The model was changed.' });
  });

  it.each(['stopped', 'lost'] as const)('no kernel runs: it is %s', async (state) => {
    const going = await setUp(state);
    expect((await going.answer).words).toBe('No kernel runs for this notebook: run the cell of the report again.');
    expect(going.sent).toEqual([]);
  });

  it.each([
    ['while it waits', 'busy', async (_: Going): Promise<void> => {}],
    ['while it works', 'idle', sending],
  ] as const)('the kernel ends %s', async (_, state, before) => {
    const going = await setUp(state);
    await before(going);
    going.enter('lost');
    expect((await going.answer).words).toBe('The kernel ended before it answered: run the cell of the report again.');
  });

  it('the process that runs cells ends: its conversations are closed without a word', async () => {
    const going = await setUp('idle');
    await sending(going);
    going.say('comm_close', close(going, {}));
    expect((await going.answer).words).toContain('The kernel ended before it answered');
  });

  it('an interrupt that leaves nobody to answer ends it', async () => {
    const going = await setUp('idle');
    await sending(going);
    going.say('status', { execution_state: 'idle' }, 'another');
    going.say('status', { execution_state: 'idle' }, 'asked');
    expect((await going.answer).words).toBe('It was interrupted before it was done.');
  });

  it('an output that the kernel does not know is a copy', async () => {
    const going = await setUp('idle', 'gates-0');
    await sending(going);
    going.say('update_display_data', update);
    going.say('comm_close', close(going, { state: 'answered' }));
    expect((await going.answer).words).toBe(
      'This output is a copy, which the kernel does not know: run the cell of the report again.',
    );
  });
});

it('a notebook whose cells never ran has no kernel', async () => {
  const never = new EventEmitter<NotebookKernel>().event as unknown as Event<NotebookKernel>;
  expect((await askKernel(undefined, never, gateAsking(question), () => {})).state).toBe('refused');
});
