import type { Experiment } from '../experiment.ts';
import { correlated } from './correlated.ts';
import { domains } from './domains.ts';
import { ids } from './ids.ts';
import { sequences } from './sequences.ts';
import { steps } from './steps.ts';

/** What claims rest on, beside the tables of census-income and of the funnel. */
export const experiments = (seeds: number): readonly Experiment[] => [
  correlated(0, 2 * seeds),
  correlated(-0.9, 2 * seeds),
  ids(seeds),
  domains(seeds),
  domains(seeds, 0),
  sequences(seeds),
  steps(seeds),
];
