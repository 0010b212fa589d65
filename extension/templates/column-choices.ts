import type { TableColumn } from './table-column.ts';

/** What a column is used as. */
export type ColumnRole = 'binary label' | 'numeric label' | 'numeric' | 'categorical' | 'list' | 'left out';

export type RoleChoice = { readonly role: ColumnRole; readonly about: string };

/** How the columns of a table are used: as they were found, labels as they were chosen, and what the person changed. */
export type ColumnRoles = ReadonlyMap<TableColumn, ColumnRole>;

export function rolesOf(columns: readonly TableColumn[], labels: readonly TableColumn[]): ColumnRoles {
  return new Map(columns.map((column) => [column, labels.includes(column) ? labelRole(column) : foundRole(column)]));
}

function labelRole({ kind }: TableColumn): ColumnRole {
  return kind === 'binary' ? 'binary label' : 'numeric label';
}

/** What it is where nobody says anything. */
export function foundRole({ use }: TableColumn): ColumnRole {
  return use === 'numeric' || use === 'categorical' || use === 'list' ? use : 'left out';
}

/** What a column can be used as, and what that means. Labels stay labels. */
export function possibleRoles(column: TableColumn, role: ColumnRole): readonly RoleChoice[] {
  const { kind, why } = column;
  if (role.endsWith('label')) {
    const binary: RoleChoice = { role: 'binary label', about: 'What is predicted is its probability.' };
    const numeric: RoleChoice = { role: 'numeric label', about: 'What is predicted is its value.' };
    return kind === 'binary' ? [binary, numeric] : [numeric];
  }
  const found = foundRole(column);
  const about = (each: ColumnRole, meaning: string): RoleChoice => ({
    role: each,
    about: each === found && why !== '' ? `${meaning} As it was found: ${why}.` : meaning,
  });
  const isNumber = kind === 'binary' || kind === 'numeric' || kind === 'id';
  const isFlat = kind !== 'nested' && kind !== 'empty';
  return [
    ...(isNumber || found === 'numeric' ? [about('numeric', 'A number, standardised.')] : []),
    ...(isFlat || found === 'categorical'
      ? [about('categorical', 'Each value is a category of its own, with an embedding.')]
      : []),
    ...(found === 'list' || kind === 'text' ? [about('list', 'Several categories a row; text is cut at “|”.')] : []),
    about('left out', 'No model sees it.'),
  ];
}

/** What a table's reader is told of features, as options of `datasets.table`. */
export type FeatureOptions = {
  readonly numeric?: readonly string[];
  readonly categorical?: readonly string[];
  readonly lists?: readonly string[];
  readonly ignore?: readonly string[];
};

/** Nothing where all is as it would be found. A column that is to be something else is named, and then all features are: only those are read. */
export function featureOptions(roles: ColumnRoles): FeatureOptions {
  const named = (wanted: ColumnRole, change: 'changed' | 'any'): readonly string[] =>
    [...roles].flatMap(([column, role]) =>
      role === wanted && (change === 'any' || foundRole(column) !== wanted) ? [column.name] : [],
    );
  const features = ['numeric', 'categorical', 'list'] as const;
  if (features.every((role) => named(role, 'changed').length === 0)) {
    const ignore = named('left out', 'changed');
    return ignore.length > 0 ? { ignore } : {};
  }
  const [numeric = [], categorical = [], lists = []] = features.map((role) => named(role, 'any'));
  return {
    ...(numeric.length > 0 ? { numeric } : {}),
    ...(categorical.length > 0 ? { categorical } : {}),
    ...(lists.length > 0 ? { lists } : {}),
  };
}

/** Whether a model would have anything to look at. */
export function hasFeatures(roles: ColumnRoles): boolean {
  return [...roles.values()].some((role) => role === 'numeric' || role === 'categorical' || role === 'list');
}
