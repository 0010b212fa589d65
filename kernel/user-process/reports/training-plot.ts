import type { RunDescription, TrainingEvent } from '../../multitask/training/index.ts';
import { trainingMime } from '../../payloads/mime.ts';
import type { TrainingPayload } from '../../payloads/training.ts';
import { trainingPicture } from '../../pictures/index.ts';
import type { Display } from '../output/display.ts';
import { type LastTry, noLastTry } from './last-try/last-tries.ts';
import { createPace } from './pace.ts';
import { trainingFigure } from './training-figure.ts';
import { beginTraining, foldTraining, type TrainingFold, trainingPayload } from './training-fold.ts';
import { trainingLine, trainingText } from './training-text.ts';

/**
 * Shows a run while it trains: one display per run, changed in place, at most ten times a second, and as often as it costs the
 * training little. Nothing is scheduled: a picture is sent when an event arrives and the last one is old enough, and always at the
 * start and the end.
 */
export function watchTraining(
  display: Display,
  now: () => number = () => performance.now(),
  earlier: EarlierSteps = new Map(),
  lastTry: LastTry = noLastTry,
): (run: RunDescription) => (event: TrainingEvent) => void {
  return (run) => {
    let fold = beginTraining(run);
    let isShown = false;
    let still = '';
    const pictures = createPace(100, 1000, share);
    const stills = createPace(1000, 5000, share);

    return (event) => {
      const known = event.kind === 'started' ? earlier.get(event.before?.run ?? '') : undefined;
      fold = foldTraining(known === undefined ? fold : { ...fold, ...known }, event);
      const at = now();
      const isLast = event.kind === 'ended';
      if (isLast) remember(earlier, run.id, fold);
      if (!isLast && !pictures.isDue(at)) return;
      const alone = trainingPayload(fold);
      const before = isLast ? lastTry.ended(fold, alone) : lastTry.before(alone);
      const payload = before ? { ...alone, before } : alone;
      let drawing = 0;
      if (isLast || stills.isDue(at)) {
        const begun = now();
        still = trainingPicture(payload);
        drawing = now() - begun;
        stills.made(at, at + drawing);
      }
      const bundle = isLast ? lastBundle(payload, still) : liveBundle(payload, still);
      display(bundle, isShown ? { display_id: run.id, update: true } : { display_id: run.id });
      isShown = true;
      pictures.made(at, now() - drawing);
    };
  };
}

/** What the steps of runs that have ended told, by their id: the plot of a run that is resumed begins with it. */
export type EarlierSteps = Map<string, Pick<TrainingFold, 'losses' | 'conflicts'>>;

const mostEarlier = 20;

function remember(earlier: EarlierSteps, id: string, { losses, conflicts }: TrainingFold): void {
  // Epochs come with what is resumed.
  earlier.set(id, { losses, conflicts: { ...conflicts, ended: [] } });
  for (const oldest of earlier.keys()) {
    if (earlier.size <= mostEarlier) break;
    earlier.delete(oldest);
  }
}

/**
 * Of the time of this thread, which all threads that train wait for where there are no more processors than these. The kernel, which
 * passes pictures on, takes as much again; all of it is to stay well below 3 % of a training.
 */
const share = 1 / 150;

/**
 * An update replaces the whole bundle, so the still picture goes along each time although it is drawn once a second at most:
 * without it, clients that show it would fall back to the line of text in between.
 */
function liveBundle(payload: TrainingPayload, svg: string): Readonly<Record<string, unknown>> {
  return { [trainingMime]: payload, 'image/svg+xml': svg, 'text/plain': trainingLine(payload) };
}

function lastBundle(payload: TrainingPayload, svg: string): Readonly<Record<string, unknown>> {
  return {
    [trainingMime]: payload,
    'application/vnd.plotly.v1+json': trainingFigure(payload),
    'image/svg+xml': svg,
    'text/plain': trainingText(payload),
  };
}
