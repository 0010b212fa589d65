import type { Rows, Task } from '../data/index.ts';
import { type EvaluatedOutput, groupAuc, type Metrics, ndcg, prAuc, recall } from '../metrics/index.ts';
import { noSuch, ownCode, seen } from '../options/index.ts';

/**
 * A metric beside the usual ones: a name, `'PR AUC'`, `'GAUC by user'`, `'NDCG@10 by user'`, `'recall@10 by user'` with a column of the
 * rows, or a function of your own.
 */
export type ChosenMetric = string | OwnMetric;

/** Over the observed rows of a task; `column(name)` gives a column of the same rows: codes, or numbers. Its name is the function's. */
export type OwnMetric = (
  labels: Float64Array,
  predictions: Float64Array,
  column: (name: string) => ArrayLike<number>,
) => number;

/** A chosen metric that is ready to be taken. */
export type ReadyMetric = {
  readonly name: string;
  /** Those that a name stands for are of binary tasks. */
  readonly of: 'binary' | 'any';
  readonly take: (
    labels: Float64Array,
    predictions: Float64Array,
    column: (name: string) => ArrayLike<number>,
    weights?: Float64Array,
  ) => number;
};

/** @throws when a name is none, its column is no column of the rows, a function has no name, or two have the same. */
export function readyMetrics(
  chosen: readonly ChosenMetric[],
  rows: Pick<Rows, 'columns'>,
  what: string,
): readonly ReadyMetric[] {
  const ready = chosen.map((each) => (typeof each === 'string' ? named(each, rows, what) : own(each, what)));
  const twice = ready.find(({ name }, i) => ready.findIndex((other) => other.name === name) < i);
  if (twice) throw new Error(`${what}: metrics: ${JSON.stringify(twice.name)} is given twice.`);
  return ready;
}

const kinds: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly make: (top: number, column: string) => ReadyMetric['take'];
}[] = [
  {
    name: 'PR AUC',
    pattern: /^PR[ -]?AUC$/i,
    make: () => (labels, scores, _, weights) => prAuc(labels, scores, { weights }),
  },
  {
    name: 'GAUC by COLUMN',
    pattern: /^GAUC by (?<column>.+)$/i,
    make: (_, name) => (labels, scores, column, weights) => groupAuc(labels, scores, column(name), { weights }).auc,
  },
  {
    name: 'NDCG@10 by COLUMN',
    pattern: /^NDCG@(?<top>\d+) by (?<column>.+)$/i,
    make: (top, name) => (labels, scores, column, weights) =>
      ndcg(labels, scores, column(name), { top, weights }).value,
  },
  {
    name: 'recall@10 by COLUMN',
    pattern: /^recall@(?<top>\d+) by (?<column>.+)$/i,
    make: (top, name) => (labels, scores, column, weights) =>
      recall(labels, scores, column(name), { top, weights }).value,
  },
];

function named(name: string, rows: Pick<Rows, 'columns'>, what: string): ReadyMetric {
  for (const { pattern, make } of kinds) {
    const groups = pattern.exec(name.trim())?.groups ?? (pattern.test(name.trim()) ? {} : undefined);
    if (!groups) continue;
    const { column = '', top = '10' } = groups;
    if (Number(top) < 1)
      throw new Error(`${what}: metrics: ${JSON.stringify(name)} looks at no place; @1 is the first.`);
    const known = rows.columns.filter(({ kind }) => kind !== 'list').map((each) => each.name);
    if ('column' in groups && !known.includes(column))
      throw new Error(`${what}: metrics: ${JSON.stringify(name)}: ${noSuch('column', column, known)}`);
    return { name: name.trim(), of: 'binary', take: make(Number(top), column) };
  }
  const all = kinds.map((kind) => kind.name);
  throw new Error(
    `${what}: metrics: ${noSuch('metric', name, all)} COLUMN is a column of the rows; or give a function.`,
  );
}

function own(metric: OwnMetric, what: string): ReadyMetric {
  const { name } = metric;
  if (name === '')
    throw new Error(`${what}: metrics: a function needs a name: \`function lift(labels, predictions) { … }\`.`);
  return ownMetric(name, metric);
}

/** Functions of one's own by the name that they are to have. */
export function ownMetrics(own: Readonly<Record<string, OwnMetric>>): readonly ReadyMetric[] {
  return Object.entries(own).map(([name, metric]) => ownMetric(name, metric));
}

function ownMetric(name: string, metric: OwnMetric): ReadyMetric {
  return {
    name,
    of: 'any',
    take(labels, predictions, column) {
      // Copies: who sorts them in place must not change what other metrics are taken of.
      const value: unknown = metric(labels.slice(), predictions.slice(), column);
      if (typeof value === 'number') return value;
      throw new Error(`it gave ${seen(value)}; a number was expected.`);
    },
  };
}

/**
 * The chosen metrics of one task, by name, over the rows whose label is observed and whose weight is not 0.
 * @param onFailure hears that one could not be taken, with what its function threw as the cause; it is NaN then.
 */
export function takeMetrics(
  ready: readonly ReadyMetric[],
  task: Task,
  predictions: ArrayLike<number>,
  rows: Pick<Rows, 'columns' | 'numeric' | 'categorical' | 'labels' | 'weights'>,
  onFailure: (error: Error) => void,
): Readonly<Record<string, number>> {
  const labels = rows.labels[task.name];
  const seen = Uint32Array.from(labels.keys()).filter((row) => !Number.isNaN(labels[row]) && rows.weights?.[row] !== 0);
  const pick = (values: ArrayLike<number>) => Float64Array.from(seen, (row) => values[row]);
  const column = (name: string): ArrayLike<number> => {
    for (const kind of ['numeric', 'categorical'] as const) {
      const at = rows.columns.filter((each) => each.kind === kind).findIndex((each) => each.name === name);
      if (at >= 0) return pick(rows[kind][at]);
    }
    const known = rows.columns.filter(({ kind }) => kind !== 'list').map((each) => each.name);
    throw new Error(`metrics: ${noSuch('column', name, known)}`);
  };
  const taken = ready.filter(({ of }) => of === 'any' || task.kind === 'binary');
  const [own, predicted, weights] = [pick(labels), pick(predictions), rows.weights && pick(rows.weights)];
  const numberOf = ({ name, take }: ReadyMetric): number => {
    try {
      return ownCode(`metric "${name}" of task "${task.name}"`, () => take(own, predicted, column, weights));
    } catch (error) {
      onFailure(error as Error);
      return Number.NaN;
    }
  };
  return Object.fromEntries(taken.map((metric) => [metric.name, numberOf(metric)]));
}

type TakenRows = Parameters<typeof takeMetrics>[3];

/** Metrics with the chosen ones of each output beside them, see `takeMetrics`. */
export function withChosen(
  metrics: Metrics,
  ready: readonly ReadyMetric[],
  outputs: readonly EvaluatedOutput[],
  predictions: Readonly<Record<string, ArrayLike<number>>>,
  rows: TakenRows,
  onFailure: (error: Error) => void,
): Metrics {
  if (ready.length === 0) return metrics;
  const taken = outputs.flatMap(({ name, task }) =>
    task
      ? [[name, { ...metrics[name], own: takeMetrics(ready, task, predictions[name], rows, onFailure) }] as const]
      : [],
  );
  return Object.fromEntries(taken);
}
