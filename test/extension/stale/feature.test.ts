import { beforeEach, expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { Kernels } from '../../../extension/kernels/kernels.ts';
import { staleCells } from '../../../extension/stale/index.ts';
import type { OwnedKernel } from '../../../kernel/jupyter/launch.ts';
import { FakeNotebook, notebookChanges, resetVscode, statusProviders } from '../../support/fake-vscode.ts';

beforeEach(() => {
  resetVscode();
  statusProviders.length = 0;
});

/** What the kernel tells of cells by their text. */
const told: Readonly<Record<string, object | 'none'>> = {
  'const rate = 3': { declares: ['rate'], reads: [], later: [], writes: [] },
  'const doubled = rate * 2': { declares: ['doubled'], reads: ['rate'], later: [], writes: [] },
  doubled: { declares: [], reads: ['doubled'], later: [], writes: [] },
  'process.exit()': 'none',
};

test('cells are marked when all is done, in words; what a notebook that runs again changes is not', async () => {
  const log = { info() {}, warn() {}, error() {} } as unknown as vscode.LogOutputChannel;
  const kernels = new Kernels({ extensionFolder: '/none', handoverFolder: '/none' }, log);
  const shown: string[] = [];
  const texts = Object.keys(told);
  const fake = new FakeNotebook('/folder/stale.ipynb', texts);
  const notebook = fake as unknown as vscode.NotebookDocument;
  const kernel = {
    ended: new Promise(() => {}),
    client: {
      async request(_channel: string, _type: string, { code }: { code: string }) {
        return { content: { status: 'ok' }, metadata: { names: told[code] } };
      },
    },
    listen: async () => {},
  } as unknown as OwnedKernel & { listen: () => Promise<void> };
  staleCells({ kernels, log, context: {} as vscode.ExtensionContext });
  const [provider] = statusProviders;
  if (!provider) throw new Error('There is no provider.');
  const marks = () =>
    fake.cells.flatMap((cell, index) =>
      provider.provideCellStatusBarItems(cell).map(({ tooltip }) => `${index} ${tooltip}`),
    );
  provider.onDidChangeCellStatusBarItems(() => shown.push(marks().join('\n')));
  void kernels.adopt(notebook, kernel, { runs: [], waiting: [] });
  const run = (...indices: readonly number[]) =>
    kernels.of(notebook).queue.run(indices.map((index) => fake.cells[index]) as unknown as vscode.NotebookCell[]);

  await run(0, 1, 2);
  await run(0, 1, 2);
  expect(shown).toEqual([]);

  await run(0);
  expect(marks()).toEqual([
    '1 rate was given another value since. Click to run this cell again.',
    '2 doubled comes from a cell whose inputs changed. Click to run this cell again, and those it follows.',
  ]);
  expect(shown).toHaveLength(1);
  // The mark of a cell goes when it begins to wait, and those behind it stay until they run.
  await run(1);
  expect(shown.map((each) => each.split('\n').length)).toEqual([2, 1, 1]);
  expect(marks()).toEqual(['2 doubled was given another value since. Click to run this cell again.']);
  await run(2);
  expect(marks()).toEqual([]);

  // The first cell is deleted.
  Object.assign(fake, { cells: fake.cells.slice(1) });
  notebookChanges.fire({ notebook: fake, contentChanges: [{}] });
  expect(marks().map((mark) => mark.slice(2, 48))).toEqual([
    'No cell gives rate its value any more. Click t',
    'doubled comes from a cell whose inputs changed',
  ]);
  // The process of the cells ended: nothing that ran is known any more.
  await run(2);
  expect(marks()).toEqual([]);
});
