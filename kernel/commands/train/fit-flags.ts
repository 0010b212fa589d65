import type { FitOptions } from '../../multitask/training/index.ts';
import { numberFrom0, positiveNumber } from '../command-line.ts';
import { count, oneOf } from './model-flags.ts';

/** The flags of every command that trains: how each model is trained. */
export const fitFlags = {
  epochs: { type: 'string' },
  'batch-size': { type: 'string' },
  'learning-rate': { type: 'string' },
  optimizer: { type: 'string' },
  loss: { type: 'string' },
  l2: { type: 'string' },
  'no-shuffle': { type: 'boolean' },
  patience: { type: 'string' },
  trainer: { type: 'string' },
} as const;

export const fitFlagsHelp = `  --epochs N              passes over the rows (3)
  --batch-size N          (256)
  --learning-rate RATE    (0.001; sgd and adagrad 0.01)
  --optimizer NAME        adam, sgd or adagrad (adam)
  --loss NAME             cross-entropy, or log-loss as PaddleRec has it (cross-entropy)
  --l2 LAMBDA             (0)
  --no-shuffle            visit the rows in their order
  --patience N            stop after N epochs without a better mean validation AUC, and keep the best
  --trainer NAME          simd or tfjs (simd)
`;

type Values = { readonly [flag in Exclude<keyof typeof fitFlags, 'no-shuffle'>]?: string } & {
  readonly 'no-shuffle'?: boolean;
};

/** What they say, as options of `fit`: only those that were given, and the epochs. Throws UsageError. */
export function readFitFlags(values: Values): FitOptions {
  const optional = <Value>(text: string | undefined, read: (text: string) => Value) =>
    text === undefined ? undefined : read(text);
  const patience = optional(values.patience, (text) => count(text, '--patience'));
  const given: FitOptions = {
    epochs: optional(values.epochs, (text) => count(text, '--epochs')) ?? 3,
    batchSize: optional(values['batch-size'], (text) => count(text, '--batch-size')),
    learningRate: positiveNumber(values['learning-rate'], '--learning-rate'),
    optimizer: optional(values.optimizer, (text) => oneOf('adam', 'sgd', 'adagrad')(text, '--optimizer')),
    loss: optional(values.loss, (text) => oneOf('cross-entropy', 'log-loss')(text, '--loss')),
    l2: numberFrom0(values.l2, '--l2'),
    shuffle: values['no-shuffle'] === true ? false : undefined,
    earlyStopping: patience === undefined ? undefined : { patience },
    trainer: optional(values.trainer, (text) => oneOf('simd', 'tfjs')(text, '--trainer')),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
