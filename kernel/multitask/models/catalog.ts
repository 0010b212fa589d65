import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import { type AitmOptions, aitm } from './aitm.ts';
import { type EsmmOptions, esmm } from './esmm.ts';
import { type MixtureOptions, type MmoeOptions, mmoe } from './mmoe.ts';
import { omoe } from './omoe.ts';
import { type PleOptions, ple } from './ple.ts';
import { type SharedBottomOptions, sharedBottom } from './shared-bottom.ts';

/** Every model that has a name, as the command line and a network spell it. */
export const catalog = {
  'shared-bottom': { title: 'Shared-Bottom', build: sharedBottom },
  omoe: { title: 'OMoE', build: omoe },
  mmoe: { title: 'MMoE', build: mmoe },
  esmm: { title: 'ESMM', build: esmm },
  ple: { title: 'PLE', build: ple },
  aitm: { title: 'AITM', build: aitm },
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
};
