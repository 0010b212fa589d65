import { randomUUID } from 'node:crypto';
import { type Study, type StudyProgress, studyText } from '../../multitask/experiments/index.ts';
import { comparisonMime } from '../../payloads/mime.ts';
import { comparisonProgress } from '../../payloads/reading/comparison-words.ts';
import { comparisonPicture } from '../../pictures/index.ts';
import type { Display } from '../output/display.ts';
import { comparisonPayload } from './comparison-payload.ts';

/**
 * Shows a comparison while it runs: one display, changed in place, at most four times a second. Nothing is scheduled: a
 * picture is sent when something changes and the last one is old enough, and always at the start and the end.
 */
export function watchStudy(
  display: Display,
  now: () => number = () => performance.now(),
  id: string = randomUUID(),
): (progress: StudyProgress) => void {
  let shown: number | undefined;
  return (progress) => {
    const at = now();
    if (shown !== undefined && progress.state === 'running' && at - shown < betweenPictures) return;
    display(bundleOf(progress), shown === undefined ? { display_id: id } : { display_id: id, update: true });
    shown = at;
  };
}

/** Milliseconds. */
const betweenPictures = 250;

/** The study as the value of a cell: the last picture. */
export function comparisonBundle(study: Study): Readonly<Record<string, unknown>> {
  const trials = study.candidates.length * study.seeds.length;
  return bundleOf({ state: study.state, study, trials, running: [], secondsLeft: undefined });
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
