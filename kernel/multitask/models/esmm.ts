import type { Features } from '../data/index.ts';
import type { BuildModel, InitOption } from '../network/index.ts';
import { count, type OptionTable, readOptions } from '../options/index.ts';
import {
  type HistoricalOptions,
  historicalOptions,
  type ModelOptions,
  modelOptions,
  towerUnits,
} from './model-options.ts';
import { entireSpace } from './parts/index.ts';

/** What `models` takes for ESMM. */
export type EsmmOptions = Omit<ModelOptions, 'embedding'> &
  HistoricalOptions & {
    /** Units of an embedding, of one table that all columns and both towers share; 12 without this. */
    readonly embedding?: number;
    /** Layers of each tower; [256, 64] without this. */
    readonly towerUnits?: readonly number[];
    /** How many codes of a list column count: PaddleRec's reader keeps 3; all without this. */
    readonly maxLength?: number;
  };

export const esmmOptions = {
  ...modelOptions,
  embedding: {
    ...modelOptions.embedding,
    default: 12,
    without: '12',
    about: 'Units of an embedding, of one table that all columns and both towers share',
  },
  towerUnits: { ...towerUnits, default: [256, 64] },
  maxLength: {
    type: count,
    without: 'all',
    about: "How many codes of a list column count: PaddleRec's reader keeps 3",
  },
  ...historicalOptions,
} as const satisfies OptionTable<EsmmOptions>;

/**
 * ESMM (Ma et al., SIGIR 2018, eq. 1–3): pCTCVR = pCTR · pCVR, both trained over all impressions through pCTR and pCTCVR.
 * Two tasks: the click, then the click followed by a conversion (0 where there was no click). pCVR has no loss of its own.
 */
export function esmm(features: Features, given: EsmmOptions = {}): BuildModel {
  const { embedding, towerUnits, maxLength, ...options } = readOptions('esmm', esmmOptions, given);
  return (tasks, blocks) => {
    const { init, ...rest } = options;
    const parts = { ...rest, embedding, towerUnits, maxLength, ...firstValues(init) };
    return { outputs: entireSpace('esmm', features, tasks, blocks, parts).outputs };
  };
}

/** PaddleRec: normal weights of sd 1 ÷ √inputs under both names; the table is Xavier over 128 and 128, then uniform ±1. */
function firstValues(init: EsmmOptions['init']): { table?: InitOption; dense: { init?: InitOption; bias?: number } } {
  if (init === 'paddlerec-2020')
    return { table: { kind: 'uniform', limit: Math.sqrt(6 / 256) }, dense: { init: 'lecun-normal', bias: 0.1 } };
  if (init === 'paddlerec-2022') return { table: { kind: 'uniform', limit: 1 }, dense: { init: 'lecun-normal' } };
  return { dense: {} };
}
