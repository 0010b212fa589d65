import { expect, it } from 'vitest';
import { createCellAdapter } from '../../../extension/debugger/adapter.ts';
import { createCellPaths, type DebuggedCell } from '../../../extension/debugger/cell-paths.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An adapter between an editor with these cells and a kernel that answers so. */
function between(
  texts: Record<string, string>,
  options: { firstStop?: DebuggedCell; answers?: Record<string, Fields> } = {},
) {
  const asked: (readonly [string, Fields])[] = [];
  const sent: Fields[] = [];
  let isReady = false;
  const answers: Record<string, (given: Fields) => Fields | Promise<Fields>> = {
    setBreakpoints: ({ source, breakpoints }) => ({
      breakpoints: (breakpoints as readonly Fields[]).map(({ line }) => ({ verified: true, line, source })),
    }),
    ...Object.fromEntries(Object.entries(options.answers ?? {}).map(([name, body]) => [name, () => body])),
  };
  const adapter = createCellAdapter({
    paths: createCellPaths(async (code) => `/tmp/${code}.ts`),
    async ask(command, given) {
      asked.push([command, given]);
      return { success: true, body: (await answers[command]?.(given)) ?? {} };
    },
    send: (message) => sent.push(message),
    cell: (uri) => (texts[uri] === undefined ? undefined : { uri, text: texts[uri] }),
    firstStop: options.firstStop,
    ready: () => {
      isReady = true;
    },
  });
  const handle = (command: string, given: Fields = {}) =>
    adapter.handle({ type: 'request', seq: 7, command, arguments: given });
  return { adapter, asked, sent, handle, answers, isReady: () => isReady };
}

it('breakpoints of a cell are those of its text, and come back as the cell’s', async () => {
  const { asked, sent, handle } = between({ 'cell:1': 'one' });
  await handle('setBreakpoints', { source: { path: 'cell:1' }, breakpoints: [{ line: 2, condition: 'x' }] });
  expect(asked).toMatchObject([
    ['setBreakpoints', { source: { path: '/tmp/one.ts' }, breakpoints: [{ line: 2, condition: 'x' }] }],
  ]);
  expect(sent).toMatchObject([
    {
      type: 'response',
      request_seq: 7,
      success: true,
      body: { breakpoints: [{ line: 2, source: { path: 'cell:1' } }] },
    },
  ]);
});

it('files beside the notebook are themselves', async () => {
  const { asked, handle } = between({});
  await handle('setBreakpoints', { source: { path: '/notebooks/lib.ts' }, breakpoints: [{ line: 1 }] });
  expect(asked).toMatchObject([['setBreakpoints', { source: { path: '/notebooks/lib.ts' } }]]);
});

it('breakpoints follow a cell that was edited when it runs again', async () => {
  const texts = { 'cell:1': 'one' };
  const { adapter, asked, handle } = between(texts);
  await handle('setBreakpoints', { source: { path: 'cell:1' }, breakpoints: [{ line: 2 }] });
  await adapter.willRun({ uri: 'cell:1', text: 'one' });
  expect(asked).toHaveLength(1);
  texts['cell:1'] = 'two';
  await adapter.willRun({ uri: 'cell:1', text: 'two' });
  expect(asked.slice(1)).toMatchObject([
    ['setBreakpoints', { source: { path: '/tmp/one.ts' }, breakpoints: [] }],
    ['setBreakpoints', { source: { path: '/tmp/two.ts' }, breakpoints: [{ line: 2 }] }],
  ]);
});

it('frames lead to cells; the text of one that is gone comes from the kernel', async () => {
  const frames = [
    { id: 1, source: { name: 'Cell In[2]', path: '/tmp/one.ts' } },
    { id: 2, source: { name: 'Cell In[1]', path: '/tmp/gone.ts' } },
    { id: 3, source: { name: 'lib.ts', path: '/notebooks/lib.ts' } },
  ];
  const { asked, sent, handle } = between(
    { 'cell:1': 'one' },
    { answers: { stackTrace: { stackFrames: frames }, source: { content: 'old' } } },
  );
  await handle('setBreakpoints', { source: { path: 'cell:1' }, breakpoints: [] });
  await handle('stackTrace');
  expect(sent[1]?.body).toMatchObject({
    stackFrames: [
      { source: { path: 'cell:1' } },
      { source: { sourceReference: 1 } },
      { source: { path: '/notebooks/lib.ts' } },
    ],
  });
  await handle('source', { sourceReference: 1 });
  expect(asked.at(-1)).toMatchObject(['source', { source: { path: '/tmp/gone.ts' } }]);
});

it('a stop is told after the answer to what led there', async () => {
  const { adapter, sent, handle, answers } = between({});
  let answered = (): void => {};
  answers.next = () =>
    new Promise((resolve) => {
      answered = () => resolve({});
    });
  const stepping = handle('next');
  adapter.hear({ type: 'event', event: 'stopped', body: {} });
  expect(sent).toEqual([]);
  answered();
  await stepping;
  expect(sent.map(({ type, event, seq }) => [type, event, seq])).toEqual([
    ['response', undefined, 1],
    ['event', 'stopped', 2],
  ]);
});

it('what the kernel cannot do is a failure in its words', async () => {
  const { sent, handle, answers } = between({});
  answers.evaluate = () => Promise.reject(new Error('The kernel did not answer.'));
  await handle('evaluate', { expression: 'x' });
  expect(sent).toMatchObject([{ success: false, message: 'The kernel did not answer.', command: 'evaluate' }]);
});

it('a cell that is run by line stops at its first line, once', async () => {
  const { adapter, asked, handle, isReady } = between(
    { 'cell:1': 'one' },
    { firstStop: { uri: 'cell:1', text: 'one' } },
  );
  await handle('setBreakpoints', { source: { path: 'cell:1' }, breakpoints: [{ line: 5 }] });
  expect(isReady()).toBe(false);
  await handle('configurationDone');
  expect(isReady()).toBe(true);
  const set = () => asked.filter(([command]) => command === 'setBreakpoints').map(([, { breakpoints }]) => breakpoints);
  expect(set().at(-1)).toEqual([{ line: 5 }, { line: 1 }]);
  adapter.hear({ type: 'event', event: 'stopped', body: {} });
  await expect.poll(() => set().at(-1)).toEqual([{ line: 5 }]);
});
