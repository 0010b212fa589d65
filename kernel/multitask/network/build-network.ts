import type { Column, Features, Task } from '../data/index.ts';
import { anything, list, readOptions, seen } from '../options/index.ts';
import type { BuildModel, ModelParts } from './blocks.ts';
import { createBlocks } from './building-blocks.ts';
import { checkPenalties } from './check-penalties.ts';
import type { MixNode, Network, Output, Parameter } from './network.ts';
import { sizeOf } from './parameter-size.ts';
import { nodesOf, parametersOf, statisticsOf, trainedThrough, upstream } from './walk.ts';

export type NetworkOptions = { readonly inputs?: Network['inputs'] };

/**
 * Runs a model's builder once and gathers what it wrote into a network.
 * @throws a shape error that names the block, or what is wrong with the columns, the tasks or the outputs.
 */
export function buildNetwork(
  model: string,
  features: Features,
  tasks: readonly Task[],
  build: BuildModel,
  { inputs = 'standardised' }: NetworkOptions = {},
): Network {
  checkColumns(model, features, tasks);
  const { outputs, penalties = [] } = checkParts(model, tasks, build(tasks, createBlocks(features)));
  const nodes = upstream(trainedThrough({ outputs, penalties }));
  const mixes = nodes.filter((node) => node.kind === 'mix');
  for (const mix of mixes) if (mix.serves === '') serve(mix, outputs);
  const gates = mixes.toSorted((a, b) => a.level - b.level || rank(a, tasks) - rank(b, tasks));
  // Each once, in the order the nodes need them; two blocks that share weights name the same one.
  const parameters = [...new Set(nodes.flatMap(parametersOf))];
  checkSize(model, parameters);
  const statistics = nodes.flatMap(statisticsOf);
  return { model, features, tasks, inputs, nodes, gates, outputs, penalties, parameters, statistics };
}

/** Fills in whom a mix serves: the one task whose output it reaches, or "shared". */
function serve(gate: MixNode, outputs: readonly Output[]): void {
  const reached = outputs.filter((output) => output.task && upstream(nodesOf(output)).includes(gate));
  const [first, ...more] = new Set(reached.map((output) => output.task?.name));
  (gate as { serves: string }).serves = first === undefined || more.length > 0 ? 'shared' : first;
}

/** Gates are listed level by level, in each in the order of the tasks, the shared ones last. */
function rank({ serves }: MixNode, tasks: readonly Task[]): number {
  const place = tasks.findIndex((task) => task.name === serves);
  return place === -1 ? tasks.length : place;
}

function checkColumns(model: string, { columns }: Features, tasks: readonly Task[]): void {
  if (columns.length === 0) throw new Error(`${model}: there are no feature columns to learn from.`);
  if (tasks.length === 0) throw new Error(`${model}: there are no tasks to learn.`);
  const twice = repeated(columns.map((column) => column.name));
  if (twice !== undefined) throw new Error(`${model}: two feature columns are named "${twice}".`);
  const task = repeated(tasks.map((task) => task.name));
  if (task !== undefined) throw new Error(`${model}: two tasks are named "${task}".`);
  for (const column of columns) checkColumn(model, column);
  for (const task of tasks) checkTask(model, task);
  for (const { name } of tasks)
    if (columns.some((column) => column.name === name))
      throw new Error(
        `${model}: the label "${name}" is also a feature column. A model that sees its label learns nothing else; ` +
          'leave the column out of the features.',
      );
}

/** The memory of WebAssembly ends at 4 GB, and an optimizer keeps a number or two beside each weight. */
const mostParameters = 2 ** 30;

function checkSize(model: string, parameters: readonly Parameter[]): void {
  const count = parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
  if (count <= mostParameters) return;
  const [largest] = parameters.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const said = (size: number) => size.toLocaleString('en-US');
  throw new Error(
    `${model}: it would have ${said(count)} parameters, ${said(sizeOf(largest))} of them in "${largest.name}" (${largest.shape.join(' × ')}); ` +
      `at most ${said(mostParameters)} fit into memory. Take a smaller embedding, or fewer units.`,
  );
}

/** A mean or an sd that is no number would make every weight NaN at the first step. */
function checkColumn(model: string, column: Column): void {
  if (column.kind !== 'numeric') return;
  const { name, mean, sd } = column;
  if (!Number.isFinite(mean))
    throw new Error(`${model}: the mean of column "${name}" is ${mean}; it must be a finite number.`);
  if (!(sd > 0 && sd < Number.POSITIVE_INFINITY))
    throw new Error(
      `${model}: the sd of column "${name}" is ${sd}; it must be a number above 0 (1 where all values are alike).`,
    );
}

function checkTask(model: string, { name, kind, mean = 0, sd = 1 }: Task): void {
  // A cell's types are erased: any other kind would be taken for numbers.
  if (kind !== 'binary' && kind !== 'numeric')
    throw new Error(`${model}: the kind of task "${name}" is ${seen(kind)}; "binary" or "numeric" was expected.`);
  // What is said by task is objects with the tasks' names, and this name does not stay in one.
  if (name === '__proto__')
    throw new Error(
      `${model}: a task cannot be named "__proto__", which JavaScript keeps for itself; rename its labels.`,
    );
  if (kind === 'binary' && !(mean >= 0 && mean <= 1))
    throw new Error(`${model}: the mean of the binary task "${name}" is ${mean}; it is a share, from 0 to 1.`);
  if (!Number.isFinite(mean))
    throw new Error(`${model}: the mean of task "${name}" is ${mean}; it must be a finite number.`);
  // A squared error is in units of sd², which 32 bits have to hold.
  if (!(sd > 1e-18 && sd < 1e18))
    throw new Error(`${model}: the sd of task "${name}" is ${sd}; it must be between 1e-18 and 1e18.`);
}

function checkParts(model: string, tasks: readonly Task[], parts: ModelParts): ModelParts {
  if (!Array.isArray(parts?.outputs) || parts.outputs.length === 0)
    throw new Error(`${model}: the builder must return { outputs: [output(task, …), …] }.`);
  readOptions(`${model}: what its builder returns`, partsOptions, parts);
  const twice = repeated(parts.outputs.map((output) => output.name));
  if (twice !== undefined) throw new Error(`${model}: two outputs are named "${twice}".`);
  const served = parts.outputs.flatMap((output) => (output.task ? [output.task.name] : []));
  for (const name of served)
    if (!tasks.some((task) => task.name === name))
      throw new Error(`${model}: there is an output for "${name}", which is none of its tasks (${names(tasks)}).`);
  const again = repeated(served);
  if (again !== undefined) throw new Error(`${model}: task "${again}" has two outputs; give one of them no task.`);
  const missing = tasks.find((task) => !served.includes(task.name));
  if (missing) throw new Error(`${model}: task "${missing.name}" has no output; add output(task, …) for it.`);
  checkPenalties(model, parts);
  return parts;
}

const partsOptions = {
  outputs: { type: list(anything, 1), needed: true, about: 'Columns of predict, one for each task' },
  penalties: { type: list(anything), about: 'What is added to the loss', also: ['penalty', 'losses', 'regularizers'] },
} as const;

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) !== i);
}

function names(tasks: readonly Task[]): string {
  return tasks.map((task) => task.name).join(', ');
}
