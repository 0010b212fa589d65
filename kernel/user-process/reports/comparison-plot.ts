import { randomUUID } from 'node:crypto';
import { type Study, type StudyProgress, studyText } from '../../multitask/experiments/index.ts';
import { comparisonMime } from '../../payloads/mime.ts';
import { comparisonProgress } from '../../payloads/reading/reports/comparison-words.ts';
import { comparisonPicture } from '../../pictures/index.ts';
import type { Display } from '../output/display.ts';
import { calm } from './calm.ts';
import { comparisonPayload } from './comparison-payload.ts';

/** Shows a comparison while it runs: one display, changed in place. */
export function watchStudy(
  display: Display,
  now: () => number = () => performance.now(),
  id: string = randomUUID(),
): (progress: StudyProgress) => void {
  return calm<StudyProgress>(
    (progress, isFirst) => display(bundleOf(progress), isFirst ? { display_id: id } : { display_id: id, update: true }),
    now,
  );
}

/** The study as the value of a cell: the last picture. */
export function comparisonBundle(study: Study): Readonly<Record<string, unknown>> {
  const trials = study.candidates.length * study.seeds.length;
  return bundleOf({ state: study.state, study, trials, running: [], secondsLeft: undefined });
}

/** The same below its own live picture: what that leaves to a tip, and why trials failed, which it only counts. */
export function comparisonWords({ differences, trials }: Study): Readonly<Record<string, unknown>> {
  return { 'text/plain': [...differences.map(({ words }) => words), ...failures(trials)].join('\n') };
}

/** A reason once for all seeds that it ended a candidate with. */
function failures(trials: Study['trials']): readonly string[] {
  const seedsOf = new Map<string, { candidate: string; reason: string; seeds: number[] }>();
  for (const trial of trials) {
    if (trial.state !== 'failed') continue;
    const { candidate, reason, seed } = trial;
    const key = JSON.stringify([candidate, reason]);
    const found = seedsOf.get(key) ?? { candidate, reason, seeds: [] };
    seedsOf.set(key, found);
    found.seeds.push(seed);
  }
  return [...seedsOf.values()].map(({ candidate, reason, seeds }) => {
    const which = seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`;
    return `${candidate} failed with ${which}: ${reason}`;
  });
}

function bundleOf(progress: StudyProgress): Readonly<Record<string, unknown>> {
  const payload = comparisonPayload(progress);
  const text = studyText(progress.study);
  return {
    [comparisonMime]: payload,
    'image/svg+xml': comparisonPicture(payload),
    'text/plain': payload.state === 'running' ? `${comparisonProgress(payload)}\n${text}` : text,
  };
}
