import type { Network } from './network.ts';

/** What a model is, without how far it has been trained. */
export type ModelDefinition = {
  readonly network: Network;
  /** For people, e.g. "MMoE". */
  readonly title: string;
  /** Of the first weights, and of `fit` where it is given none. */
  readonly seed: number;
  /** The options that it was made with, also those that were not given, as code; none of a model of before there were any. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
};
