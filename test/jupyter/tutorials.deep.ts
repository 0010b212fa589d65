import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, it } from 'vitest';
import type { Output } from '../support/run-notebook.ts';
import { censusTutorials, checkTutorial, tutorials, withoutData } from '../support/tutorials.ts';
import { availableClients, installKernel } from './clients.ts';

const installation = installKernel();
afterAll(() => installation.remove());

// What nbconvert does with a notebook does not depend on its age: the newest there is.
const clients = availableClients().at(-1);

/** Executes a tutorial by nbconvert and reads what it wrote. */
async function execute(name: string, environment: Readonly<Record<string, string>>): Promise<readonly Output[]> {
  const program = join(clients?.bin ?? '', 'jupyter-nbconvert');
  const into = ['--output-dir', installation.folder, '--output', `${name}.ipynb`];
  const notebook = resolve('notebooks', `${name}.ipynb`);
  const env = { ...installation.env, ...environment };
  await promisify(execFile)(program, ['--to', 'notebook', '--execute', ...into, notebook], { env, timeout: 230_000 });
  const written = JSON.parse(readFileSync(join(installation.folder, `${name}.ipynb`), 'utf8'));
  return written.cells.flatMap(({ outputs = [] }: { outputs?: Output[] }) => outputs);
}

describe.skipIf(clients === undefined)('nbconvert executes a tutorial, and it shows what it is about', () => {
  it.each(tutorials)('%s, without any data', { timeout: 240_000 }, async (name) => {
    checkTutorial(name, await execute(name, withoutData), 'made here');
  });

  it.each(censusTutorials)('%s, on the census', { timeout: 240_000 }, async (name) => {
    checkTutorial(name, await execute(name, {}), 'census');
  });
});
