import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { carriesPicture } from '../support/notebook-outputs.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
afterAll(() => terminal.remove());
const installed = join(terminal.folder, 'node_modules', 'multitask-notebook');

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', terminal.folder], { stdio: 'ignore' });
  const packed = readdirSync(terminal.folder).find((file) => file.endsWith('.tgz'));
  const install = terminal.run('npm', 'install', `./${packed}`, '--no-audit', '--no-fund', '--prefer-offline');
  expect(install.code, install.text).toBe(0);
});

it('holds what runs, its types and its papers, and nothing of the workshop', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !join(entry.parentPath, entry.name).includes('multitask-notebook/node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const kinds = new Set(files.map((file) => file.replace(/^(dist\/(?:types\/kernel\/)?[^/]+|[^/]+).*$/, '$1')));
  expect([...kinds].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
    'dist/THIRD-PARTY-LICENSES.txt',
    'dist/kernel',
    'dist/types/kernel/multitask',
    'dist/types/kernel/text',
    'extension',
    'notebooks',
    'package.json',
  ]);
  expect(files.filter((file) => /\.tsbuildinfo$|\.test\./.test(file))).toEqual([]);
});

it('doctor finds nothing broken', () => {
  const { code, text } = terminal.run('npx', 'multitask-notebook', 'doctor', '--json');
  expect(code, text).toBe(0);
  const checks: { state: string }[] = JSON.parse(text);
  expect(checks.filter(({ state }) => state === 'broken')).toEqual([]);
});

it('runs a tutorial with its pictures', () => {
  const notebook = 'node_modules/multitask-notebook/notebooks/start-here.ipynb';
  const { code, text } = terminal.run('npx', 'multitask-notebook', 'run', notebook, '--output', 'done.ipynb');
  expect(code, text).toBe(0);
  const done = readFileSync(join(terminal.folder, 'done.ipynb'), 'utf8');
  expect(carriesPicture(done, trainingMime)).toBe(true);
  expect(carriesPicture(done, gatesMime)).toBe(true);
});

const script = `import { datasets, models, type Run } from 'multitask-notebook';
const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 4000, seed: 1 });
const model = models.mmoe(data.features, data.tasks, { experts: 2, seed: 1 });
const run: Run = await model.fit(data.train, { epochs: 1, batchSize: 128, validation: data.validation });
const test = await model.evaluate(data.test);
console.log(run.history.length, (test.first?.auc ?? 0) > 0.5);
await model.dispose();
`;

it('is a library for scripts, with types', () => {
  writeFileSync(join(terminal.folder, 'train.mts'), script);
  const options = '--noEmit --strict --module nodenext --target es2023 --skipLibCheck --types node'.split(' ');
  const checked = terminal.run('npx', 'tsc', ...options, 'train.mts');
  expect(checked.code, checked.text).toBe(0);
  const built = terminal.run('npx', 'esbuild', 'train.mts', '--outfile=train.mjs', '--log-level=error');
  expect(built.code, built.text).toBe(0);
  const { code, text } = terminal.run('node', 'train.mjs');
  expect(code, text).toBe(0);
  expect(text).toContain('1 true');
});
