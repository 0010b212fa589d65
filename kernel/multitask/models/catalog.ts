import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import type { OptionTable } from '../options/index.ts';
import { type AitmOptions, aitm, aitmOptions } from './aitm.ts';
import { type EsmmOptions, esmm, esmmOptions } from './esmm.ts';
import { type MixtureOptions, type MmoeOptions, mixtureOptions, mmoe, mmoeOptions } from './mmoe.ts';
import { omoe } from './omoe.ts';
import { type PleOptions, ple, pleOptions } from './ple.ts';
import { type SharedBottomOptions, sharedBottom, sharedBottomOptions } from './shared-bottom.ts';

/** Every model that has a name, as the command line and a network spell it. */
export const catalog = {
  'shared-bottom': { title: 'Shared-Bottom', build: sharedBottom, options: sharedBottomOptions },
  omoe: { title: 'OMoE', build: omoe, options: mixtureOptions },
  mmoe: { title: 'MMoE', build: mmoe, options: mmoeOptions },
  esmm: { title: 'ESMM', build: esmm, options: esmmOptions },
  ple: { title: 'PLE', build: ple, options: pleOptions },
  aitm: { title: 'AITM', build: aitm, options: aitmOptions },
} satisfies { readonly [Name in keyof CatalogOptions]: CatalogEntry<CatalogOptions[Name]> };

export type CatalogName = keyof CatalogOptions;

/** What the builder of each takes. */
export type CatalogOptions = {
  readonly 'shared-bottom': SharedBottomOptions;
  readonly omoe: MixtureOptions;
  readonly mmoe: MmoeOptions;
  readonly esmm: EsmmOptions;
  readonly ple: PleOptions;
  readonly aitm: AitmOptions;
};

type CatalogEntry<Options> = {
  readonly title: string;
  readonly build: (features: Features, options?: Options) => BuildModel;
  /** From which come the checks of `models`, the hover texts, and the flags of `train`. */
  readonly options: OptionTable<Options>;
};
