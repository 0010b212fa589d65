import { coarser, smoothedLine, usualSmoothing } from '../reading/loss-lines.ts';
import { judged, judgedOn, qualityOf } from '../reading/quality.ts';
import { type Range, union } from '../reading/scale.ts';
import { lossRange, qualityRange } from '../reading/training-scales.ts';
import type { TrainingPayload } from '../training.ts';

/** A line of a plot of runs: of one run, or the mean of a group with the least and the greatest of its seeds. */
export type RunCurve = {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** Of a group: as long as `x`. */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
  /** Of a single run: half of the 95 % interval at each point, 0 where the error is not known. */
  readonly half?: readonly number[];
};

/** What losses are over: runs with other batch sizes are compared at equal numbers of epochs. */
export function paceOf(payloads: readonly TrainingPayload[]): 'step' | 'epoch' {
  return new Set(payloads.map(({ progress }) => progress.stepsPerEpoch)).size <= 1 ? 'step' : 'epoch';
}

/** The smoothed training loss of a task; nothing of a task without a loss, or before the first step. */
export function lossCurve(
  payloads: readonly TrainingPayload[],
  task: string,
  by: 'step' | 'epoch',
  points: number,
): RunCurve | undefined {
  const lines = payloads.flatMap((payload): RunCurve[] => {
    const loss = payload.tasks.find(({ name }) => name === task)?.loss;
    if (!loss || payload.progress.step === 0) return [];
    const { step, steps, stepsPerEpoch } = payload.progress;
    const { x, y } = smoothedLine(coarser(loss, points), step, usualSmoothing(steps));
    return [{ x: by === 'step' ? x : x.map((each) => each / stepsPerEpoch), y }];
  });
  return meanCurve(lines);
}

/** What a task is judged by, epoch by epoch. */
export function qualityCurve(payloads: readonly TrainingPayload[], task: string): RunCurve | undefined {
  const lines = payloads.flatMap((payload): RunCurve[] => {
    const kind = payload.tasks.find(({ name }) => name === task)?.kind;
    if (kind === undefined || payload.epochs.length === 0) return [];
    const { value, error } = qualityOf(kind);
    const split = judgedOn(payload);
    const metrics = payload.epochs.map((epoch) => judged(epoch, split)?.[task]);
    return [
      {
        x: payload.epochs.map(({ epoch }) => epoch),
        y: metrics.map(value),
        half: metrics.map((each) => 1.96 * (error(each) ?? 0)),
      },
    ];
  });
  return meanCurve(lines);
}

/**
 * One line as it is; of more their mean, at the places of the one that ends first and only as far: where a seed has ended
 * the mean of the others would jump.
 */
export function meanCurve(lines: readonly RunCurve[]): RunCurve | undefined {
  const [only] = lines;
  if (only === undefined || lines.length === 1) return only;
  const end = Math.min(...lines.map(({ x }) => x.at(-1) ?? 0));
  const shortest = lines.find(({ x }) => x.at(-1) === end) ?? only;
  const begin = Math.max(...lines.map(({ x }) => x[0] ?? 0));
  const x = shortest.x.filter((each) => each >= begin);
  const values = x.map((each) => lines.map((line) => valueAt(line, each)));
  const of = (join: (known: readonly number[]) => number) =>
    values.map((each) => {
      const known = each.filter((value) => value !== null);
      return known.length < each.length ? null : join(known);
    });
  return {
    x,
    y: of((known) => known.reduce((sum, value) => sum + value, 0) / known.length),
    band: { low: of((known) => Math.min(...known)), high: of((known) => Math.max(...known)) },
  };
}

/** Between two points of a line, straight from one to the other; null beyond its ends and beside a gap. */
export function valueAt({ x, y }: Pick<RunCurve, 'x' | 'y'>, at: number): number | null {
  const right = x.findIndex((each) => each >= at);
  if (right < 0) return null;
  const [to, value] = [x[right] ?? 0, y[right] ?? null];
  if (to === at) return value;
  const [from, before] = [x[right - 1], y[right - 1] ?? null];
  if (from === undefined || before === null || value === null) return null;
  return before + ((value - before) * (at - from)) / (to - from);
}

/** What the axis of a task shows: everything that one of the runs would show alone. */
export function curveRange(
  payloads: readonly TrainingPayload[],
  task: string,
  of: 'loss' | 'quality',
): Range | undefined {
  let range: Range | undefined;
  for (const payload of payloads) {
    const found = payload.tasks.find(({ name }) => name === task);
    const own =
      found &&
      (of === 'quality' ? qualityRange(payload, found) : found.loss === null ? undefined : lossRange(payload, found));
    if (own !== undefined) range = union(range, own);
  }
  return range;
}
