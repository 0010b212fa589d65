import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const python = process.env.MULTITASK_RAY_PYTHON ?? expect.fail('npm run test:cluster names a python');
const folder = resolve('kernel/multitask/cluster/python');
const run = (...args: readonly string[]) =>
  execFileSync(python, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

test('what workers run does what it says', () => {
  run(resolve('test/cluster/test_python.py'));
});

test('it does so on an object store, too', () => {
  run(resolve('test/cluster/test_object_store.py'));
});

test('it is written as ruff writes it, and its types hold', () => {
  run('-m', 'ruff', 'format', '--check', '.');
  run('-m', 'ruff', 'check', '.');
  const strict = [
    '--strict',
    '--ignore-missing-imports',
    '--allow-subclassing-any',
    '--allow-untyped-calls',
    '--cache-dir=/dev/null',
  ];
  const files = [
    'shards.py',
    'storage.py',
    'ray_worker.py',
    'ray_train.py',
    'ray_scorer.py',
    'ray_score.py',
    'ray_trials.py',
  ];
  expect(run('-m', 'mypy', ...strict, '--allow-any-generics', ...files)).toContain('Success');
});
