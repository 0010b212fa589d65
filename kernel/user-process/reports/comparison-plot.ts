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

/** The same below its own live picture: what that leaves to a tip. */
export function comparisonWords({ differences }: Study): Readonly<Record<string, unknown>> {
  return { 'text/plain': differences.map(({ words }) => words).join('\n') };
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
