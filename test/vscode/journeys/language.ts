import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Journey } from '../journey.ts';
import { readSavedCells, writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

const file = 'language.ipynb';
const unused = '.squiggly-inline-unnecessary';
const [data, uses, writes, breaks, scratch, installs, imports] = Array.from({ length: 7 }, (_, index) => index);

/** TypeScript in cells: completion, hovers, errors while typing, definitions and renames across cells. */
export const languageJourney: Journey = {
  title: 'language',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      '/** Two labels of each row. */\n' +
        "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4 });\n' +
        'const rate = 0.003;',
      'import { join } from "node:path";\njoin("a", String(rate));\nmodel;',
      'const doubled = rate * 2;',
      'const broken = (rate',
      '',
      '%npm install file:./own --offline\n%sh echo "it\'s {" <here',
      "import { owned } from '@me/own';\n%time owned.toFixed(1)",
    ]);
    const own = join(workspace, 'own');
    mkdirSync(own);
    writeFileSync(
      join(own, 'package.json'),
      '{ "name": "@me/own", "version": "1.2.3", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
    );
    writeFileSync(join(own, 'index.js'), 'export const owned = 42;\n');
    writeFileSync(join(own, 'index.d.ts'), 'export declare const owned: number;\n');
    writeFileSync(join(workspace, 'here'), '');
    writeFileSync(join(workspace, 'people.csv'), 'age,city,sold\n31,Bergen,0\n58,Oslo,1\n');
  },

  async run({ server, workbench, check }) {
    const { page } = workbench;

    await check('a cell that cannot be parsed says so when the notebook opens', async () => {
      await workbench.openNotebook(file);
      await workbench.reveal(breaks);
      await marks(workbench, breaks, '.squiggly-error').first().waitFor({ timeout: 60_000 });
    });

    await check('a call’s options are completed', async () => {
      await workbench.retypeCell(scratch, 'await model.fit(data.train, { epo');
      equal(await (await suggested(workbench, 'epochs')).count(), 1);
      await workbench.screenshot('language-completion');
      await page.keyboard.press('Enter');
      await waitFor('the text', async () => (await textOf(workbench, scratch)).includes('{ epochs'));
    });

    await check('a hover says the type once, and what its author wrote', async () => {
      await workbench.retypeCell(scratch, 'data');
      await hoverOver(workbench, scratch, 'data');
      const hover = page.locator('.monaco-hover:visible').first();
      const text = await waitFor('the answer', async () => {
        const shown = (await hover.textContent()) ?? '';
        return shown !== '' && shown !== 'Loading...' && shown;
      });
      match(text, /const data: Dataset/);
      match(text, /Two labels of each row\./);
      equal(text.split('const data').length - 1, 1);
      await workbench.screenshot('language-hover');
      await page.keyboard.press('Escape');
    });

    await check('errors show while one types, and only those', async () => {
      await workbench.retypeCell(scratch, 'const wrong: string = rate;');
      await marks(workbench, scratch, '.squiggly-error').first().waitFor();
      // What nobody uses is greyed out, but not what other cells use.
      await workbench.retypeCell(scratch, '(() => { const never = 1; })();');
      await marks(workbench, scratch, unused).first().waitFor();
      for (const index of [data, uses, writes]) {
        await workbench.reveal(index);
        equal(await marks(workbench, index, '.squiggly-error').count(), 0);
        equal(await marks(workbench, index, unused).count(), 0);
      }
      await workbench.retypeCell(scratch, 'const right: number = rate;');
      await waitFor('the error to go', async () => (await marks(workbench, scratch, '.squiggly-error').count()) === 0);
    });

    await check('names of columns are completed from the file that the cell names', async () => {
      await workbench.retypeCell(scratch, "datasets.table('people.csv', { tasks: { sold: 'binary' }, numeric: ['");
      const columns = await suggested(workbench, 'age');
      await workbench.screenshot('language-columns');
      await columns.first().click();
      await waitFor('the text', async () => (await textOf(workbench, scratch)).includes("numeric: ['age'"));
    });

    await check('a name that is no option is underlined, and mended by a quick fix', async () => {
      await workbench.retypeCell(scratch, 'await model.fit(data.train, { learningrate: 0.01 })');
      await marks(workbench, scratch, '.squiggly-error').first().waitFor();
      const name = workbench.cell(scratch).locator('.view-line span span', { hasText: 'learningrate' }).first();
      await name.click();
      await page.keyboard.press('Control+.');
      const fix = page.locator('.action-widget:visible .monaco-list-row', {
        hasText: 'Change learningrate to learningRate',
      });
      await fix.waitFor();
      await workbench.screenshot('language-quick-fix');
      await page.keyboard.press('Escape');
      await workbench.screenshotThemes('language-option');
      await name.click();
      await page.keyboard.press('Control+.');
      await fix.click();
      await waitFor('the text', async () => (await textOf(workbench, scratch)).includes('{ learningRate: 0.01'));
      await waitFor('the mark to go', async () => (await marks(workbench, scratch, '.squiggly-error').count()) === 0);
    });

    await check('a cell is formatted, and its imports are put in order, but not while it is half-typed', async () => {
      await workbench.retypeCell(scratch, 'import { sep, basename } from "node:path"; await  basename( sep )');
      await workbench.run('Format Cell');
      await waitFor('the format', async () => (await textOf(workbench, scratch)).includes('await basename(sep)'));
      await workbench.cell(scratch).locator('.view-line').first().click();
      await workbench.run('Organize Imports');
      await waitFor('the order', async () => (await textOf(workbench, scratch)).includes('{ basename, sep }'));
      await workbench.retypeCell(scratch, 'const  half = 1 +');
      await workbench.run('Format Cell');
      await workbench.cell(scratch).locator('.view-line').first().click();
      await page.keyboard.press('End');
      await page.keyboard.type(' 2');
      await waitFor('the text', async () => (await textOf(workbench, scratch)).startsWith('const  half = 1 +'));
    });

    await check('the definition is in another cell', async () => {
      await workbench.retypeCell(scratch, 'doubled');
      await page.keyboard.press('F12');
      await waitFor('the cursor in the other cell', () => isFocused(workbench, writes));
    });

    await check('a rename goes through all cells', async () => {
      await workbench.retypeCell(scratch, 'rate');
      await page.keyboard.press('F2');
      const input = page.locator('.rename-box input:visible');
      await input.waitFor();
      await input.fill('learningRate');
      await input.press('Enter');
      await waitFor('the other cells', async () => {
        const texts = [];
        for (const index of [data, uses, writes, breaks]) texts.push(await textOf(workbench, index));
        return texts.every((text) => text.includes('learningRate'));
      });
      await page.keyboard.press('Control+S');
      const sources = await waitFor('the file', () => {
        const cells = readSavedCells(server.workspace, file).map(({ source }) => [source].flat().join(''));
        return cells[scratch] === 'learningRate' && cells;
      });
      deepEqual(sources.slice(writes, scratch + 1), [
        'const doubled = learningRate * 2;',
        'const broken = (learningRate',
        'learningRate',
      ]);
      ok(sources[data].endsWith('const learningRate = 0.003;'));
    });

    await check('lines with % are completed and explained, and no mistakes', async () => {
      await workbench.retypeCell(scratch, '%n');
      await page.keyboard.press('Control+Space');
      const suggestion = page.locator('.suggest-widget:visible .monaco-list-row', { hasText: 'npm' });
      await suggestion.first().waitFor();
      await workbench.screenshot('language-percent-completion');
      await page.keyboard.press('Enter');
      await page.keyboard.type(' install lodash@4');
      await waitFor('the text', async () => (await textOf(workbench, scratch)).includes('%npm install lodash@4'));
      await hoverOver(workbench, scratch, 'npm');
      const hover = page.locator('.monaco-hover:visible').first();
      await hover.waitFor();
      match((await hover.textContent()) ?? '', /Installs packages into the notebook's folder/);
      await page.keyboard.press('Escape');
      await workbench.retypeCell(scratch, '%nmp install lodash@4');
      await marks(workbench, scratch, '.squiggly-error').first().waitFor();
      await workbench.retypeCell(scratch, '1');
    });

    await check('what a cell installs has its types in the next one', async () => {
      await workbench.reveal(imports);
      await marks(workbench, imports, '.squiggly-error').first().waitFor();
      await workbench.runCell(installs);
      equal(await workbench.cellEnd(installs), 'success');
      await workbench.reveal(imports);
      await waitFor('the error to go', async () => (await marks(workbench, imports, '.squiggly-error').count()) === 0);
      await hoverOver(workbench, imports, 'owned');
      await page.locator('.monaco-hover:visible', { hasText: 'const owned: number' }).first().waitFor();
      await page.keyboard.press('Escape');
      equal(await marks(workbench, installs, '.squiggly-error').count(), 0);
      await workbench.runCell(imports);
      equal(await workbench.cellEnd(imports), 'success');
      await workbench.waitForText('Time: ');
      await workbench.screenshot('language-percent');
    });
  },
};

/** A suggestion, when it is there. Who types faster than answers come gets those of the word before, and asks again. */
async function suggested({ page }: Workbench, label: string): Promise<Locator> {
  const suggestion = page.locator('.suggest-widget:visible .monaco-list-row', { hasText: label });
  await waitFor('the suggestion', async () => {
    if ((await suggestion.count()) > 0) return true;
    // Where words of the notebook are offered meanwhile, the keys would open their details.
    if (await page.locator('.suggest-widget:visible').count()) await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    return suggestion
      .first()
      .waitFor({ timeout: 5_000 })
      .then(() => true)
      .catch(() => false);
  });
  return suggestion;
}

async function textOf(workbench: Workbench, index: number): Promise<string> {
  await workbench.reveal(index);
  // VS Code draws spaces as no-break ones.
  const text = (await workbench.cell(index).locator('.view-lines').first().textContent()) ?? '';
  return text.replaceAll('\u00a0', ' ');
}

function marks(workbench: Workbench, index: number, selector: string): Locator {
  return workbench.cell(index).locator(`.view-overlays ${selector}, .view-lines ${selector}`);
}

async function hoverOver(workbench: Workbench, index: number, text: string): Promise<void> {
  await workbench.reveal(index);
  await workbench.cell(index).locator('.view-line span span', { hasText: text }).first().hover();
}

async function isFocused(workbench: Workbench, index: number): Promise<boolean> {
  return (await workbench.cell(index).locator('.monaco-editor.focused').count()) > 0;
}
