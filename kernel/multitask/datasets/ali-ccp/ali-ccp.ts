import {
  type Column,
  type Dataset,
  type EncodedColumns,
  pickRows,
  type Rows,
  withTrainLabels,
} from '../../data/index.ts';
import { abortSignal, list, type OptionTable, readOptions, text } from '../../options/index.ts';
import { codeArray, translatedList, translation } from '../code-array.ts';
import { type PartFiles, partFiles } from '../files/part-files.ts';
import { numericColumn } from '../numeric-column.ts';
import { type Scanned, type ScannedColumn, scanAliCcp } from './formats.ts';

/**
 * Ali-CCP, the click and conversion logs of Taobao that ESMM was published with, in either form that public code uses:
 *
 * - text, as PaddleRec's ESMM reads it: `sample,click,conversion,slot:id,slot:id,…`. Each of the 23 slots is a list column
 *   with all its ids (`embed`'s `maxLength` says how many a model looks at; PaddleRec takes 3).
 * - CSV, as PaddleRec's AITM and torch-rechub do: a header `click,purchase,101,121,…` and one id per column; columns whose
 *   name begins with D are numbers. Without a header the 18 columns are AITM's.
 *
 * `source` is a folder with train, validation and test files, one file, which is all train then, or the files by part;
 * plain, .gz or .br. Ids that the train rows never have are code −1 in a column, and left out of a list.
 *
 * Tasks are ESMM's: `click`, and `conversion`, which needs a click. Rows with a purchase without a click, which cannot be,
 * are left out, as PaddleRec's preparation does; `leftOut` counts them.
 *
 * @returns rows by part, each column an array, [row]; labels are 0 and 1.
 * @throws when a file is not there or not of either form: the error names file, line and what was expected.
 */
export async function aliCcp(source: string | PartFiles, options: AliCcpOptions = {}): Promise<AliCcp> {
  const { slots, signal } = readOptions('aliCcp', aliCcpOptions, options);
  const files = partFiles(source);
  const scan = (file: string) => scanAliCcp(file, slots, signal);
  const train = await scan(files.train);
  const columns = train.columns.map(({ column }) => column);
  const read = async (file: string | undefined): Promise<Part> => {
    if (file === undefined) return { rows: possibleRows(train, new Uint32Array(0)), leftOut: 0 };
    return part(file === files.train ? train : inVocabulary(await scan(file), train, file));
  };
  const [trained, validation, test] = [part(train), await read(files.validation), await read(files.test)];
  if (trained.rows.length === 0) throw new Error(`${files.train} has no rows to train on.`);
  let numeric = 0;
  const encoded: readonly Column[] = columns.map((column) =>
    column.kind === 'numeric' ? numericColumn(column.name, trained.rows.numeric[numeric++]) : column,
  );
  const rowsOf = ({ rows }: Part): Rows => ({ ...rows, columns: encoded });
  return {
    name: 'ali-ccp',
    features: { columns: encoded },
    tasks: withTrainLabels(
      [
        { name: 'click', kind: 'binary', description: 'clicked' },
        { name: 'conversion', kind: 'binary', description: 'clicked and bought' },
      ],
      trained.rows.labels,
    ),
    train: rowsOf(trained),
    validation: rowsOf(validation),
    test: rowsOf(test),
    leftOut: { train: trained.leftOut, validation: validation.leftOut, test: test.leftOut },
  };
}

/** How Ali-CCP is read. */
export type AliCcpOptions = {
  /** Which slots of the text form to read, in which order; PaddleRec's 23 without this. */
  readonly slots?: readonly string[];
  /** A signal that ends the reading when it is aborted; none without this. */
  readonly signal?: AbortSignal;
};

const aliCcpOptions = {
  slots: {
    type: list(text, 1),
    without: "PaddleRec's 23",
    about: 'Which slots of the text form to read, in which order',
    also: ['columns', 'features'],
  },
  signal: { type: abortSignal, about: 'A signal that ends the reading when it is aborted' },
} as const satisfies OptionTable<AliCcpOptions>;

/** Ali-CCP, encoded, and how many rows could not be. */
export type AliCcp = Dataset & {
  /** Rows with a purchase but no click, by part. */
  readonly leftOut: {
    /** Of the train rows. */
    readonly train: number;
    /** Of the validation rows. */
    readonly validation: number;
    /** Of the test rows. */
    readonly test: number;
  };
};

type Part = { readonly rows: EncodedColumns; readonly leftOut: number };

/** The same rows with the codes of the train rows. */
function inVocabulary(scanned: Scanned, train: Scanned, file: string): Scanned {
  const byName = new Map(scanned.columns.map((column) => [column.column.name, column]));
  const columns = train.columns.map(({ column }): ScannedColumn => {
    const own = byName.get(column.name);
    if (!own || own.kind !== column.kind) {
      throw new Error(`${file} has no ${column.kind} column "${column.name}", which the train file has.`);
    }
    if (own.kind === 'numeric' || own.column.kind === 'numeric' || column.kind === 'numeric') return own;
    const codes = translation(own.column.values, column.values);
    if (own.kind === 'categorical') {
      const array = codeArray(column.values.length, own.values.length);
      return { kind: 'categorical', column, values: array.map((_, row) => codes[own.values[row]]) };
    }
    return { kind: 'list', column, values: translatedList(own.values, codes) };
  });
  return { ...scanned, columns };
}

function part(scanned: Scanned): Part {
  const all = Uint32Array.from({ length: scanned.length }, (_, row) => row);
  const possible = all.filter((row) => scanned.conversion[row] <= scanned.click[row]);
  return { rows: possibleRows(scanned, possible), leftOut: all.length - possible.length };
}

function possibleRows(scanned: Scanned, picked: Uint32Array): EncodedColumns {
  const rows: EncodedColumns = {
    length: scanned.length,
    numeric: scanned.columns.flatMap((column) => (column.kind === 'numeric' ? [column.values] : [])),
    categorical: scanned.columns.flatMap((column) => {
      if (column.kind !== 'categorical' || column.column.kind !== 'categorical') return [];
      return [narrowed(column.values, column.column.values.length)];
    }),
    lists: scanned.columns.flatMap((column) => (column.kind === 'list' ? [column.values] : [])),
    labels: { click: Float32Array.from(scanned.click), conversion: Float32Array.from(scanned.conversion) },
  };
  return picked.length === rows.length ? rows : pickRows(rows, picked);
}

function narrowed(codes: Rows['categorical'][number], values: number): Rows['categorical'][number] {
  const narrow = codeArray(values, codes.length);
  narrow.set(codes);
  return narrow;
}
