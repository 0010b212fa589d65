import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { bottomInput } from './bottom-input.ts';
import { constantStart, type HistoricalOptions, type ModelOptions } from './model-options.ts';
import { layers, towerOutput } from './tower.ts';

export type SharedBottomOptions = ModelOptions &
  HistoricalOptions & {
    /** Layers of the shared bottom; [117] without this, as PaddleRec has it. */
    readonly bottomUnits?: readonly number[];
    /** Layers of each tower; [8] without this. */
    readonly towerUnits?: readonly number[];
  };

/** Shared-Bottom (Caruana 1997): y_k = h_k(f(x)), one bottom f under a tower h_k for each task. */
export function sharedBottom(features: Features, options: SharedBottomOptions = {}): BuildModel {
  const { bottomUnits = [117], towerUnits = [8], init } = options;
  const start = init === 'paddlerec-2022' ? constantStart(0.1) : {};
  return (tasks, blocks) => {
    const bottom = layers(blocks, 'bottom', bottomInput(features, blocks, options.embedding), bottomUnits); // [batch, 117]
    return { outputs: tasks.map((task) => towerOutput(blocks, task, bottom, towerUnits, start)) };
  };
}
