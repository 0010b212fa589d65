import { number, type OptionTable, oneOf, positive, share, variants } from '../options/index.ts';

/** What turns gradients into steps: a name, or an object with its numbers. */
export type OptimizerOption =
  | 'adam'
  | 'adamw'
  | 'sgd'
  | 'adagrad'
  | ({ readonly kind: 'adam' } & AdamOptions)
  | ({ readonly kind: 'adamw' } & AdamWOptions)
  | { readonly kind: 'sgd' }
  | ({ readonly kind: 'adagrad' } & AdagradOptions);

/** Adam (Kingma & Ba 2015). */
export type AdamOptions = {
  /** Decay of the mean of the gradients (Kingma & Ba 2015); 0.9 without this. */
  readonly beta1?: number;
  /** Decay of the mean of their squares; 0.999 without this. */
  readonly beta2?: number;
  /** What is added to the root of the mean of the squares; 1e-8 without this. */
  readonly epsilon?: number;
  /**
   * Whether a step updates whole embedding tables, or only the rows that its batch names, as in Paddle (lazy_mode);
   * `'dense'` without this.
   */
  readonly embeddings?: 'dense' | 'lazy';
};

/** AdamW (Loshchilov & Hutter 2019). */
export type AdamWOptions = AdamOptions & {
  /**
   * λ: each step first takes rate · λ · w off every parameter w, biases and embeddings too (Loshchilov & Hutter 2019,
   * as torch has it); 0.01 without this.
   */
  readonly weightDecay?: number;
};

/** Adagrad (Duchi, Hazan & Singer 2011). */
export type AdagradOptions = {
  /** The first value of the sums of squares, as Keras has it; 0.1 without this. */
  readonly initial?: number;
  /** What is added to the root of the sums, as Keras has it; 1e-7 without this. */
  readonly epsilon?: number;
};

const adamOptions = {
  beta1: { type: share, default: 0.9, about: 'Decay of the mean of the gradients (Kingma & Ba 2015)' },
  beta2: { type: share, default: 0.999, about: 'Decay of the mean of their squares' },
  epsilon: { type: positive, default: 1e-8, about: 'What is added to the root of the mean of the squares' },
  embeddings: {
    type: oneOf('dense', 'lazy'),
    default: 'dense',
    about:
      'Whether a step updates whole embedding tables, or only the rows that its batch names, as in Paddle (lazy_mode)',
  },
} as const satisfies OptionTable<AdamOptions>;

const adamWOptions = {
  ...adamOptions,
  weightDecay: {
    type: number({ from: 0 }),
    default: 0.01,
    about:
      'λ: each step first takes rate · λ · w off every parameter w, biases and embeddings too (Loshchilov & Hutter 2019, as torch has it)',
  },
} as const satisfies OptionTable<AdamWOptions>;

const adagradOptions = {
  initial: {
    type: number({ from: 0 }),
    default: 0.1,
    about: 'The first value of the sums of squares, as Keras has it',
  },
  epsilon: { type: positive, default: 1e-7, about: 'What is added to the root of the sums, as Keras has it' },
} as const satisfies OptionTable<AdagradOptions>;

/** Optimizers with everything that can be told of them. */
export const optimizers = variants({ adam: adamOptions, adamw: adamWOptions, sgd: {}, adagrad: adagradOptions });
