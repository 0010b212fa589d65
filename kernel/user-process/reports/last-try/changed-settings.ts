import type { TrainingRun } from '../../../payloads/training.ts';
import type { ChangedSetting } from '../../../payloads/training-before.ts';

const most = 32;

/** What one run was trained with and the other was not: model, data and first weights, then their options. */
export function changedSettings(before: TrainingRun, after: TrainingRun): readonly ChangedSetting[] {
  const [old, now] = [allOf(before), allOf(after)];
  const names = [...new Set([...Object.keys(now), ...Object.keys(old)])];
  return names
    .filter((name) => old[name] !== now[name])
    .slice(0, most)
    .map((name) => ({
      name,
      ...(old[name] === undefined ? {} : { from: old[name] }),
      ...(now[name] === undefined ? {} : { to: now[name] }),
    }));
}

function allOf({ title, dataset, rows, goesOn, settings }: TrainingRun): Readonly<Record<string, string>> {
  const weights =
    goesOn === undefined ? 'fresh' : goesOn.from === undefined ? 'trained before' : `of run ${goesOn.from}`;
  return { model: title, data: dataset, rows: String(rows), weights, ...settings };
}
