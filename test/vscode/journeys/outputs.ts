import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells, writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'outputs.ipynb';
const cells = [
  "display({ 'text/plain': 'one' }, { display_id: 'x', metadata: { a: 1 } });\nconsole.log('under it');",
  "display({ 'text/plain': 'two' }, { display_id: 'x', metadata: { b: 2 } });",
  "display({ 'text/plain': 'three', 'application/json': { n: new Float32Array([1, NaN]) } }, { display_id: 'x', update: true, metadata: { c: 3 } });",
  "console.log('out');\nconsole.error('err');\nconsole.log('out again');",
  "console.log('gone');\nclearOutput();\nconsole.log('goes, too');\nclearOutput({ wait: true });\nconsole.log('stays');",
  'for (let i = 0; i <= 20; i++) {\n  process.stdout.cursorTo(0);\n  process.stdout.write(5 * i + " %");\n  process.stdout.clearLine(1);\n  await new Promise((next) => setTimeout(next, 20));\n}',
  "console.log('a\\nb');\nawait new Promise((next) => setTimeout(next, 100));\nprocess.stdout.moveCursor(0, -2);\nconsole.log('A');",
  'Math.max?',
  "console.table([{ '(index)': 1, constructor: 2 }]);\nconsole.log('😀'.slice(0, 1));",
  '({ answer: 6 * 7 })',
  "console.log('before');\nthrow new RangeError('wrong on purpose');",
];
const failing = cells.length - 1;

/** The same notebook keeps the same outputs, run by `multitask-notebook run` and in VS Code. */
export const outputsJourney: Journey = {
  title: 'outputs',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, cells);
  },

  async run({ server, workbench, check }) {
    await check('the cells run in VS Code', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.pressToolbar('Run All');
      equal(await workbench.cellEnd(failing, 60_000), 'error');
      await workbench.waitForText('wrong on purpose');
    });

    await check('the file that VS Code saves holds what run writes', async () => {
      await workbench.page.keyboard.press('Control+S');
      const saved = await waitFor('the file', () => {
        const found = readSavedCells(server.workspace, file);
        return found[failing].outputs.some(({ ename }) => ename === 'RangeError') && found;
      });
      runHeadless(join(server.workspace, file), join(server.workspace, 'headless.ipynb'));
      const headless = readSavedCells(server.workspace, 'headless.ipynb');
      for (const [index, source] of cells.entries()) {
        deepEqual(plain(saved[index].outputs), plain(headless[index].outputs), source);
        equal(saved[index].execution_count, headless[index].execution_count, source);
      }
      equal(plain(headless[5].outputs).length, 1);
    });
  },
};

function runHeadless(notebook: string, output: string): void {
  try {
    execFileSync(process.execPath, [resolve('dist/kernel/main.js'), 'run', notebook, '--output', output], {
      stdio: 'ignore',
    });
  } catch {
    // Its last cell fails.
  }
}

/** Texts as one: nbformat lets them be lists of lines. */
function plain(value: unknown): readonly unknown[] {
  const joined = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.every((line) => typeof line === 'string') ? each.join('') : each.map(joined);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, joined(inner)]));
  };
  return [value].flat().map(joined);
}
