import type { TrainingJob } from './job.ts';
import type { RunProgress } from './progress.ts';

/**
 * A new run, or the one that was broken off.
 * @throws when there is none, or what it was begun with has changed, so that going on would not give its numbers.
 */
export function beginRun({ progress, resume, rows, options }: TrainingJob): RunProgress {
  const { batchSize, seed, balance } = options.plan;
  const settings = {
    rows: rows.length,
    batchSize,
    seed,
    order: options.order,
    balance: balance && JSON.stringify(balance),
  } as const;
  if (!resume)
    return {
      ...settings,
      firstEpoch: progress.epochs,
      epochs: 0,
      stepsIntoEpoch: 0,
      steps: 0,
      seconds: 0,
      history: [],
    };
  const { run } = progress;
  if (!run) throw new Error('fit: there is no run to resume; leave out resume to begin one.');
  for (const [name, value] of Object.entries(settings)) {
    const before = run[name as keyof typeof settings];
    if (before !== value)
      throw new Error(
        `fit: the run to resume has ${name} ${before ?? 'none'}, not ${value ?? 'none'}; give it the same, or leave out resume.`,
      );
  }
  return run;
}
