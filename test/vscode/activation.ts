/**
 * How long VS Code takes to activate the extension when a notebook is opened, as "Developer: Show Running Extensions" says it: reading
 * the code, and calling it.
 *
 *   npm run bench:activation
 *
 * Each round is a VS Code of its own; the median of all.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName, ourMetadata } from '../../extension/kernels/metadata.ts';
import { median } from '../bench/trainer/cases.ts';
import { findCodeServer, type Installed, installExtension, startServer } from './code-server.ts';
import { findBrowser, packExtension } from './packed.ts';
import { Workbench } from './workbench.ts';

const rounds = 5;

const [browser, codeServer] = [findBrowser(), findCodeServer()];
if (!browser || !codeServer)
  throw new Error('This needs chromium, and code-server, which test/vscode/setup.sh installs.');
mkdirSync('out', { recursive: true });
const installed = await installExtension(codeServer, packExtension());
const found: number[] = [];
for (let round = 0; round < rounds; round++) found.push(await activation(browser, codeServer));
console.log(`activation: ${found.join(', ')} ms; median ${median(found)} ms`);
process.exit();

async function activation(browser: string, codeServer: Installed): Promise<number> {
  const server = await startServer(codeServer, installed, 'given');
  const cell = { cell_type: 'code', id: 'a', metadata: {}, source: '6 * 7', execution_count: null, outputs: [] };
  const notebook = { cells: [cell], metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(server.workspace, 'one.ipynb'), JSON.stringify(notebook));
  const workbench = await Workbench.open(server.url, server.workspace, browser);
  try {
    await workbench.openNotebook('one.ipynb');
    await workbench.waitForKernel(kernelDisplayName);
    await workbench.run('Developer: Show Running Extensions');
    const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', {
      hasText: 'Multitask Notebooks',
    });
    const said = (await row.textContent()) ?? '';
    const milliseconds = /Activation: (\d+)ms/.exec(said)?.[1];
    if (!milliseconds) throw new Error(`VS Code says no time of activation: ${said}`);
    return Number(milliseconds);
  } finally {
    await workbench.close();
    await server.close();
  }
}
