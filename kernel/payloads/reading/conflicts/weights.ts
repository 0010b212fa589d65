import { significant } from '../../../text/index.ts';
import type { TrainingPayload } from '../../training.ts';
import type { TrainingWeights } from '../../training-conflicts.ts';
import { type LabelledScale, labelledScale } from '../scale.ts';

/** What balances the tasks, as code, where it is known: `gradients: "pcgrad"`. */
export function balancedBy({ run }: Pick<TrainingPayload, 'run'>): string {
  const { settings = {} } = run;
  const given = (['taskWeights', 'gradients'] as const).flatMap((name) => {
    const code = settings[name];
    return code === undefined ? [] : [`${name}: ${code}`];
  });
  return given.join(', ');
}

/** From 0, so that a weight that goes to nothing is seen to. */
export function weightsScale({ mean }: TrainingWeights): LabelledScale {
  const known = mean.flat().filter((value) => value !== null);
  const scale = labelledScale({ low: Math.min(0, ...known), high: Math.max(1, ...known) }, 3);
  return { ...scale, ticks: scale.ticks.map((tick) => ({ ...tick, text: short(tick.at, 1) ?? tick.text })) };
}

/** A task's weights as a path of a line. */
export function weightsPath(
  { mean, stepsPerBucket }: TrainingWeights,
  task: number,
  lastStep: number,
  { x, y }: { readonly x: (step: number) => number; readonly y: (weight: number) => number },
): string {
  const points = (mean[task] ?? []).flatMap((value, i) => {
    const step = Math.min((i + 0.5) * stepsPerBucket, lastStep);
    return value === null ? [] : [`${x(step).toFixed(1)} ${y(value).toFixed(1)}`];
  });
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

/** The last weight of each task, with the words of it: `income 1.32`. */
export function lastWeights({ weights, tasks }: TrainingPayload): readonly {
  readonly task: number;
  readonly name: string;
  readonly value: string;
  readonly words: string;
}[] {
  return (weights?.mean ?? []).flatMap((series, task) => {
    const last = series.findLast((value) => value !== null);
    const name = tasks[task]?.name;
    if (last == null || name === undefined) return [];
    const value = short(last, 3) ?? significant(last, 3);
    return [{ task, name, value, words: `${name} ${value}` }];
  });
}

/** A weight that has run away would not fit its place: 8e14. */
function short(weight: number, digits: number): string | undefined {
  return Math.abs(weight) < 1e6 ? undefined : weight.toExponential(digits - 1).replace('e+', 'e');
}
