import type { RunDescription, TrainingEvent } from '../../multitask/training/index.ts';
import { trainingMime } from '../../payloads/mime.ts';
import type { TrainingPayload } from '../../payloads/training.ts';
import { trainingPicture } from '../../pictures/index.ts';
import type { Display } from '../output/display.ts';
import { type LastTry, noLastTry } from './last-try/last-tries.ts';
import { trainingFigure } from './training-figure.ts';
import { beginTraining, foldTraining, type TrainingFold, trainingPayload } from './training-fold.ts';
import { trainingLine, trainingText } from './training-text.ts';

/**
 * Shows a run while it trains: one display per run, changed in place, at most ten times a second. Nothing is scheduled:
 * a picture is sent when an event arrives and the last one is old enough, and always at the start and the end.
 */
export function watchTraining(
  display: Display,
  now: () => number = () => performance.now(),
  earlier: EarlierSteps = new Map(),
  lastTry: LastTry = noLastTry,
): (run: RunDescription) => (event: TrainingEvent) => void {
  return (run) => {
    let fold = beginTraining(run);
    let shown: { readonly at: number } | undefined;
    let still: { readonly at: number; readonly svg: string } | undefined;

    return (event) => {
      const known = event.kind === 'started' ? earlier.get(event.before?.run ?? '') : undefined;
      fold = foldTraining(known === undefined ? fold : { ...fold, ...known }, event);
      const at = now();
      const isLast = event.kind === 'ended';
      if (isLast) remember(earlier, run.id, fold);
      if (shown !== undefined && !isLast && at - shown.at < betweenPictures) return;
      const alone = trainingPayload(fold);
      const before = isLast ? lastTry.ended(fold, alone) : lastTry.before(alone);
      const payload = before ? { ...alone, before } : alone;
      if (still === undefined || isLast || at - still.at >= betweenStills)
        still = { at, svg: trainingPicture(payload) };
      const bundle = isLast ? lastBundle(payload, still.svg) : liveBundle(payload, still.svg);
      display(bundle, shown === undefined ? { display_id: run.id } : { display_id: run.id, update: true });
      shown = { at };
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

/** Milliseconds. */
const betweenPictures = 100;
const betweenStills = 1000;

/**
 * An update replaces the whole bundle, so the still picture goes along each time although it is drawn once a second:
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
