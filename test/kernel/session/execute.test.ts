import { describe, expect, it } from 'vitest';
import { emptyScope } from '../../../kernel/cell/index.ts';
import type { Content, Outlet, Request } from '../../../kernel/jupyter/index.ts';
import type { ToUser } from '../../../kernel/link/index.ts';
import { createCommTable } from '../../../kernel/session/comms.ts';
import type { Compiler } from '../../../kernel/session/compiler.ts';
import { createDispatch } from '../../../kernel/session/dispatch.ts';
import { createExecution } from '../../../kernel/session/execute.ts';
import { createHistory } from '../../../kernel/session/history/index.ts';
import { createOutputs } from '../../../kernel/session/outputs.ts';
import type { Supervisor } from '../../../kernel/session/process/supervisor.ts';
import { createSources } from '../../../kernel/session/sources.ts';

const transpiled = {
  kind: 'javascript',
  code: '1',
  map: { compiled: '', rewritten: '' },
  declared: [],
  free: new Set<string>(),
  hidden: [],
  commands: [],
} as unknown as Awaited<ReturnType<Compiler['transpile']>>;

/** A session's heart over a user process that says nothing of itself. */
function sessionWith(change: { transpile?: () => Promise<never>; ready?: () => Promise<void>; send?: () => void }) {
  const sent: ToUser[] = [];
  const published: { readonly msgType: string; readonly content: Content }[] = [];
  const asked: Content[] = [];
  const log: string[] = [];
  const userProcess = (): Supervisor => ({
    ready: change.ready ?? (async () => {}),
    send(message) {
      sent.push(message);
      change.send?.();
    },
    ask: async () => null,
    debug: async () => ({}),
    pause() {},
    resume() {},
    async close() {},
  });
  const outlet: Outlet = {
    publish(msgType, content) {
      published.push({ msgType, content });
      return { bytes: 0, taken: Promise.resolve() };
    },
    async askInput(_, content) {
      asked.push(content);
    },
  };
  const outputs = createOutputs({ slowDown() {}, speedUp() {} });
  const sources = createSources();
  const dispatch = createDispatch({ userProcess, outputs, comms: createCommTable(outputs), sources });
  const compiler: Compiler = {
    transpile: change.transpile ?? (async () => transpiled),
    completeness: async () => ({ status: 'complete' }),
    percentLines: async () => [],
    warm: async () => {},
  };
  const execution = createExecution({
    userProcess,
    compiler,
    dispatch,
    outputs,
    sources,
    history: createHistory(),
    beforeRun: async () => {},
    page: async () => undefined,
    packagesChanged: () => {},
    log: (line) => log.push(line),
  });
  const execute = (code: string, content: Content = {}, metadata: Content = {}): Promise<Content> => {
    const header = { msg_id: code, session: '', username: '', date: '', msg_type: 'execute_request', version: '5.5' };
    const request: Request = {
      ...{ identities: [], header, parentHeader: {}, metadata, buffers: [], channel: 'shell' },
      content: { code, ...content },
    };
    return execution.execute(request, outlet);
  };
  return { execution, dispatch, execute, sent, published, asked, log };
}

describe('every request ends', () => {
  it.each([
    ['a transpiler that rejects', { transpile: () => Promise.reject(new RangeError('deliberately')) }, 'RangeError'],
    ['a transpiler that throws a text', { transpile: () => Promise.reject('deliberately') }, 'Error'],
    ['a process that does not start', { ready: () => Promise.reject(new Error('deliberately')) }, 'Error'],
    [
      'a process that takes no message',
      {
        send() {
          throw new TypeError('deliberately');
        },
      },
      'TypeError',
    ],
  ])('%s is an error of the cell, and the session is idle', async (_, change, ename) => {
    const { execute, dispatch, published, log } = sessionWith(change);
    expect(await execute('1')).toMatchObject({ status: 'error', ename, evalue: 'deliberately' });
    expect(published.map(({ msgType }) => msgType)).toEqual(['execute_input', 'error']);
    expect(published[1]?.content).toMatchObject({ ename, evalue: 'deliberately' });
    expect(dispatch.isIdle()).toBe(true);
    expect(log.join()).toContain('deliberately');
  });

  it('declares nothing of a cell that failed so', async () => {
    const { execute, execution } = sessionWith({ transpile: () => Promise.reject(new Error('no')) });
    await execute('const a = 1');
    expect(execution.scope()).toEqual(emptyScope);
  });
});

describe('the user process hears which cell it is', () => {
  const cellOf = async (code: string, content: Content, metadata: Content) => {
    const { execute, sent } = sessionWith({});
    void execute(code, content, metadata);
    await new Promise((resolve) => setImmediate(resolve));
    return sent.flatMap((each) => (each.kind === 'execute' ? [each.cell] : []))[0];
  };

  it('by the name its client gives it', async () => {
    expect(await cellOf('a', {}, { cellId: 'fit' })).toEqual({ id: 'fit', source: 'a' });
  });

  it('by its text where it has none, or one that is no name', async () => {
    const byText = await cellOf('a', {}, {});
    expect(byText?.id).toMatch(/^[0-9a-f]{64}$/);
    expect(await cellOf('a', {}, { cellId: 7 })).toEqual(byText);
    expect((await cellOf('b', {}, {}))?.id).not.toBe(byText?.id);
  });

  it('not of an expression, and without a text that is very long', async () => {
    expect(await cellOf('a', { silent: true }, { cellId: 'fit' })).toBeUndefined();
    expect(await cellOf('a'.repeat(100_001), {}, { cellId: 'fit' })).toEqual({ id: 'fit' });
  });
});

describe('questions of prompt()', () => {
  /** Waits until the kernel has had its turns. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const question = (execution: number, request: number, prompt: string) =>
    ({ kind: 'input', execution, request, prompt, password: false }) as const;
  const answers = (sent: readonly ToUser[]) =>
    sent.flatMap((each) => (each.kind === 'input' ? [[each.request, each.value, each.reason]] : []));

  async function twoCells() {
    const session = sessionWith({});
    const first = session.execute('a', { allow_stdin: true });
    const second = session.execute('b', { allow_stdin: true });
    await settled();
    return { ...session, first, second };
  }

  it('are asked one after another, and each gets its own answer', async () => {
    const { dispatch, asked, sent } = await twoCells();
    for (const [request, prompt] of ['one', 'two', 'three'].entries()) dispatch.receive(question(1, request, prompt));
    await settled();
    expect(asked.map(({ prompt }) => prompt)).toEqual(['one']);
    for (const value of ['1', '2', '3']) {
      dispatch.inputReply({ value });
      await settled();
    }
    expect(asked.map(({ prompt }) => prompt)).toEqual(['one', 'two', 'three']);
    expect(answers(sent)).toEqual([
      [0, '1', undefined],
      [1, '2', undefined],
      [2, '3', undefined],
    ]);
    dispatch.inputReply({ value: 'to nobody' });
    expect(answers(sent)).toHaveLength(3);
  });

  it('are closed when their cell ends, and the next one is asked', async () => {
    const { dispatch, asked, sent, first } = await twoCells();
    dispatch.receive(question(1, 1, 'first'));
    dispatch.receive(question(1, 2, 'first again'));
    dispatch.receive(question(2, 3, 'second'));
    await settled();
    dispatch.receive({ kind: 'done', execution: 1, outcome: { kind: 'ok', expressions: {} } });
    await first;
    await settled();
    expect(asked.map(({ prompt }) => prompt)).toEqual(['first', 'second']);
    dispatch.inputReply({ value: 'x' });
    expect(answers(sent)).toEqual([
      [1, null, 'ended'],
      [2, null, 'ended'],
      [3, 'x', undefined],
    ]);
  });

  it('are closed when their cell is interrupted', async () => {
    const { dispatch, sent, first } = await twoCells();
    dispatch.receive(question(1, 1, 'first'));
    dispatch.receive({ kind: 'done', execution: 1, outcome: { kind: 'interrupted' } });
    expect(await first).toMatchObject({ ename: 'KeyboardInterrupt' });
    expect(answers(sent)).toEqual([[1, null, 'interrupted']]);
  });

  it('are refused where the client takes none, and where the cell has ended', async () => {
    const { execute, dispatch, sent, asked } = sessionWith({});
    void execute('a', { allow_stdin: false });
    await settled();
    dispatch.receive(question(1, 1, 'not allowed'));
    dispatch.receive(question(7, 2, 'long gone'));
    expect(answers(sent)).toEqual([
      [1, null, 'refused'],
      [2, null, 'ended'],
    ]);
    expect(asked).toEqual([]);
  });
});
