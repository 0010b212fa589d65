import { type Column, type Numbers, type Rows, randomStream, shuffled, spreadRows } from '../data/index.ts';
import { evaluateOutputs } from '../metrics/index.ts';
import { checkLabels, checkRows, checkSomeCount, type Network } from '../network/index.ts';
import { noSuch, type Read, readOptions } from '../options/index.ts';
import { type ImportanceOptions, importanceOptions } from './importance-options.ts';
import { type Judged, lossOf, measureTask, rowsThatCount } from './loss.ts';
import { permutedRows } from './permuted-rows.ts';
import type { FeatureImportance, Importance } from './report.ts';
import { importanceBundle } from './table.ts';

/** What importance needs of a model. */
export type PredictingModel = {
  /** What the model is made of; its outputs that have a task are looked at. */
  readonly network: Network;
  /** For people, e.g. "MMoE". */
  readonly title?: string;
  /** One column per output. */
  predict(
    rows: Rows,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, ArrayLike<number>>>>;
};

/** What a host, e.g. a notebook's cell, adds. */
export type ImportanceHost = {
  /** The signal of all work that is given none of its own; none without this. */
  readonly signal?: () => AbortSignal | undefined;
  /** How the importance of features is shown where it is the value of a cell; its table without this. */
  readonly showImportance?: (importance: Importance) => Readonly<Record<string, unknown>>;
};

/** What `importance` is. */
export type MeasureImportance = (
  model: PredictingModel,
  rows: Rows,
  options?: ImportanceOptions,
) => Promise<Importance>;

/** `importance` for a host that can interrupt it and shows it its own way, e.g. a notebook's cell. */
export function createImportance(host: ImportanceHost = {}): MeasureImportance {
  return async (model, rows, given = {}, ...more: readonly unknown[]) => {
    const options = readOptions('importance', importanceOptions, given, more);
    const signal = AbortSignal.any([options.signal, host.signal?.()].filter((each) => each !== undefined));
    const measured = await measure(model, rows, { ...options, signal });
    const show = host.showImportance ?? importanceBundle;
    return Object.defineProperty(measured, Symbol.for('Jupyter.display'), { value: () => show(measured) });
  };
}

async function measure(
  model: PredictingModel,
  given: Rows,
  options: Read<typeof importanceOptions> & { readonly signal: AbortSignal },
): Promise<Importance> {
  const { network } = model;
  const { signal, repeats, seed } = options;
  checkRows(network, given, 'importance');
  checkLabels(network, given, 'importance');
  checkSomeCount(given, 'importance');
  const groups = groupsOf(network, options.columns);
  const rows = spreadRows(given, options.rows);
  if (rows.length < 2)
    throw new Error(`importance: ${rows.length} rows that count are too few: values are dealt out among at least two.`);
  const name = options.data ?? given.name;
  const outputs = network.outputs.flatMap(({ name, task }) => (task ? [{ name, task }] : []));
  const known = await model.predict(rows, { signal });
  const judged = outputs.map(
    ({ task }): Judged => ({
      kind: task.kind,
      labels: rows.labels[task.name],
      weights: rows.weights,
    }),
  );
  const whole = outputs.map(({ name }, i) => measureTask(judged[i], known[name]));
  if (whole.every(({ value }) => Number.isNaN(value)))
    throw new Error(
      `importance: no task can be measured on these rows. ${outputs.map(({ name }, i) => whyNot(judged[i], known[name], name)).join(' ')}`,
    );
  // The same permutations for every feature: what differs between two of them is then the features.
  const orders = Array.from({ length: repeats }, (_, i) =>
    shuffled(rows.length, randomStream(seed, `importance ${i}`)),
  );
  const features: FeatureImportance[] = [];
  for (const columns of groups) {
    const each = await inTurn(orders, async (order) => {
      const predicted = await model.predict(permutedRows(rows, columns, order), { signal });
      return outputs.map(({ name }, i) => ({ order, ...measureTask(judged[i], predicted[name]) }));
    });
    const names = columns.map((column) => column.name);
    const losses = outputs.map(
      ({ task }, i) =>
        [
          task.name,
          lossOf(
            judged[i],
            whole[i],
            each.map((all) => all[i]),
          ),
        ] as const,
    );
    features.push({ name: names.join(' + '), columns: names, losses: Object.fromEntries(losses) });
  }
  const tasks = outputs.map(({ task }, i) => ({
    name: task.name,
    metric: task.kind === 'binary' ? ('auc' as const) : ('rmse' as const),
    whole: whole[i].value,
    rows: rowsThatCount(judged[i]),
  }));
  const rank = ({ losses }: FeatureImportance) =>
    Math.max(...tasks.map((task) => (task.metric === 'auc' ? 1 : 1 / task.whole) * losses[task.name].loss || 0));
  return {
    kind: 'importance',
    model: network.model,
    title: model.title ?? network.model,
    ...(name === undefined ? {} : { data: name }),
    rows: rows.length,
    rowsGiven: given.length,
    repeats,
    seed,
    tasks,
    features: features.sort((a, b) => rank(b) - rank(a)),
  };
}

/** Why a task has neither AUC nor RMSE. */
function whyNot({ kind, labels, weights }: Judged, predictions: ArrayLike<number>, name: string): string {
  const metrics = evaluateOutputs(
    [{ name, kind, task: { name, kind } }],
    { [name]: predictions },
    { labels: { [name]: labels as Numbers }, ...(weights && { weights: weights as Numbers }) },
  );
  return metrics[name].warnings?.join(' ') ?? '';
}

/** One after the other: each has both cores, and timers, plots and interrupts stay alive in between. */
async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function groupsOf(
  { features }: Network,
  asked: readonly (string | readonly string[])[] | undefined,
): readonly (readonly Column[])[] {
  if (asked === undefined) return features.columns.map((column) => [column]);
  const names = features.columns.map(({ name }) => name);
  const groups = asked.map((group) => (typeof group === 'string' ? [group] : [...new Set(group)]));
  const missing = groups.flat().find((name) => !names.includes(name));
  if (missing !== undefined) throw new Error(`importance: columns: ${noSuch('column', missing, names)}`);
  if (groups.some((group) => group.length === 0)) throw new Error('importance: columns: a group has no column.');
  return groups.map((group) => features.columns.filter(({ name }) => group.includes(name)));
}
