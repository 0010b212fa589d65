import type { Features } from '../data/index.ts';
import type { BuildModel } from '../network/index.ts';
import type { OptionTable } from '../options/index.ts';
import { type AdattOptions, adatt, adattOptions } from './adatt.ts';
import { type AitmOptions, aitm, aitmOptions } from './aitm.ts';
import { type DbmtlOptions, dbmtl, dbmtlOptions } from './dbmtl.ts';
import { type DcmtOptions, dcmt, dcmtOptions } from './dcmt.ts';
import { type DselectKOptions, dselectK, dselectKOptions } from './dselect-k.ts';
import { type Escm2Options, escm2, escm2Options } from './escm2.ts';
import { type EsmmOptions, esmm, esmmOptions } from './esmm.ts';
import { type HomeOptions, home, homeOptions } from './home.ts';
import { type MixtureOptions, type MmoeOptions, mixtureOptions, mmoe, mmoeOptions } from './mmoe.ts';
import { omoe } from './omoe.ts';
import { type PepnetOptions, pepnet, pepnetOptions } from './pepnet.ts';
import { type PleOptions, ple, pleOptions } from './ple.ts';
import { type SharedBottomOptions, sharedBottom, sharedBottomOptions } from './shared-bottom.ts';
import { type SingleTaskOptions, singleTask, singleTaskOptions } from './single-task.ts';
import { type StemOptions, stem, stemOptions } from './stem.ts';

/** Every model that has a name, as the command line and a network spell it. */
export const catalog = {
  'single-task': { title: 'Single-Task', build: singleTask, options: singleTaskOptions },
  'shared-bottom': { title: 'Shared-Bottom', build: sharedBottom, options: sharedBottomOptions },
  omoe: { title: 'OMoE', build: omoe, options: mixtureOptions },
  mmoe: { title: 'MMoE', build: mmoe, options: mmoeOptions },
  esmm: { title: 'ESMM', build: esmm, options: esmmOptions, isFunnel: true },
  ple: { title: 'PLE', build: ple, options: pleOptions },
  aitm: { title: 'AITM', build: aitm, options: aitmOptions, isFunnel: true },
  escm2: { title: 'ESCM²', build: escm2, options: escm2Options, isFunnel: true },
  dcmt: { title: 'DCMT', build: dcmt, options: dcmtOptions, isFunnel: true },
  dbmtl: { title: 'DBMTL', build: dbmtl, options: dbmtlOptions, isFunnel: true },
  stem: { title: 'STEM', build: stem, options: stemOptions },
  adatt: { title: 'AdaTT', build: adatt, options: adattOptions },
  pepnet: { title: 'PEPNet', build: pepnet, options: pepnetOptions },
  home: { title: 'HoME', build: home, options: homeOptions },
  'dselect-k': { title: 'DSelect-k', build: dselectK, options: dselectKOptions },
} satisfies { readonly [Name in keyof CatalogOptions]: CatalogEntry<CatalogOptions[Name]> };

/** Name of a model in the catalog, e.g. "shared-bottom". */
export type CatalogName = keyof CatalogOptions;

type CamelCase<Name extends string> = Name extends `${infer Word}-${infer More}`
  ? `${Word}${Capitalize<CamelCase<More>>}`
  : Name;

/** What a model of the catalog is called in `models`: `shared-bottom` is `models.sharedBottom`. */
export function methodName<Name extends CatalogName>(name: Name): CamelCase<Name> {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<Name>;
}

/** What the builder of each takes. */
export type CatalogOptions = {
  /** Options of Single-Task. */
  readonly 'single-task': SingleTaskOptions;
  /** Options of Shared-Bottom. */
  readonly 'shared-bottom': SharedBottomOptions;
  /** Options of OMoE. */
  readonly omoe: MixtureOptions;
  /** Options of MMoE. */
  readonly mmoe: MmoeOptions;
  /** Options of ESMM. */
  readonly esmm: EsmmOptions;
  /** Options of PLE. */
  readonly ple: PleOptions;
  /** Options of AITM. */
  readonly aitm: AitmOptions;
  /** Options of ESCM². */
  readonly escm2: Escm2Options;
  /** Options of DCMT. */
  readonly dcmt: DcmtOptions;
  /** Options of DBMTL. */
  readonly dbmtl: DbmtlOptions;
  /** Options of STEM. */
  readonly stem: StemOptions;
  /** Options of AdaTT. */
  readonly adatt: AdattOptions;
  /** Options of PEPNet. */
  readonly pepnet: PepnetOptions;
  /** Options of HoME. */
  readonly home: HomeOptions;
  /** Options of DSelect-k. */
  readonly 'dselect-k': DselectKOptions;
};

type CatalogEntry<Options> = {
  readonly title: string;
  readonly build: (features: Features, options?: Options) => BuildModel;
  /** From which come the checks of `models`, the hover texts, and the flags of `train`. */
  readonly options: OptionTable<Options>;
  /** Its tasks are the steps of a funnel, in order. */
  readonly isFunnel?: true;
};

/** Whether the tasks of a model are the steps of a funnel: what it is trained on without being told. */
export function isFunnel(name: CatalogName): boolean {
  return 'isFunnel' in catalog[name];
}
