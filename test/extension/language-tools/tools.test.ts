import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  cellToRun,
  readGateReport,
  readRuns,
  runCell,
  type ToolHost,
} from '../../../extension/language-tools/tools.ts';
import { gatesMime, trainingMime } from '../../../kernel/payloads/mime.ts';
import { type FakeCell, FakeNotebook, NotebookCellOutput, NotebookCellOutputItem } from '../../support/fake-vscode.ts';

const never = new Promise<never>(() => {});
const example = (name: string) =>
  readFileSync(new URL(`../../../kernel/payloads/examples/${name}.json`, import.meta.url));

function output(items: Readonly<Record<string, string | Uint8Array>>): NotebookCellOutput {
  return new NotebookCellOutput(
    Object.entries(items).map(([mime, data]) => new NotebookCellOutputItem(Buffer.from(data), mime)),
  );
}

type Kernel = {
  readonly state?: object;
  readonly run?: (cell: FakeCell) => Promise<void>;
  readonly isSelected?: boolean;
  readonly isTrusted?: boolean;
};

function window(notebook: FakeNotebook | undefined, kernel: Kernel = {}): ToolHost {
  const { state = { kind: 'idle' }, run = async () => {}, isSelected = true, isTrusted = true } = kernel;
  const of = () => ({ connection: { state }, queue: { run: ([cell]: FakeCell[]) => run(cell as FakeCell) } });
  return {
    kernels: { of, find: of, isSelected: () => isSelected },
    notebooks: () => (notebook ? [notebook] : []),
    active: () => notebook,
    isTrusted: () => isTrusted,
  } as unknown as ToolHost;
}

/** A notebook whose second cell, when it runs, shows something. */
function shows(outputs: readonly NotebookCellOutput[], success: boolean | 'interrupted' = true) {
  const notebook = new FakeNotebook('/home/a/study.ipynb', ['1', 'model']);
  const run = async (cell: FakeCell) => {
    cell.outputs = [...outputs];
    cell.executionSummary = success === 'interrupted' ? {} : { success };
  };
  return window(notebook, { run });
}

describe('running a cell', () => {
  const error = { name: 'Error', message: 'no', stack: '\u001b[31mError\u001b[0m: no\n    Cell In[1], line 1' };
  it.each([
    [
      'text',
      shows([
        output({ 'application/vnd.code.notebook.stdout': 'a\n' }),
        output({ 'text/html': '<b>', 'text/plain': '7' }),
      ]),
      'Cell 2 ran. It shows:\na\n7',
    ],
    ['nothing', shows([]), 'Cell 2 ran. It shows nothing.'],
    ['a picture', shows([output({ 'image/png': 'x' })]), 'Cell 2 ran. It shows:\n(image/png)'],
    [
      'an error',
      shows([output({ 'application/vnd.code.notebook.error': JSON.stringify(error) })], false),
      'Cell 2 ended with an error. It shows:\nError: no\n    Cell In[1], line 1',
    ],
    ['an interrupt', shows([], 'interrupted'), 'Cell 2 did not run to its end. It shows nothing.'],
  ])('that shows %s', async (_, host, text) => expect(await runCell(host, { cell: 2 }, never)).toEqual({ text }));

  it('a long output is cut in the middle', async () => {
    const { text } = await runCell(
      shows([output({ 'text/plain': `begin${'x'.repeat(50_000)}end` })]),
      { cell: 2 },
      never,
    );
    expect(text.length).toBeLessThan(20_200);
    expect(text).toMatch(/begin.*… 30008 characters are left out ….*end$/s);
  });

  const notebook = new FakeNotebook('/home/a/study.ipynb', ['1', 'model']);
  it.each([
    [{ cell: 3 }, window(notebook), 'The notebook has no cell 3. Its cells are 1 to 2, text cells counted.'],
    [{ cell: 0 }, window(notebook), 'The notebook has no cell 0. Its cells are 1 to 2'],
    [{ cell: 1.5 }, window(notebook), 'no cell 1.5'],
    [{ cell: 'two' }, window(notebook), 'no cell "two"'],
    [{}, window(notebook), 'no cell without a number'],
    [undefined, window(notebook), 'no cell without a number'],
    [{ cell: 1 }, window(new FakeNotebook('/a.ipynb', [])), 'no cell 1. It has none.'],
    [{ cell: 1 }, window(undefined), 'No notebook is in front: say which one with its path.'],
    [
      { cell: 1, filePath: '/none.ipynb' },
      window(notebook),
      'There is no open notebook /none.ipynb. Open are: /home/a/study.ipynb.',
    ],
    [{ cell: 1 }, window(notebook, { isTrusted: false }), 'this folder is not trusted'],
    [{ cell: 1 }, window(notebook, { isSelected: false }), 'choose “TypeScript (Multitask)”'],
    [
      { cell: 1 },
      window(notebook, { state: { kind: 'lost', how: 'it was ended by SIGKILL' } }),
      'the kernel is gone, it was ended by SIGKILL.',
    ],
    [{ cell: 1 }, window(notebook), 'Cell 1 was not run: a cell before it ended with an error'],
    [{ cell: 1 }, window(notebook, { state: { kind: 'stopped' } }), 'no kernel could be started'],
  ])('%j is said in words', async (input, host, words) =>
    expect((await runCell(host, input, never)).text).toContain(words),
  );

  it('text is not run, and a cell that nobody waits for goes on', async () => {
    const markup = new FakeNotebook('/a.ipynb', ['# Head']);
    Object.assign(markup.cells[0] ?? {}, { kind: 1 });
    expect((await runCell(window(markup), { cell: 1 }, never)).text).toContain('is text, not code');
    const slow = window(notebook, { run: () => never });
    expect((await runCell(slow, { cell: 1 }, Promise.resolve())).text).toContain('it goes on in the notebook');
    expect(cellToRun(slow, { cell: 1, filePath: 'file:///home/a/study.ipynb' })?.document.getText()).toBe('1');
    expect(cellToRun(slow, { cell: 9 })).toBeUndefined();
  });
});

describe('reading', () => {
  const notebook = new FakeNotebook('/home/a/study.ipynb', ['fit', 'report', 'broken']);
  const [fit, report, broken] = notebook.cells;
  if (fit) fit.outputs = [output({ [trainingMime]: example('training-finished'), 'text/plain': 'trained' })];
  if (report) report.outputs = [output({ [gatesMime]: example('gates-collapsed'), 'text/plain': 'Gates of mmoe' })];
  if (broken) broken.outputs = [output({ [trainingMime]: '{"version":1}' })];

  it('runs', () => {
    const { text } = readRuns(window(notebook), {});
    expect(text).toMatch(/^Run in cell 1:\n- state: /);
    expect(text).toContain('AUC');
    expect(text).not.toContain('cell 3');
    expect(readRuns(window(new FakeNotebook('/a.ipynb', ['1'])), {}).text).toContain('shows no training run');
  });

  it('gate reports', () => {
    const host = window(notebook);
    expect(readGateReport(host, {}).text).toBe('Gate report in cell 2:\nGates of mmoe');
    expect(readGateReport(host, { cell: 2 }).text).toBe('Gate report in cell 2:\nGates of mmoe');
    expect(readGateReport(host, { cell: 1 }).text).toContain('Cell 1 shows no gate report');
    expect(readGateReport(host, { cell: 9 }).text).toContain('no cell 9');
    expect(readGateReport(window(new FakeNotebook('/a.ipynb', ['1'])), {}).text).toContain('The notebook shows no');
    expect(readGateReport(window(undefined), {}).text).toContain('No notebook is in front');
  });
});

it('the manifest has the tools that are registered', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const { contributes } = JSON.parse(read('package.json'));
  const names = contributes.languageModelTools.map(({ name }: { name: string }) => name);
  const registered = [...read('extension/language-tools/feature.ts').matchAll(/'(multitask-notebook_\w+)'/g)];
  expect(names).toEqual(registered.map(([, name]) => name));
});
