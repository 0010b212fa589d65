import type { Study, StudyProgress, StudyTask } from '../../multitask/experiments/index.ts';
import type { ComparisonPayload, ComparisonRow } from '../../payloads/comparison.ts';

/** How far a comparison is, as its picture needs it. */
export function comparisonPayload({ state, study, trials, running, secondsLeft }: StudyProgress): ComparisonPayload {
  const failed = study.trials.filter((trial) => trial.state === 'failed').length;
  return {
    version: 1,
    state,
    baseline: study.baseline,
    candidates: study.candidates.slice(0, 64),
    seeds: study.seeds.length,
    trials: { done: study.trials.length - failed, failed, of: trials },
    running: state === 'running' ? running.slice(0, 64) : [],
    secondsLeft: state === 'running' && secondsLeft !== undefined ? Math.round(secondsLeft) : null,
    tasks: study.tasks.slice(0, 256).map((task) => ({
      ...task,
      rows: study.candidates.slice(0, 64).map((candidate) => rowOf(study, candidate, task)),
    })),
  };
}

function rowOf(study: Study, candidate: string, { name, metric }: StudyTask): ComparisonRow {
  const result = study.results.find((each) => each.candidate === candidate && each.task === name);
  const { mean, error } = result?.metrics[metric] ?? { mean: Number.NaN, error: Number.NaN };
  const own = { candidate, mean: finite(mean), error: finite(error) };
  const found = study.differences.find((each) => each.candidate === candidate && each.task === name);
  if (candidate === study.baseline || !found) return { ...own, differences: [], interval: null, judgement: 'baseline' };
  const numbers = [found.mean, found.lower, found.upper, found.adjusted];
  const known = found.n > 1 && numbers.every(Number.isFinite);
  return {
    ...own,
    differences: study.seeds.slice(0, 1024).flatMap((seed) => {
      const value =
        metricOf(study, candidate, seed, name, metric) - metricOf(study, study.baseline, seed, name, metric);
      return Number.isFinite(value) ? [{ seed, value: rounded(value) }] : [];
    }),
    interval: known
      ? {
          mean: rounded(found.mean),
          lower: rounded(found.lower),
          upper: rounded(found.upper),
          adjusted: rounded(found.adjusted),
        }
      : null,
    judgement: known ? found.judgement : 'too few seeds',
  };
}

function metricOf({ trials }: Study, candidate: string, seed: number, task: string, metric: string): number {
  const trial = trials.find((each) => each.candidate === candidate && each.seed === seed);
  return trial?.state === 'done' ? (trial.metrics[task]?.[metric] ?? Number.NaN) : Number.NaN;
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** JSON has no NaN. */
const finite = (value: number): number | null => (Number.isFinite(value) ? rounded(value) : null);
