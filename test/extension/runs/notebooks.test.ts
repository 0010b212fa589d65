import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type * as vscode from 'vscode';
import { RunList } from '../../../extension/runs/list.ts';
import { watchNotebooks } from '../../../extension/runs/notebooks.ts';
import { files, TabInputNotebook, tabs, type Uri } from '../../support/fake-vscode.ts';

const payload = JSON.parse(readFileSync('kernel/payloads/examples/training-finished.json', 'utf8'));
const uri = (address: string): Uri => ({ toString: () => address });

function watched(...notebooks: readonly string[]) {
  const list = new RunList();
  for (const notebook of notebooks) list.see(notebook, [{ payload, cell: 0 }]);
  let changes = 0;
  const watching = watchNotebooks(list, {} as vscode.LogOutputChannel, () => changes++);
  onTestFinished(() => watching.dispose());
  return { listed: () => list.all().map(({ notebook }) => notebook), changes: () => changes };
}

test('the runs of a notebook that is deleted are listed while a tab shows them', () => {
  const shown = uri('file:a.ipynb');
  tabs.shown = [{ input: new TabInputNotebook(shown) }];
  onTestFinished(() => {
    tabs.shown = [];
  });
  const { listed, changes } = watched('file:a.ipynb', 'file:b.ipynb');
  files.deleted.fire(uri('file:b.ipynb'));
  files.deleted.fire(shown);
  expect([listed(), changes()]).toEqual([['file:a.ipynb'], 1]);
  tabs.shown = [];
  tabs.changed.fire({});
  expect([listed(), changes()]).toEqual([[], 2]);
});

test('one that is written anew meanwhile stays listed', () => {
  const shown = uri('file:a.ipynb');
  tabs.shown = [{ input: new TabInputNotebook(shown) }];
  const { listed } = watched('file:a.ipynb');
  files.deleted.fire(shown);
  files.created.fire(shown);
  tabs.shown = [];
  tabs.changed.fire({});
  expect(listed()).toEqual(['file:a.ipynb']);
});

test('the runs of a folder go with it, and those of a file go where it goes', () => {
  const { listed } = watched('file:x/a.ipynb', 'file:b.ipynb');
  files.renamedHere.fire({ files: [{ oldUri: uri('file:b.ipynb'), newUri: uri('file:c.ipynb') }] });
  files.deleted.fire(uri('file:b.ipynb'));
  files.deletedHere.fire({ files: [uri('file:x')] });
  expect(listed()).toEqual(['file:c.ipynb']);
});
