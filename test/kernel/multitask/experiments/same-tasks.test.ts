import { expect, it } from 'vitest';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import { sameTasks } from '../../../../kernel/multitask/experiments/same-tasks.ts';
import { models } from '../../../../kernel/multitask/index.ts';

const columns = [{ kind: 'numeric', name: 'x', mean: 0, sd: 1 }] as const;
const click: Task = { name: 'click', kind: 'binary' };
const spend: Task = { name: 'spend', kind: 'numeric' };
const of = (...tasks: Task[]) => models.sharedBottom({ columns }, tasks).network;
const first = sameTasks([], of(click, spend), 'a', 'b');

it('the first has its say; the order of tasks is a model’s own matter', () => {
  expect(first).toEqual([
    { name: 'click', metric: 'auc' },
    { name: 'spend', metric: 'rmse' },
  ]);
  expect(sameTasks(first, of(spend, click), 'PLE', 'another')).toBe(first);
});

it.each<[string, Task[], string]>([
  ['fewer tasks', [click], 'PLE predicts click (binary), another click (binary), spend (numeric):'],
  ['more', [click, spend, { name: 'x2', kind: 'binary' }], 'PLE predicts click (binary), spend (numeric), x2 (binary)'],
  ['others', [click, { name: 'cost', kind: 'numeric' }], 'PLE predicts click (binary), cost (numeric), another'],
  ['another kind', [click, { ...spend, kind: 'binary' }], 'PLE predicts click (binary), spend (binary), another'],
])('refuses %s', (_, tasks, words) => {
  expect(() => sameTasks(first, of(...tasks), 'PLE', 'another')).toThrow(words);
  expect(() => sameTasks(first, of(...tasks), 'PLE', 'another')).toThrow('they cannot be compared.');
});
