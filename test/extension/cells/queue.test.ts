import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { shownTraceback } from '../../../kernel/jupyter/traceback.ts';
import { FakeKernel, fakeMessage, fakeQueue, savedOutput, turn } from '../../support/fake-cells.ts';
import { type FakeCell, person, resetVscode } from '../../support/fake-vscode.ts';
import { outputScripts } from '../../support/output-script.ts';

beforeEach(resetVscode);

const out = (text: string) => ({ name: 'stdout', text });
const textOf = (cell: FakeCell) => cell.outputs.map((output) => JSON.stringify(savedOutput(output))).join('\n');
const ends = (cells: readonly FakeCell[]) =>
  cells.map(({ execution, executionSummary }) => execution?.state ?? executionSummary?.success ?? 'not run');

describe('what a kernel says is saved as `multitask-notebook run` saves it', () => {
  test.each(outputScripts)('$name', async ({ messages, outputs }) => {
    const { kernel, notebook, run } = fakeQueue(['first', 'second']);
    const running = run(0, 1);
    // The second cell exists from its request on; until then its messages are not there in a notebook either.
    const first = await kernel.at(0);
    const ofSecond = messages.findIndex(([cell]) => cell === 1);
    const before = ofSecond < 0 ? messages : messages.slice(0, ofSecond);
    for (const [, msgType, content] of before) {
      if (msgType === 'execute_reply') continue;
      first.say(msgType, content);
    }
    const reply = messages.find(([, msgType]) => msgType === 'execute_reply')?.[2];
    first.reply('ok', reply);
    const second = await kernel.at(1);
    for (const [cell, msgType, content] of ofSecond < 0 ? [] : messages.slice(ofSecond)) {
      (cell === 0 ? first : second).say(msgType, content);
    }
    second.reply('ok');
    await running;
    await expect
      .poll(() => notebook.cells.map((cell) => cell.outputs.map(savedOutput)))
      .toEqual([outputs[0], outputs[1] ?? []]);
  });
});

describe('a frame of a traceback names its cell', () => {
  const stackOf = ({ outputs }: FakeCell): string =>
    JSON.parse(Buffer.from(outputs.at(-1)?.items[0]?.data ?? []).toString()).stack;
  const failure = (...counts: readonly number[]) => {
    const frames = counts.map((count) => `    at cell-${count}.ts:2:1`);
    return { ename: 'Error', evalue: 'x', traceback: shownTraceback('Error', ['Error: x', ...frames]) };
  };

  test('by its place and the number of its run, also when it ran again, was edited, moved or deleted', async () => {
    const { kernel, notebook, run } = fakeQueue(['zero', 'one', 'two', 'three', 'four']);
    const running = run(0, 1, 2, 3, 4);
    for (const index of [0, 1, 2, 3]) {
      const asked = await kernel.at(index);
      asked.say('execute_input', { execution_count: index + 1, code: asked.code });
      asked.reply('ok');
    }
    notebook.cells[1].text = 'edited';
    notebook.cells[2].index = -1;
    notebook.cells[3].index = 7;
    const asked = await kernel.at(4);
    asked.say('execute_input', { execution_count: 5, code: asked.code });
    asked.say('error', failure(5, 1, 2, 3, 4, 99));
    asked.reply('ok');
    await running;
    const again = run(0);
    const second = await kernel.at(5);
    second.say('execute_input', { execution_count: 6, code: second.code });
    second.say('error', failure(1));
    second.reply('error');
    await again;
    const [, ...lines] = stackOf(notebook.cells[4]).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      "    <a href='cell:four?line=1'>cell 5 [5], line 2</a>",
      "    <a href='cell:zero?line=1'>cell 1 [1], line 2</a>",
      "    <a href='cell:one?line=1'>cell 2 [2], line 2</a> (edited since)",
      '    deleted cell [3], line 2',
      "    <a href='cell:three?line=1'>cell 8 [4], line 2</a>",
    ]);
    expect(stripVTControlCharacters(lines[5] ?? '')).toBe('    Cell In[99], line 2');
    expect(stackOf(notebook.cells[0])).toContain('cell 1 [1], line 2');
  });

  test('an error that nobody caught does not fail the cell', async () => {
    const { kernel, notebook, run, queue, document } = fakeQueue(['a']);
    const running = run(0);
    const asked = await kernel.at(0);
    asked.say('execute_input', { execution_count: 1, code: 'a' });
    asked.say('error', { ename: 'Uncaught: Error', evalue: 'x', traceback: ['Uncaught: Error: x'] });
    expect(queue.save(document, []).runs[0]?.hasFailed).toBe(false);
    asked.reply('ok');
    await running;
    expect(ends(notebook.cells)).toEqual([true]);
  });
});

describe('the queue', () => {
  test('tells the kernel which cell it is, so that the next run can be compared with this', async () => {
    const { kernel, run } = fakeQueue(['first', 'second']);
    void run(1);
    expect((await kernel.at(0)).options.metadata).toEqual({ cellId: 'cell-1' });
  });

  test('runs one cell at a time, in order, and numbers them', async () => {
    const { kernel, notebook, run } = fakeQueue(['a', 'b']);
    const running = run(0, 1);
    const first = await kernel.at(0);
    expect(ends(notebook.cells)).toEqual(['running', 'pending']);
    await turn();
    expect(kernel.asked).toHaveLength(1);
    first.say('execute_input', { execution_count: 4 });
    first.reply('ok');
    (await kernel.at(1)).reply('ok');
    await running;
    expect(ends(notebook.cells)).toEqual([true, true]);
    expect(notebook.cells[0].executionSummary?.executionOrder).toBe(4);
  });

  test.each<readonly [end: 'error' | 'aborted' | 'stopped', success: boolean | undefined]>([
    ['error', false],
    ['aborted', undefined],
    ['stopped', false],
  ])('stops at a cell that ended with %s', async (end, success) => {
    const { kernel, notebook, run } = fakeQueue(['a', 'b']);
    const running = run(0, 1);
    (await kernel.at(0)).reply(end);
    await running;
    expect(notebook.cells[0].executionSummary?.success).toBe(success);
    expect(ends(notebook.cells)[1]).toBe('not run');
    expect(kernel.asked).toHaveLength(1);
  });

  test('a dropped cell does not run, the running one goes on', async () => {
    const { kernel, queue, notebook, run } = fakeQueue(['a', 'b']);
    const running = run(0, 1);
    const first = await kernel.at(0);
    queue.drop();
    first.reply('ok');
    await running;
    expect(ends(notebook.cells)).toEqual([true, 'not run']);
  });

  test('a kernel that is lost is an error of its cell, under what it had said', async () => {
    const { kernel, notebook, run } = fakeQueue(['a', 'b']);
    const running = run(0, 1);
    const asked = await kernel.at(0);
    asked.say('stream', out('before'));
    asked.reply(new Error('The kernel ended.'));
    await running;
    expect(ends(notebook.cells)).toEqual([false, 'not run']);
    expect(notebook.cells[0].outputs.map(savedOutput)).toEqual([
      { output_type: 'stream', name: 'stdout', text: 'before' },
      { output_type: 'error', ename: 'Kernel', evalue: 'The kernel ended.', traceback: ['The kernel ended.'] },
    ]);
  });

  test('a kernel that does not start is an error of the first cell; the next run tries again', async () => {
    const kernel = new FakeKernel();
    kernel.starts = () => Promise.reject(new Error('no Node'));
    const { notebook, run } = fakeQueue(['a', 'b'], kernel);
    await run(0, 1);
    expect(ends(notebook.cells)).toEqual([false, 'not run']);
    expect(textOf(notebook.cells[0])).toContain('no Node');
    kernel.starts = async () => undefined;
    const again = run(0);
    (await kernel.at(0)).reply('ok');
    await again;
    expect(ends(notebook.cells)).toEqual([true, 'not run']);
    expect(notebook.cells[0].outputs).toEqual([]);
  });

  test('a cell that runs again begins without outputs, and late words of its last run go to the new one', async () => {
    const { kernel, notebook, run } = fakeQueue(['a']);
    const first = run(0);
    const before = await kernel.at(0);
    before.say('stream', out('old'));
    before.reply('ok');
    await first;
    const second = run(0);
    const after = await kernel.at(1);
    before.say('stream', out('late, '));
    after.say('stream', out('new'));
    after.reply('ok');
    await second;
    expect(textOf(notebook.cells[0])).toBe(
      JSON.stringify({ output_type: 'stream', name: 'stdout', text: 'late, new' }),
    );
  });

  test('what a cell says after its end is shown and leaves its tick and its time', async () => {
    const { kernel, notebook, run } = fakeQueue(['a']);
    const running = run(0);
    const asked = await kernel.at(0);
    asked.reply('ok');
    await running;
    const summary = notebook.cells[0].executionSummary;
    asked.say('stream', out('late'));
    asked.say('display_data', { data: { 'text/plain': 'p' }, transient: { display_id: 'x' } });
    asked.say('update_display_data', { data: { 'text/plain': 'q' }, transient: { display_id: 'x' } });
    await expect.poll(() => textOf(notebook.cells[0])).toMatch(/late.*"q"/s);
    await expect.poll(() => notebook.cells[0].execution).toBeUndefined();
    expect(notebook.cells[0].executionSummary).toEqual(summary);
  });

  test('outputs that the person clears while the cell runs come again with what is said next', async () => {
    const { kernel, notebook, run } = fakeQueue(['a']);
    const running = run(0);
    const asked = await kernel.at(0);
    asked.say('stream', out('one '));
    await turn();
    notebook.cells[0].outputs = [];
    asked.say('stream', out('two'));
    asked.reply('ok');
    await running;
    expect(textOf(notebook.cells[0])).toContain('"two"');
  });

  test('settled tells whether a cell runs', async () => {
    const { kernel, queue, run } = fakeQueue(['a']);
    expect(await queue.settled(0)).toBe('settled');
    const running = run(0);
    const asked = await kernel.at(0);
    expect(await queue.settled(0)).toBe('still running');
    asked.reply('ok');
    await running;
    expect(await queue.settled(0)).toBe('settled');
  });
});

describe('prompt()', () => {
  test('asks the person', async () => {
    const { kernel, run } = fakeQueue(['a']);
    const running = run(0);
    const asked = await kernel.at(0);
    person.answer = async (prompt) => `answer to ${prompt}`;
    expect(await asked.options.onInput?.({ prompt: 'name?', password: false })).toBe('answer to name?');
    asked.reply('ok');
    await running;
  });

  test('that is closed without an answer rejects, which interrupts the cell', async () => {
    const { kernel, run } = fakeQueue(['a']);
    const running = run(0);
    const asked = await kernel.at(0);
    await expect(asked.options.onInput?.({ prompt: '', password: true })).rejects.toThrow('No answer was given');
    asked.reply('error');
    await running;
  });
});

describe('a window that is loaded again', () => {
  /** A cell that said something, one that runs and one that waits. */
  async function left() {
    const window = fakeQueue(['done', 'running', 'waiting']);
    void window.run(0, 1, 2);
    const first = await window.kernel.at(0);
    first.say('display_data', { data: { 'text/plain': 'p' }, transient: { display_id: 'x' } });
    first.reply('ok');
    const second = await window.kernel.at(1);
    second.say('stream', out('half '));
    await turn();
    const saved = window.queue.save(window.document, [second.options.messageId ?? '']);
    return { saved: JSON.parse(JSON.stringify(saved)), second };
  }

  test('goes on with the cell that runs and with those that wait', async () => {
    const { saved } = await left();
    const next = fakeQueue(['done', 'running', 'waiting']);
    next.queue.resume(next.document, saved);
    const followed = await next.kernel.at(0);
    followed.say('stream', out('whole'));
    followed.say('update_display_data', { data: { 'text/plain': 'q' }, transient: { display_id: 'x' } });
    followed.reply('ok');
    const waiting = await next.kernel.at(1);
    expect(waiting.code).toBe('waiting');
    waiting.reply('ok');
    await expect.poll(() => textOf(next.notebook.cells[0])).toContain('"q"');
    expect(textOf(next.notebook.cells[1])).toContain('"half whole"');
    await expect.poll(() => ends(next.notebook.cells)).toEqual([true, true, true]);
    expect(next.kernel.heard).toHaveLength(1);
  });

  test('shows what a handler says before the kernel is chosen for the notebook again', async () => {
    const { saved } = await left();
    const next = fakeQueue(['done', 'running', 'waiting']);
    next.queue.resume(next.document, { ...saved, waiting: [], runs: saved.runs.slice(0, 1) });
    next.choose(false);
    const [heard] = next.kernel.heard;
    const refused = vi.spyOn(next.controller, 'createNotebookCellExecution');
    heard?.options.onOutput?.(fakeMessage('stream', out('clicked')));
    await vi.waitUntil(() => refused.mock.results.some(({ type }) => type === 'throw'), { timeout: 30_000 });
    expect(textOf(next.notebook.cells[0])).not.toContain('clicked');
    next.choose(true);
    await vi.waitUntil(() => textOf(next.notebook.cells[0]).includes('clicked'), { timeout: 30_000 });
  });

  test('says in the cell that the kernel is gone, and runs nothing', async () => {
    const { saved } = await left();
    const next = fakeQueue(['done', 'running', 'waiting']);
    next.queue.resume(next.document, saved, new Error('The kernel ended meanwhile.'));
    await expect.poll(() => ends(next.notebook.cells)[1]).toBe(false);
    expect(textOf(next.notebook.cells[1])).toMatch(/"half ".*The kernel ended meanwhile/s);
    expect(next.kernel.asked).toEqual([]);
  });

  test('leaves out a cell whose text is another now', async () => {
    const { saved } = await left();
    const next = fakeQueue(['done', 'edited', 'waiting']);
    next.queue.resume(next.document, saved);
    const waiting = await next.kernel.at(0);
    expect(waiting.code).toBe('waiting');
    expect(ends(next.notebook.cells)[1]).toBe('not run');
    waiting.reply('ok');
  });
});

test('an editor that refuses an output does not end the run', async () => {
  const { kernel, notebook, run } = fakeQueue(['a']);
  const running = run(0);
  const asked = await kernel.at(0);
  const execution = notebook.cells[0].execution;
  if (!execution) throw new Error('The cell runs.');
  vi.spyOn(execution, 'appendOutput').mockRejectedValueOnce(new Error('The notebook is gone.'));
  asked.say('stream', out('lost'));
  asked.reply('ok');
  await running;
  expect(ends(notebook.cells)).toEqual([true]);
});

test('tells when cells begin to wait, when each has run, and when all are done', async () => {
  const { kernel, cells, events, run } = fakeQueue(['a', 'b', 'c']);
  const running = run(0, 1, 2);
  (await kernel.at(0)).reply('ok');
  (await kernel.at(1)).reply('error');
  await running;
  const [a, b, c] = cells(0, 1, 2);
  const told = events.map((event) => [event.kind, event.kind === 'ran' ? event.cell : undefined, [...event.busy]]);
  expect(told).toEqual([
    ['queued', undefined, [a, b, c]],
    ['ran', a, [b, c]],
    // The error drops the third.
    ['ran', b, [c]],
    ['settled', undefined, []],
  ]);
});
