import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { type Feature, startFeatures } from '../../../extension/feature.ts';
import { Kernels } from '../../../extension/kernels/kernels.ts';
import type { OwnedKernel } from '../../../kernel/jupyter/launch.ts';
import { turn } from '../../support/fake-cells.ts';
import { FakeNotebook, person, resetVscode } from '../../support/fake-vscode.ts';

beforeEach(resetVscode);

/** A kernel whose cells end when the test says so, and that answers control or hangs. */
function fakeKernel(control: 'answers' | 'hangs') {
  let end: (end: { code: null; signal: 'SIGKILL'; log: '' }) => void = () => {};
  const ended = new Promise<{ code: null; signal: 'SIGKILL'; log: '' }>((resolve) => {
    end = resolve;
  });
  const sent: string[] = [];
  let reply: (status: string) => void = () => {};
  const kernel = {
    ended,
    client: {
      request(channel: string, msgType: string) {
        sent.push(`${channel} ${msgType}`);
        if (channel === 'control') {
          return control === 'answers' ? Promise.resolve({ content: {} }) : new Promise(() => {});
        }
        const cell = new Promise((resolve) => {
          reply = (status) => resolve({ content: { status } });
        });
        return Promise.race([cell, ended.then(() => Promise.reject(new Error('The kernel ended.')))]);
      },
    },
    async shutdown() {
      end({ code: null, signal: 'SIGKILL', log: '' });
      return ended;
    },
  };
  return {
    kernel: { ...kernel, listen: async () => {} } as unknown as OwnedKernel & { listen: () => Promise<void> },
    sent,
    reply: (status: string) => reply(status),
    die: () => end({ code: null, signal: 'SIGKILL', log: '' }),
  };
}

function setUp(control: 'answers' | 'hangs') {
  const lines: string[] = [];
  const log = Object.fromEntries(
    ['info', 'warn', 'error', 'show'].map((level) => [level, (line: string) => lines.push(`${level} ${line}`)]),
  ) as unknown as vscode.LogOutputChannel;
  const kernels = new Kernels({ extensionFolder: '/none', handoverFolder: '/none' }, log);
  const fake = new FakeNotebook('/folder/test (1).ipynb', ['spin']);
  const notebook = fake as unknown as vscode.NotebookDocument;
  const kernel = fakeKernel(control);
  void kernels.adopt(notebook, kernel.kernel, { runs: [], waiting: [] });
  const run = () => kernels.of(notebook).queue.run([fake.cells[0]] as unknown as vscode.NotebookCell[]);
  return { kernels, notebook, cell: fake.cells[0], kernel, run, log, lines };
}

/** The clock stands until the test moves it. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('an interrupt', () => {
  test('of a kernel that answers nothing offers to restart it, until the cell has stopped', async () => {
    stopClock();
    const { kernels, notebook, kernel, cell, run } = setUp('hangs');
    const running = run();
    await turn();
    const interrupted = kernels.interrupt(notebook);
    await turn();
    expect(kernel.sent).toEqual(['shell execute_request', 'control interrupt_request']);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(person.heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    const [title = '', ...more] = person.heard;
    expect(more).toEqual([]);
    expect(title).toContain('The cell has not stopped within 5 seconds of the interrupt.');
    const [, command, given = ''] = /\(command:([\w.-]+)\?([^)\s]+)\)/.exec(title) ?? [];
    expect(command).toBe('multitask-notebook.restartKernel');
    expect(JSON.parse(decodeURIComponent(given))).toEqual([
      { notebookEditor: { notebookUri: 'file:///folder/test (1).ipynb' } },
    ]);
    kernel.reply('error');
    await Promise.all([interrupted, running]);
    expect(person.heard).toEqual([title, `gone: ${title}`]);
    expect(cell.executionSummary?.success).toBe(false);
  });

  test('says no more where the person closes the words', async () => {
    stopClock();
    const { kernels, notebook, run } = setUp('hangs');
    void run();
    await turn();
    person.choose = async () => 'Cancel';
    const interrupted = kernels.interrupt(notebook);
    await vi.advanceTimersByTimeAsync(5_100);
    await interrupted;
    expect(person.heard).toHaveLength(2);
  });

  test('that works in time asks nothing', async () => {
    const { kernels, notebook, kernel, cell, run } = setUp('answers');
    const running = run();
    await turn();
    const interrupted = kernels.interrupt(notebook);
    kernel.reply('error');
    await Promise.all([interrupted, running]);
    expect(person.heard).toEqual([]);
    expect(cell.executionSummary?.success).toBe(false);
  });

  test('of a notebook without a kernel is nothing', async () => {
    const { kernels } = setUp('answers');
    await kernels.interrupt(new FakeNotebook('/other.ipynb', []) as unknown as vscode.NotebookDocument);
    expect(person.heard).toEqual([]);
  });
});

test('a kernel lost mid-run fails its cell, drops the others and offers a restart', async () => {
  const { kernels, notebook, kernel, cell, run, lines } = setUp('answers');
  const running = run();
  await turn();
  kernel.die();
  await running;
  await expect.poll(() => person.heard.join()).toContain('The kernel stopped unexpectedly: it was ended by SIGKILL.');
  expect(cell.executionSummary?.success).toBe(false);
  expect(kernels.of(notebook).connection.state).toEqual({ kind: 'lost', how: 'it was ended by SIGKILL' });
  expect(lines.join()).toContain('error /folder/test (1).ipynb: the kernel is gone, it was ended by SIGKILL');
});

test('a restart ends the running cell, and a kernel that cannot start again is explained', async () => {
  const { kernels, notebook, cell, run } = setUp('answers');
  const running = run();
  await turn();
  await kernels.restart(notebook);
  await running;
  expect(cell.executionSummary?.success).toBe(false);
  expect(person.heard.join()).toContain("The extension's kernel is missing");
});

test('a closed notebook has no kernel any more', async () => {
  const { kernels, notebook, run } = setUp('answers');
  const running = run();
  await turn();
  await kernels.close(notebook);
  await running;
  expect(kernels.find(notebook)).toBeUndefined();
});

test('a feature that throws when it starts is logged, and the others live', () => {
  const { kernels, log, lines } = setUp('answers');
  const started: string[] = [];
  const good: Feature = () => ({ dispose: () => started.push('good disposed') });
  const broken: Feature = () => {
    throw new Error('no such view');
  };
  const other: Feature = () => {
    started.push('other');
    return { dispose: () => {} };
  };
  const context = {} as vscode.ExtensionContext;
  const disposables = startFeatures([good, broken, other], { context, kernels, log });
  expect(started).toEqual(['other']);
  expect(disposables).toHaveLength(2);
  expect(lines.find((line) => line.startsWith('error'))).toMatch(/^error broken does not start: Error: no such view\n/);
});
