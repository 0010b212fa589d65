import type { DuckDBListVector, DuckDBVector } from '@duckdb/node-api';
import type { EncodedColumns, Numbers } from '../../data/index.ts';
import { codeArray } from '../code-array.ts';
import { enlarged } from '../scan/enlarged.ts';
import { numberSql, type TableColumns } from './columns.ts';
import type { DuckDb } from './duckdb.ts';
import { explained } from './explained.ts';
import type { Relation } from './relation.ts';
import { codeSql, codesSql, type Vocabulary } from './vocabulary/vocabularies.ts';

/**
 * Reads a table's rows in their order, `pieceRows` at a time (the last piece may be smaller), without keeping them.
 * Codes are those of the vocabularies in use, in the narrowest integers; numbers that are missing are NaN.
 *
 * @param rowsSql what to select from. @param vocabularies those in use, per feature.
 */
export async function* readPieces(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  plan: TableColumns,
  vocabularies: readonly Vocabulary[],
  pieceRows: number,
): AsyncGenerator<EncodedColumns> {
  const numbers = (name: string, use: 'label' | 'feature') => {
    const type = plan.wide.has(name) ? 'DOUBLE' : 'FLOAT';
    return `coalesce(CAST(${numberSql(name, relation, plan.how, use)} AS ${type}), 'nan'::${type})`;
  };
  const columns = [
    ...plan.tasks.map(({ name }) => numbers(name, 'label')),
    ...plan.features.map((feature, i) => {
      if (feature.kind === 'numeric') return numbers(feature.name, 'feature');
      return feature.kind === 'categorical' ? codeSql(feature, relation, plan.how, i) : codesSql(feature, relation, i);
    }),
    // Weights count by their ratios, which 32 bits keep whatever their size.
    ...(plan.how.weight === undefined ? [] : [numbers(plan.how.weight, 'feature')]),
  ];
  const sql = `SELECT ${columns.map((column, i) => `${column} AS c${i}`).join(', ')} FROM ${rowsSql}`;
  let piece = startPiece(plan, vocabularies, pieceRows);
  try {
    for await (const chunk of database.chunks(sql)) {
      const vectors = columns.map((_, i) => chunk.getColumnVector(i));
      for (let from = 0; from < chunk.rowCount; ) {
        const count = Math.min(chunk.rowCount - from, pieceRows - piece.length);
        append(piece, vectors, from, count);
        from += count;
        if (piece.length < pieceRows) continue;
        yield finished(piece, plan);
        piece = startPiece(plan, vocabularies, pieceRows);
      }
    }
  } catch (error) {
    throw explained(error, relation);
  }
  if (piece.length > 0) yield finished(piece, plan);
}

type Piece = { length: number; readonly columns: Column[] };
type Column =
  | { readonly kind: 'number'; readonly values: Numbers }
  | { readonly kind: 'code'; readonly values: EncodedColumns['categorical'][number] }
  | { readonly kind: 'list'; readonly offsets: Uint32Array; codes: Int32Array };

function startPiece(plan: TableColumns, vocabularies: readonly Vocabulary[], rows: number): Piece {
  const number = ({ name }: { readonly name: string }): Column => ({
    kind: 'number',
    values: plan.wide.has(name) ? new Float64Array(rows) : new Float32Array(rows),
  });
  const features = plan.features.map(({ kind, name }, i): Column => {
    if (kind === 'numeric') return number({ name });
    if (kind === 'categorical') return { kind: 'code', values: codeArray(vocabularies[i]?.length ?? 0, rows) };
    return { kind: 'list', offsets: new Uint32Array(rows + 1), codes: new Int32Array(rows) };
  });
  const weights = plan.how.weight === undefined ? [] : [number({ name: plan.how.weight })];
  return { length: 0, columns: [...plan.tasks.map(number), ...features, ...weights] };
}

function append(piece: Piece, vectors: readonly DuckDBVector[], from: number, count: number): void {
  piece.columns.forEach((column, i) => {
    if (column.kind === 'list') appendList(column, vectors[i], piece.length, from, count);
    else column.values.set(itemsOf(vectors[i]).subarray(from, from + count), piece.length);
  });
  piece.length += count;
}

function appendList(
  column: Column & { kind: 'list' },
  vector: DuckDBVector,
  row: number,
  from: number,
  count: number,
): void {
  const list = vector as DuckDBListVector; // the query says INTEGER[]
  const items = itemsOf(list.childVector);
  for (let i = 0; i < count; i++) {
    const [start, length] = [list.getEntryOffset(from + i), list.getEntryLength(from + i)];
    const end = column.offsets[row + i];
    column.codes = enlarged(column.codes, end + length);
    column.codes.set(items.subarray(start, start + length), end);
    column.offsets[row + i + 1] = end + length;
  }
}

/** The query makes every column FLOAT, DOUBLE or INTEGER without NULL, so that its memory can be copied as it is. */
function itemsOf(vector: DuckDBVector): Numbers | Int32Array {
  const items = 'items' in vector ? vector.items : undefined;
  if (items instanceof Float32Array || items instanceof Float64Array || items instanceof Int32Array) return items;
  throw new TypeError(`Expected numbers from DuckDB, got a vector of ${vector.type}.`);
}

function finished({ length, columns }: Piece, plan: TableColumns): EncodedColumns {
  const features = columns.slice(plan.tasks.length, plan.tasks.length + plan.features.length);
  const weights = columns[plan.tasks.length + plan.features.length];
  return {
    length,
    numeric: features.flatMap((column) => (column.kind === 'number' ? [filled(column.values, length)] : [])),
    categorical: features.flatMap((column) => (column.kind === 'code' ? [filled(column.values, length)] : [])),
    lists: features.flatMap((column) =>
      column.kind === 'list'
        ? [{ offsets: filled(column.offsets, length + 1), codes: filled(column.codes, column.offsets[length]) }]
        : [],
    ),
    labels: Object.fromEntries(
      plan.tasks.map(({ name }, i) => {
        const column = columns[i];
        return [name, column.kind === 'number' ? filled(column.values, length) : new Float32Array(0)];
      }),
    ),
    ...(weights?.kind === 'number' ? { weights: filled(weights.values, length) } : {}),
  };
}

/** The first numbers of a piece that nobody writes to any more: itself where it is full, as all but the last are. */
function filled<Values extends Numbers | EncodedColumns['categorical'][number] | Uint32Array>(
  values: Values,
  length: number,
): Values {
  return length === values.length ? values : (values.slice(0, length) as Values);
}
