import type { TrainingPayload } from '../training.ts';

/** What the x axis of a loss chart counts: optimizer steps, epochs, or the time since the run began. */
export type AxisUnit = (typeof axisUnits)[number];
export const axisUnits = ['step', 'epoch', 'time'] as const;

/** Places on the x axis. Everything of a run is told in its own steps; only who draws it asks where they stand. */
export type RunAxis = {
  readonly unit: AxisUnit;
  /** The last step that there is room for. */
  readonly steps: number;
  /** Where a step stands: itself, epochs, or seconds. */
  readonly at: (step: number) => number;
  readonly stepAt: (place: number) => number;
  /** A compared run's step as that step of this run which stands at the same place: at equal epochs, or at equal time. */
  readonly fromRival: (rival: TrainingPayload, step: number) => number;
  readonly toRival: (rival: TrainingPayload, step: number) => number;
};

export function runAxis(
  payload: TrainingPayload,
  rivals: readonly TrainingPayload[] = [],
  unit: AxisUnit = 'step',
): RunAxis {
  const { stepsPerEpoch } = payload.progress;
  const own = clock(payload);
  const pace = (rival: TrainingPayload) => rival.progress.stepsPerEpoch / stepsPerEpoch;
  const fromRival: RunAxis['fromRival'] = (rival, step) =>
    unit === 'time' ? own.stepAt(clock(rival).at(step)) : step / pace(rival);
  const toRival: RunAxis['toRival'] = (rival, step) =>
    unit === 'time' ? clock(rival).stepAt(own.at(step)) : step * pace(rival);
  // While it runs, a longer run beside it would press it together.
  const others = payload.state === 'running' ? [] : rivals.map((rival) => fromRival(rival, shownSteps(rival)));
  const steps = Math.max(shownSteps(payload), ...others);
  const places: Readonly<Record<AxisUnit, Pick<RunAxis, 'at' | 'stepAt'>>> = {
    step: { at: (step) => step, stepAt: (place) => place },
    epoch: { at: (step) => step / stepsPerEpoch, stepAt: (place) => place * stepsPerEpoch },
    time: own,
  };
  return { unit, steps, ...places[unit], fromRival, toRival };
}

/**
 * How many steps of a run are drawn: those that ran, of one that has ended. While it runs there is room for eight epochs, and
 * for twice as many each time it is full, up to what is planned: a long run can be read from its start, and moves seldom.
 */
export function shownSteps({ state, progress }: TrainingPayload): number {
  const { step, steps, stepsPerEpoch } = progress;
  if (state !== 'running' && step > 0) return step;
  let room = firstEpochs * stepsPerEpoch;
  while (room < step) room *= 2;
  return Math.max(1, step, Math.min(room, steps));
}

const firstEpochs = 8;

/** The same in epochs, of which the last may not have ended. */
export function shownEpochs(payload: TrainingPayload, rivals: readonly TrainingPayload[] = []): number {
  const epochs = (run: TrainingPayload) =>
    Math.max(run.epochs.at(-1)?.epoch ?? 1, Math.ceil(shownSteps(run) / run.progress.stepsPerEpoch));
  return Math.max(epochs(payload), ...(payload.state === 'running' ? [] : rivals.map(epochs)));
}

/**
 * Seconds since the run began by step, and back. Known at the ends of epochs and at the last step; between them time goes by
 * steps, so an epoch's evaluation is spread over it. After the last step it goes on as fast as it was on the whole.
 */
function clock({ epochs, progress }: TrainingPayload): Pick<RunAxis, 'at' | 'stepAt'> {
  const known = [{ step: 0, seconds: 0 }];
  for (const { step, seconds } of [...epochs, progress]) {
    const last = known.at(-1);
    if (last && step > last.step && seconds > last.seconds) known.push({ step, seconds });
  }
  const end = known.at(-1) ?? { step: 0, seconds: 0 };
  // Before the first step nothing is known of its speed.
  known.push(end.step === 0 ? { step: 1, seconds: 1 } : { step: 2 * end.step, seconds: 2 * end.seconds });
  const convert = (from: 'step' | 'seconds', to: 'step' | 'seconds') => (value: number) => {
    const next = Math.max(
      1,
      known.findIndex((each) => each[from] >= value),
    );
    const i = known.some((each) => each[from] >= value) ? next : known.length - 1;
    const [a, b] = [known[i - 1], known[i]];
    if (a === undefined || b === undefined) return value;
    return a[to] + ((value - a[from]) * (b[to] - a[to])) / (b[from] - a[from]);
  };
  return { at: convert('step', 'seconds'), stepAt: convert('seconds', 'step') };
}
