import {
  callable,
  either,
  number,
  type OptionTable,
  object,
  ownCode,
  positive,
  readValue,
  seed,
  variants,
} from '../options/index.ts';

/** Learning rate by optimizer step: a number, a schedule, or a function of the step: 0-based, of the run, or of the one that is resumed. */
export type LearningRate = number | LearningRateSchedule | ((step: number) => number);

/** A learning rate that rises, stays and falls. */
export type LearningRateSchedule = {
  /** The learning rate after the warm-up. */
  readonly initial: number;
  /** Steps over which the rate rises linearly from 0 to `initial`; 0 without this. */
  readonly warmup?: number;
  /** How the rate falls after the warm-up, `exponential` or along a `cosine`; constant without this. */
  readonly decay?: LearningRateDecay;
};

/** How a learning rate falls. */
export type LearningRateDecay =
  | ({ readonly kind: 'exponential' } & ExponentialDecay)
  | ({ readonly kind: 'cosine' } & CosineDecay);

/** A fall by the same share every so many steps. */
export type ExponentialDecay = {
  /** What the learning rate is multiplied by, smoothly, every so many steps. */
  readonly rate: number;
  /** Steps after which the rate has been multiplied once. */
  readonly every: number;
};

/** A fall along half a cosine. */
export type CosineDecay = {
  /** Steps in which the rate falls to 0 along half a cosine (Loshchilov & Hutter 2017, eq. 5, without restarts). */
  readonly steps: number;
};

const exponentialDecay = {
  rate: {
    type: positive,
    needed: true,
    about: 'What the learning rate is multiplied by, smoothly, every so many steps',
  },
  every: { type: positive, needed: true, about: 'Steps after which the rate has been multiplied once' },
} as const satisfies OptionTable<ExponentialDecay>;

const cosineDecay = {
  steps: {
    type: positive,
    needed: true,
    about: 'Steps in which the rate falls to 0 along half a cosine (Loshchilov & Hutter 2017, eq. 5, without restarts)',
  },
} as const satisfies OptionTable<CosineDecay>;

const learningRateSchedule = {
  initial: { type: positive, needed: true, about: 'The learning rate after the warm-up' },
  warmup: { type: seed, default: 0, about: 'Steps over which the rate rises linearly from 0 to `initial`' },
  decay: {
    type: variants({ exponential: exponentialDecay, cosine: cosineDecay }),
    without: 'constant',
    about: 'How the rate falls after the warm-up, `exponential` or along a `cosine`',
  },
} as const satisfies OptionTable<LearningRateSchedule>;

export const learningRate = either(
  positive,
  object(learningRateSchedule),
  callable<(step: number) => number>('of the step'),
);

/**
 * @param first the step of the run that comes next. What a function gives for it is looked at now, the rest when its step comes.
 * @throws when a function gives what is no learning rate.
 */
export function learningRateAt(rate: LearningRate, first: number): (step: number) => number {
  if (typeof rate === 'number') return () => rate;
  if (typeof rate === 'function') {
    const checked = (step: number) =>
      readValue(
        'fit',
        `learningRate(${step})`,
        rateOfStep,
        ownCode(`fit: learningRate(${step})`, () => rate(step)),
      );
    checked(first);
    return checked;
  }
  const { initial, warmup = 0, decay } = rate;
  return (step) => {
    if (step < warmup) return (initial * (step + 1)) / warmup;
    if (!decay) return initial;
    const since = step - warmup;
    if (decay.kind === 'exponential') return initial * decay.rate ** (since / decay.every);
    return (initial / 2) * (1 + Math.cos(Math.PI * Math.min(1, since / decay.steps)));
  };
}

/** 0 is one, too: a cosine ends there. */
const rateOfStep = number({ from: 0 });
