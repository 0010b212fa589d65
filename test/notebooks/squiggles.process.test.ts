import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readNotebook } from '../../extension/templates/read-notebook.ts';
import { createNotebookLanguage, diagnosticsOf } from '../../kernel/cell/language/index.ts';
import { packageFolder } from '../support/notebook-language.ts';

const registry = ts.createDocumentRegistry(true);
const folders = ['notebooks', 'notebooks/templates'];
const notebooks = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => join(folder, name)),
);

describe('nothing is underlined in a notebook that we ship', () => {
  it.each(notebooks)('%s', (file) => {
    const language = createNotebookLanguage({ folder: resolve('notebooks'), packageFolder, registry });
    const cells = readNotebook(readFileSync(file, 'utf8'), file).flatMap(({ kind, text }, index) =>
      kind === 'code' ? [{ id: `${file}, cell ${index}`, language: 'typescript' as const, text }] : [],
    );
    language.update(cells);
    const underlined = cells.flatMap(({ id, text }) =>
      diagnosticsOf(language, id)
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map(({ message, start, end }) => `${id}: ${text.slice(start, end)}: ${message}`),
    );
    expect(underlined).toEqual([]);
    language.service.dispose();
  });
});
