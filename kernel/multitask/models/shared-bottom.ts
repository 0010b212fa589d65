import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { count, list, type OptionTable, readOptions } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import {
  constantStart,
  type HistoricalOptions,
  historicalOptions,
  type ModelOptions,
  modelOptions,
  towerUnits,
} from './model-options.ts';
import { layers, towerOutput } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for Shared-Bottom. */
export type SharedBottomOptions = ModelOptions &
  HistoricalOptions & {
    /** Layers of the shared bottom, as PaddleRec has it; [117] without this. */
    readonly bottomUnits?: readonly number[];
    /** Layers of each tower; [8] without this. */
    readonly towerUnits?: readonly number[];
  };

export const sharedBottomOptions = {
  bottomUnits: {
    type: list(count),
    default: [117],
    about: 'Layers of the shared bottom, as PaddleRec has it',
    also: ['bottomHidden', 'units', 'hiddenUnits'],
  },
  towerUnits,
  ...modelOptions,
  ...historicalOptions,
} as const satisfies OptionTable<SharedBottomOptions>;

/** Shared-Bottom (Caruana 1997): y_k = h_k(f(x)), one bottom f under a tower h_k for each task. */
export function sharedBottom(features: Features, given: SharedBottomOptions = {}): BuildModel {
  const { bottomUnits, towerUnits, init, ...options } = readOptions('shared-bottom', sharedBottomOptions, given);
  const start = init === 'paddlerec-2022' ? constantStart(0.1) : {};
  return (tasks, blocks) => {
    const bottom = layers(blocks, 'bottom', bottomInput(features, blocks, options), bottomUnits); // [batch, 117]
    return {
      outputs: tasks.map((task) => towerOutput(blocks, task, bottom, towerUnits, towerStart(start, options, task))),
    };
  };
}
