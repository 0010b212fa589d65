import { type CsvOptions, type Features, type ReadWith, toldOf } from '../../data/index.ts';
import { type FeaturePlan, givenReading, named, type TableColumns } from './columns.ts';
import type { ColumnOptions } from './table-options.ts';

/** The features of columns that are known already. */
export function plannedAs({ columns, readWith }: Features, separator?: string): FeaturePlan[] {
  return columns.map(({ kind, name }) =>
    kind === 'list'
      ? { kind, name, separator: separator ?? toldOf(readWith?.separators, name) ?? '|' }
      : { kind, name },
  );
}

/** @throws when columns are named beside features that have theirs already. */
export function knownFeatures(features: Features, options: ColumnOptions): FeaturePlan[] {
  const [twice] = named(options);
  const told = options.sharedVocabulary ? 'sharedVocabulary' : undefined;
  const given = twice ? (twice.kind === 'list' ? 'lists' : twice.kind) : told;
  if (given !== undefined) throw new Error(`features has its columns already: leave out ${given}.`);
  return plannedAs(features);
}

/** What the options tell of labels and missing values, and what the features' own table was told and found. */
export function readingOf(
  options: ColumnOptions,
  features: Features | undefined,
): Pick<ReadWith, 'labels' | 'missing' | 'weight'> {
  const given = givenReading(options);
  const known = features?.readWith;
  const weight = given.weight ?? known?.weight;
  return {
    labels: { ...known?.labels, ...given.labels },
    missing: { ...known?.missing, ...given.missing },
    ...(weight === undefined ? {} : { weight }),
  };
}

/** What the next file needs to be read as this one was; nothing where the defaults do. */
export function described(
  csv: CsvOptions | undefined,
  features: TableColumns['features'],
  how: ReadWith,
): { readonly readWith?: ReadWith } {
  const separators = features.flatMap((feature) =>
    feature.kind === 'list' && feature.separator !== '|' ? [[feature.name, feature.separator] as const] : [],
  );
  // A footer is a file's own: to leave out the last row of another would be a loss.
  const { footer: _, ...kept } = csv ?? {};
  const all: ReadWith = { csv: said(kept), separators: Object.fromEntries(separators), ...how };
  const parts = Object.entries(all).filter(([, part]) => part !== undefined && Object.keys(part).length > 0);
  return parts.length > 0 ? { readWith: Object.fromEntries(parts) } : {};
}

/** Without the options that were not given. */
export function said(csv: CsvOptions = {}): CsvOptions {
  return Object.fromEntries(Object.entries(csv).filter(([, value]) => value !== undefined));
}
