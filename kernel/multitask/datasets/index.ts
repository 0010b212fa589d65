import { isObject, noMore } from '../options/index.ts';
import { aliCcp } from './ali-ccp/ali-ccp.ts';
import { censusIncome } from './census/census-income.ts';
import { presented } from './presented.ts';
import { clickFunnel } from './synthetic/click-funnel.ts';
import { correlatedTasks } from './synthetic/correlated-tasks.ts';
import { domains } from './synthetic/domains.ts';
import { sequences } from './synthetic/sequences.ts';
import { table } from './table/table.ts';
import type { TableOptions } from './table/table-options.ts';

export type { AliCcp, AliCcpOptions } from './ali-ccp/ali-ccp.ts';
export type { CensusIncomeOptions } from './census/census-income.ts';
export type { ClickFunnel, ClickFunnelOptions, FunnelTruth } from './synthetic/click-funnel.ts';
export type { CorrelatedTasksOptions } from './synthetic/correlated-tasks.ts';
export type { Domains, DomainsOptions, DomainsTruth } from './synthetic/domains.ts';
export type { Sequences, SequencesOptions, SequencesTruth } from './synthetic/sequences.ts';
export type { SplitSizes } from './synthetic/split-sizes.ts';
export type { LeftOut } from './table/column-uses.ts';
export type { StreamedTable, Table } from './table/table.ts';
export {
  type ColumnOptions,
  csvOptions,
  type LabelOptions,
  type ReadOptions,
  type ReadTableOptions,
  readTableOptions,
  type Scalar,
  type TableOptions,
  tableOptions,
} from './table/table-options.ts';

/** Everything a model can be trained on. Reading stops when the host's signal is aborted, unless it is given its own. */
export function createDatasets(environment: { readonly signal?: () => AbortSignal | undefined }): Datasets {
  const interruptible = <Options extends { readonly signal?: AbortSignal }>(options: Options): Options => {
    // A cell may give anything; the reader of the options says what is wrong with it.
    if (!isObject(options) || Array.isArray(options)) return options;
    const signal = options.signal ?? environment.signal?.();
    return signal ? { ...options, signal } : options;
  };
  return {
    async aliCcp(source, options = {}, ...more: readonly unknown[]) {
      noMore('aliCcp', more);
      return presented(await aliCcp(source, interruptible(options)));
    },
    async censusIncome(options = {}, ...more: readonly unknown[]) {
      noMore('censusIncome', more);
      return presented(await censusIncome(interruptible(options)));
    },
    clickFunnel(options, ...more: readonly unknown[]) {
      noMore('clickFunnel', more);
      return presented(clickFunnel(options));
    },
    correlatedTasks(options, ...more: readonly unknown[]) {
      noMore('correlatedTasks', more);
      return presented(correlatedTasks(options));
    },
    domains(options, ...more: readonly unknown[]) {
      noMore('domains', more);
      return presented(domains(options));
    },
    sequences(options, ...more: readonly unknown[]) {
      noMore('sequences', more);
      return presented(sequences(options));
    },
    // One function cannot be written with two signatures in place.
    table: (async (source: string, options: TableOptions, ...more: readonly unknown[]) => {
      noMore('datasets.table', more);
      return presented(await table(source, interruptible(options)));
    }) as typeof table,
  };
}

/** The functions' own types, so that an editor shows their own documentation. */
export type Datasets = {
  /** Ali-CCP: clicks and conversions of Taobao. */
  readonly aliCcp: typeof aliCcp;
  /** Census-Income (KDD), the data of the MMoE paper. */
  readonly censusIncome: typeof censusIncome;
  /** A simulated funnel whose true pCTR and pCVR are known. */
  readonly clickFunnel: typeof clickFunnel;
  /** Two tasks whose relatedness is a dial. */
  readonly correlatedTasks: typeof correlatedTasks;
  /** Impressions of several domains that share a known part of their structure. */
  readonly domains: typeof domains;
  /** Impressions with a history, for target attention. */
  readonly sequences: typeof sequences;
  /** A table of your own: CSV, Parquet, JSON or SQL. */
  readonly table: typeof table;
};

export type { CsvOptions } from '../data/index.ts';
export { censusFiles, censusSources } from './census/files.ts';
export { cacheFolder, dataFolders } from './files/data-folders.ts';
export { findFile } from './files/find-file.ts';
export { keepFile, textHash } from './files/keep-file.ts';
export type { PartFiles } from './files/part-files.ts';
export type { ColumnUse } from './table/decide-column.ts';
export { identifier, literal, withDuckDb } from './table/duckdb.ts';
export { isQuery } from './table/source.ts';
export { type TableColumn, tableColumns } from './table/table-columns.ts';
