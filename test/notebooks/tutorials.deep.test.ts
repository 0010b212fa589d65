import { describe, expect, it } from 'vitest';
import { toHtml } from '../../extension/export/html.ts';
import { readPageScripts } from '../../extension/export/page-scripts.ts';
import { readExportedNotebook } from '../support/exported-notebook.ts';
import { runNotebook } from '../support/run-notebook.ts';
import { checkTutorial, tutorials, withoutData } from '../support/tutorials.ts';

describe('a tutorial runs without any data, shows what it is about, and is a page of at most 3 MB', () => {
  it.each(tutorials)('%s', { timeout: 240_000 }, async (name) => {
    const run = await runNotebook(`notebooks/${name}.ipynb`, withoutData);
    expect(run.exitCode, run.terminal).toBe(0);
    checkTutorial(name, run.outputs, 'made here');
    const page = toHtml(readExportedNotebook(`out/${name}.ipynb`), await readPageScripts('.'));
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  });
});
