import { shownEpoch } from '../../kernel/payloads/reading/metric-cells.ts';
import { judged, judgedOn, lossOf, qualityOf } from '../../kernel/payloads/reading/quality.ts';
import { stateWords } from '../../kernel/payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingTask } from '../../kernel/payloads/training.ts';
import { count, duration, fraction, plusMinus } from '../../kernel/text/index.ts';

/** What runs can be ordered by. */
export type Order =
  | { readonly by: 'newest' | 'model' | 'data' | 'seed' | 'duration' }
  | { readonly by: 'task'; readonly task: string };

/** One number of a run: how good it is at a task, in the epoch whose weights it kept. */
export type TaskQuality = {
  readonly task: string;
  /** AUC or RMSE. */
  readonly metric: string;
  readonly value: number | null;
  readonly error: number | null;
  readonly loss: number | null;
  readonly split: 'validation' | 'train';
  readonly better: 'higher' | 'lower';
};

export function qualities(payload: TrainingPayload): readonly TaskQuality[] {
  const split = judgedOn(payload);
  const epoch = shownEpoch(payload);
  return payload.tasks.map((task) => {
    const metrics = epoch && judged(epoch, split)?.[task.name];
    const { name, value, error, better } = qualityOf(task.kind);
    return {
      task: task.name,
      metric: name,
      value: value(metrics),
      error: error(metrics),
      loss: lossOf(task.kind, metrics),
      split,
      better,
    };
  });
}

/** The runs in this order, the best or the first on top; runs without the number come last. `runs` are oldest first. */
export function sorted<Run extends { readonly payload: TrainingPayload }>(
  runs: readonly Run[],
  order: Order,
): readonly Run[] {
  const newest = runs.toReversed();
  switch (order.by) {
    case 'newest':
      return newest;
    case 'model':
      return newest.toSorted((a, b) => a.payload.run.title.localeCompare(b.payload.run.title));
    case 'data':
      return newest.toSorted((a, b) => a.payload.run.dataset.localeCompare(b.payload.run.dataset));
    case 'seed':
      return newest.toSorted((a, b) => a.payload.run.seed - b.payload.run.seed);
    case 'duration':
      return newest.toSorted((a, b) => a.payload.progress.seconds - b.payload.progress.seconds);
    case 'task':
      return newest.toSorted((a, b) => rank(b.payload, order.task) - rank(a.payload, order.task));
  }
}

/** Higher is better, whatever the metric. */
function rank(payload: TrainingPayload, task: string): number {
  const quality = qualities(payload).find((each) => each.task === task);
  if (typeof quality?.value !== 'number') return -Number.MAX_VALUE;
  return quality.better === 'higher' ? quality.value : -quality.value;
}

/** Names of all tasks of the runs, in the order in which they come. */
export function taskNames(runs: readonly { readonly payload: TrainingPayload }[]): readonly string[] {
  return [...new Set(runs.flatMap(({ payload }) => payload.tasks.map(({ name }: TrainingTask) => name)))];
}

/** `MMoE · run 3`. */
export function runTitle({ run }: TrainingPayload): string {
  return `${run.title} · run ${run.number}`;
}

/** `first AUC .9713 · second AUC .9711 · 0:12`. */
export function runSummary(payload: TrainingPayload): string {
  const numbers = qualities(payload).map(({ task, metric, value }) => `${task} ${metric} ${fraction(value)}`);
  const { progress, state } = payload;
  const at = state === 'running' ? [`epoch ${progress.epoch}/${progress.epochs}`] : [];
  return [...at, ...numbers, duration(progress.seconds)].join(' · ');
}

/** What there is to know of a run, name and value. */
export function runDetails(payload: TrainingPayload): readonly (readonly [name: string, value: string])[] {
  const { run, progress, state, kept, message } = payload;
  return [
    ['state', [stateWords[state], message ?? kept ?? ''].filter((part) => part !== '').join('. ')],
    ...qualities(payload).map(
      ({ task, metric, value, error, loss, split }) =>
        [
          task,
          `${split} ${metric} ${[fraction(value), plusMinus(error)].join(' ').trim()}, loss ${fraction(loss)}`,
        ] as const,
    ),
    ['model', [run.title, ...run.summary].join(', ')],
    ['data', `${run.dataset}, ${count(run.rows)} rows; ${count(run.validationRows)} to validate`],
    ['seed', String(run.seed)],
    ['batch', count(run.batchSize)],
    ['epochs', `${progress.epoch} of ${progress.epochs}, ${count(progress.step)} steps`],
    ['duration', `${progress.seconds.toFixed(1)} s, trainer ${run.trainer}`],
  ];
}

/** The runs as tab-separated text with a head: what spreadsheets and chats take. */
export function runsAsText(runs: readonly { readonly payload: TrainingPayload; readonly notebook: string }[]): string {
  const tasks = taskNames(runs);
  const metricsOf = ({ payload }: { readonly payload: TrainingPayload }) =>
    tasks.flatMap((task) => {
      const quality = qualities(payload).find((each) => each.task === task);
      return [quality?.value ?? '', quality?.loss ?? ''].map(String);
    });
  const head = ['run', 'model', 'summary', 'data', 'rows', 'seed', 'batch', 'epochs', 'seconds', 'state'];
  const lines = runs.map((each) => {
    const { run, progress, state } = each.payload;
    const facts = [run.number, run.title, run.summary.join(', '), run.dataset, run.rows, run.seed, run.batchSize];
    return [...facts, progress.epoch, progress.seconds.toFixed(2), state, ...metricsOf(each), each.notebook];
  });
  const named = tasks.flatMap((task) => [`${task} ${metricNameOf(runs, task)}`, `${task} loss`]);
  return [[...head, ...named, 'notebook'], ...lines].map((line) => line.map(cell).join('\t')).join('\n');
}

function metricNameOf(runs: readonly { readonly payload: TrainingPayload }[], task: string): string {
  return runs.flatMap(({ payload }) => qualities(payload)).find((each) => each.task === task)?.metric ?? '';
}

function cell(value: string | number): string {
  return String(value).replace(/\s+/g, ' ');
}
