// @vitest-environment happy-dom
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { createMultitask } from '../kernel/multitask/create-multitask.ts';
import { followRecipe } from './support/recipes.ts';
import { readableText, runNotebook } from './support/run-notebook.ts';

/** A copy of the sources below the repository, where packages are found. */
const copy = resolve('out/contributing');
const load = (file: string) => import(/* @vite-ignore */ join(copy, file));

beforeAll(() => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  // With dist/, for the trainer and so that TypeScript compiles only what changes.
  for (const name of ['kernel', 'extension', 'notebooks', 'dist', 'package.json', 'tsconfig.json'])
    cpSync(name, join(copy, name), { recursive: true, preserveTimestamps: true });
  for (const section of ['A model', 'A metric', 'A view', 'A template']) followRecipe(section, copy);
});

/** The library of the copy, as it was changed. */
async function library(): Promise<ReturnType<typeof createMultitask>> {
  return (await load('kernel/multitask/create-multitask.ts')).createMultitask();
}

describe('what CONTRIBUTING.md tells to do', () => {
  it.each(['kernel/multitask', 'extension/renderers'])('compiles: %s', { timeout: 120_000 }, (project) => {
    const tsc = resolve('node_modules/typescript-7/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-b', project], { cwd: copy, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('a model trains, on the fast trainer, and its test loss falls below guessing', async () => {
    const { models, datasets } = await library();
    const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 8000, seed: 1 });
    const { sumOfExperts } = models as unknown as Record<string, typeof models.mmoe>;
    const model = sumOfExperts(data.features, data.tasks, { experts: 3, seed: 1 });
    await model.fit(data.train, { epochs: 3, batchSize: 64, learningRate: 0.01, seed: 1, trainer: 'simd' });
    const { first, second } = await model.evaluate(data.test);
    await model.dispose();
    for (const { logLoss } of [first, second]) expect(logLoss).toBeLessThan(Math.log(2) - 0.02);
  });

  it("the model's options are flags of train, with their ranges and defaults", async () => {
    const { help, run } = await load('kernel/commands/train.ts');
    const told = help.replace(/\s+/g, ' ');
    expect(told).toContain('omoe, mmoe: How many experts (from 1 on; default 8)');
    expect(told).toContain('sum-of-experts: Experts that every task sums alike (from 1 on; default 4)');
    const { message } = await run(['sum-of-experts', '--experts', '0']).catch((error: Error) => error);
    expect(message).toBe('--experts is 0; a whole number from 1 on was expected.');
  });

  it('a metric has the value that was worked out by hand', async () => {
    const { metrics } = await library();
    const { brierScore } = metrics as unknown as Record<string, typeof metrics.logLoss>;
    // ((.8 − 1)² + (.4 − 0)²) ÷ 2; the third row has no label.
    expect(brierScore([1, 0, Number.NaN], [0.8, 0.4, 0.9])).toBeCloseTo(0.1, 12);
    expect(brierScore([], [])).toBeNaN();
  });

  it('a view draws its payload as text, follows it, and refuses another', async () => {
    const { activate } = await load('extension/renderers/tally/entry.ts');
    const place = document.createElement('div');
    document.body.append(place);
    const renderer = activate({});
    const show = (payload: unknown) => renderer.renderOutputItem({ id: 'a', mime: 'x', json: () => payload }, place);
    show({ version: 1, counts: [{ name: '<b>click</b>', count: 3 }] });
    expect(place.querySelector('li')?.textContent).toBe('<b>click</b>: 3');
    show({ version: 1, counts: [] });
    expect(place.querySelectorAll('li')).toHaveLength(0);
    show({ version: 2 });
    expect(place.textContent).toContain('payload.version is 2; 1 was expected.');
  });

  it('a view is bundled, and the manifest names its file and its type', async () => {
    const { tallyMime } = await load('kernel/payloads/mime.ts');
    const { contributes } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    expect(contributes.notebookRenderer[0]).toMatchObject({ mimeTypes: [tallyMime] });
    const name = contributes.notebookRenderer[0].entrypoint.replace('./dist/renderers/', '').replace('.js', '');
    expect(readFileSync(join(copy, 'extension/packaging/bundle.ts'), 'utf8')).toContain(`'${name}'`);
    const entry = `extension/renderers/${name}/entry.ts`;
    execFileSync(resolve('node_modules/.bin/esbuild'), [entry, '--bundle', '--outfile=tally.js'], {
      cwd: copy,
      stdio: 'ignore',
    });
    expect(existsSync(join(copy, 'tally.js'))).toBe(true);
  });

  it('a template is offered and runs', async () => {
    const { templates } = await load('extension/templates/list.ts');
    expect(templates[1]).toMatchObject({ label: 'First Look', from: { name: 'first-look.ipynb' } });
    const run = await runNotebook(join(copy, 'notebooks/templates/first-look.ipynb'));
    expect(run.exitCode, run.terminal).toBe(0);
    expect(readableText(run.outputs)).toContain('correlated-tasks');
  });
});
