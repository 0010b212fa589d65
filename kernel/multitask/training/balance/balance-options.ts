import { either, number, type OptionTable, oneOf, positive, variants } from '../../options/index.ts';

/** Rules that weight the tasks' losses, with all their numbers. */
export type WeightMethod =
  | ({ readonly kind: 'dwa' } & Required<DWAOptions>)
  | ({ readonly kind: 'gradnorm' } & Required<GradNormOptions>)
  | { readonly kind: 'rlw' }
  | { readonly kind: 'gls' }
  | ({ readonly kind: 'famo' } & Required<FAMOOptions>);

/** Rules that combine the tasks' gradients, with all their numbers. */
export type GradientMethod =
  | { readonly kind: 'pcgrad' }
  | ({ readonly kind: 'cagrad' } & Required<CAGradOptions>)
  | ({ readonly kind: 'mgda' } & Required<MGDAOptions>)
  | { readonly kind: 'nash' }
  | ({ readonly kind: 'aligned' } & Required<AlignedOptions>);

/** A rule that weights the tasks' losses: a name, or an object with its numbers. */
export type WeightsOption =
  | 'dwa'
  | 'gradnorm'
  | 'rlw'
  | 'gls'
  | 'famo'
  | ({ readonly kind: 'dwa' } & DWAOptions)
  | ({ readonly kind: 'gradnorm' } & GradNormOptions)
  | { readonly kind: 'rlw' }
  | { readonly kind: 'gls' }
  | ({ readonly kind: 'famo' } & FAMOOptions);

/** A rule that combines the tasks' gradients: a name, or an object with its numbers. */
export type GradientsOption =
  | 'pcgrad'
  | 'cagrad'
  | 'mgda'
  | 'nash'
  | 'aligned'
  | { readonly kind: 'pcgrad' }
  | ({ readonly kind: 'cagrad' } & CAGradOptions)
  | ({ readonly kind: 'mgda' } & MGDAOptions)
  | { readonly kind: 'nash' }
  | ({ readonly kind: 'aligned' } & AlignedOptions);

/** Dynamic weight average (Liu, Johns & Davison 2019). */
export type DWAOptions = {
  /** The higher, the more alike the weights are: T of Liu et al. 2019, eq. 7; 2 without this. */
  readonly temperature?: number;
};

/** GradNorm (Chen et al. 2018). */
export type GradNormOptions = {
  /**
   * How strongly tasks are held to a common pace: α of Chen et al. 2018, eq. 2; 0 makes all gradients equally long; 1.5
   * without this.
   */
  readonly alpha?: number;
  /** Adam's, of the weights; 0.025 without this. */
  readonly learningRate?: number;
};

/** FAMO (Liu et al. 2023). */
export type FAMOOptions = {
  /** Adam's, of the weights: α of Liu et al. 2023, algorithm 1; 0.025 without this. */
  readonly learningRate?: number;
  /**
   * What draws the weights back to equal ones: the weight decay γ of Liu et al. 2023, algorithm 1; 0.001 without this.
   */
  readonly gamma?: number;
};

/** Conflict-averse gradient descent (Liu et al. 2021). */
export type CAGradOptions = {
  /**
   * How far the step may be from the mean gradient, in parts of its length (Liu et al. 2021); 0 is the plain sum, below
   * 1 the sum of all losses still falls; 0.5 without this.
   */
  readonly c?: number;
};

/** Multiple-gradient descent (Sener & Koltun 2018). */
export type MGDAOptions = {
  /**
   * What each task's gradient is divided by first: its length (`'l2'`), the task's loss (`'loss'`), or both
   * (`'loss+'`); `'none'` without this.
   */
  readonly normalise?: 'none' | 'l2' | 'loss' | 'loss+';
};

/** Aligned-MTL (Senushkin et al. 2023). */
export type AlignedOptions = {
  /**
   * Which singular value of the tasks' gradients they all get: the smallest, the median, or the root mean square of
   * all; `'min'` without this.
   */
  readonly scale?: 'min' | 'median' | 'rmse';
};

const dwaOptions = {
  temperature: {
    type: positive,
    default: 2,
    about: 'The higher, the more alike the weights are: T of Liu et al. 2019, eq. 7',
    also: ['T', 'temp'],
  },
} as const satisfies OptionTable<DWAOptions>;

const gradNormOptions = {
  alpha: {
    type: number({ from: 0 }),
    default: 1.5,
    about:
      'How strongly tasks are held to a common pace: α of Chen et al. 2018, eq. 2; 0 makes all gradients equally long',
  },
  learningRate: { type: positive, default: 0.025, about: "Adam's, of the weights", also: ['lr', 'rate'] },
} as const satisfies OptionTable<GradNormOptions>;

const famoOptions = {
  learningRate: {
    type: positive,
    default: 0.025,
    about: "Adam's, of the weights: α of Liu et al. 2023, algorithm 1",
    also: ['lr', 'rate', 'alpha'],
  },
  gamma: {
    type: number({ from: 0 }),
    default: 1e-3,
    about: 'What draws the weights back to equal ones: the weight decay γ of Liu et al. 2023, algorithm 1',
    also: ['decay'],
  },
} as const satisfies OptionTable<FAMOOptions>;

const cagradOptions = {
  c: {
    type: number({ from: 0 }),
    default: 0.5,
    about:
      'How far the step may be from the mean gradient, in parts of its length (Liu et al. 2021); 0 is the plain sum, below 1 the sum of all losses still falls',
    also: ['alpha', 'calpha'],
  },
} as const satisfies OptionTable<CAGradOptions>;

const mgdaOptions = {
  normalise: {
    type: oneOf('none', 'l2', 'loss', 'loss+'),
    default: 'none',
    about:
      "What each task's gradient is divided by first: its length (`'l2'`), the task's loss (`'loss'`), or both (`'loss+'`)",
    also: ['normalize', 'normalization', 'mgdaGn'],
  },
} as const satisfies OptionTable<MGDAOptions>;

const alignedOptions = {
  scale: {
    type: oneOf('min', 'median', 'rmse'),
    default: 'min',
    about:
      "Which singular value of the tasks' gradients they all get: the smallest, the median, or the root mean square of all",
    also: ['scaleMode'],
  },
} as const satisfies OptionTable<AlignedOptions>;

/** With everything that can be told of them. */
export const weightMethods = variants({
  dwa: dwaOptions,
  gradnorm: gradNormOptions,
  rlw: {},
  gls: {},
  famo: famoOptions,
});

/** With everything that can be told of them. */
export const gradientMethods = variants({
  pcgrad: {},
  cagrad: cagradOptions,
  mgda: mgdaOptions,
  nash: {},
  aligned: alignedOptions,
});

export const weightsOption = either(oneOf('dwa', 'gradnorm', 'rlw', 'gls', 'famo'), weightMethods);

export const gradientsOption = either(oneOf('pcgrad', 'cagrad', 'mgda', 'nash', 'aligned'), gradientMethods);
