import type { Column, Rows } from '../data/index.ts';

/**
 * Codes and numbers mean nothing without the columns that encoded them: rows of another vocabulary would pass for the
 * model's own and be predicted wrong without a word.
 *
 * @throws when rows were encoded by other columns than these, in words that say which columns differ, how, and what to do.
 */
export function checkColumns(columns: readonly Column[], rows: Rows, what: string): void {
  if (rows.columns === columns) return;
  if (!Array.isArray(rows.columns))
    throw new Error(
      `${what}: the rows do not say which columns encoded them. Read them with model.read(file); rows of your own need ` +
        'columns, those of the features that they were encoded by: { ...rows, columns: data.features.columns }.',
    );
  const known = equalColumns.get(columns) ?? new WeakSet();
  if (known.has(rows.columns)) return;
  const found = columnDifferences(columns, rows.columns);
  if (found.length > 0) {
    const listed = found.slice(0, mostListed).join('; ');
    const more = found.length > mostListed ? `; and ${found.length - mostListed} more` : '';
    throw new Error(
      `${what}: these rows were encoded by other columns than the model's own: ${listed}${more}. ` +
        'Read them with model.read(file), which encodes them as the model does.',
    );
  }
  known.add(rows.columns);
  equalColumns.set(columns, known);
}

/** Columns that were compared and are equal, so that large vocabularies are compared once. */
const equalColumns = new WeakMap<readonly Column[], WeakSet<readonly Column[]>>();

const mostListed = 5;

/** In words, a column after the other: what the rows' columns have otherwise than the model's. */
function columnDifferences(model: readonly Column[], rows: readonly Column[]): string[] {
  const ofRows = new Map(rows.map((column) => [column.name, column]));
  const ofModel = new Set(model.map(({ name }) => name));
  const differences = [
    ...model.flatMap((column) => {
      const other = ofRows.get(column.name);
      const difference = other ? columnDifference(column, other) : 'missing in the rows';
      return difference === undefined ? [] : [`"${column.name}" ${difference}`];
    }),
    ...rows.filter(({ name }) => !ofModel.has(name)).map(({ name }) => `"${name}" is no column of the model`),
  ];
  const moved = model.findIndex(({ name }, i) => rows[i]?.name !== name);
  if (differences.length > 0 || moved === -1) return differences;
  return [`"${rows[moved].name}" stands where the model has "${model[moved].name}"`];
}

function columnDifference(model: Column, rows: Column): string | undefined {
  if (model.kind !== rows.kind) return `is ${rows.kind} in the rows and ${model.kind} in the model`;
  if (model.kind === 'numeric' || rows.kind === 'numeric') {
    if (model.kind !== 'numeric' || rows.kind !== 'numeric') return undefined;
    for (const number of ['mean', 'sd'] as const)
      if (!Object.is(model[number], rows[number]))
        return `has ${number} ${toldApart(rows[number], model[number])} in the rows and ${toldApart(model[number], rows[number])} in the model`;
    return undefined;
  }
  const length = Math.max(model.values.length, rows.values.length);
  for (let code = 0; code < length; code++) {
    if (model.values[code] === rows.values[code]) continue;
    const value = (values: readonly string[]) =>
      code < values.length ? JSON.stringify(values[code]) : 'no value any more';
    return `has another vocabulary: code ${code} is ${value(rows.values)} in the rows and ${value(model.values)} in the model`;
  }
  return undefined;
}

/** A number with as many digits as tell it from the other. */
function toldApart(number: number, other: number): string {
  for (let digits = 4; digits < 17; digits++)
    if (number.toPrecision(digits) !== other.toPrecision(digits)) return String(Number(number.toPrecision(digits)));
  return String(number);
}
