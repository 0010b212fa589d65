import {
  addLabels,
  type Column,
  type EncodedColumns,
  noLabels,
  type Rows,
  type Task,
  withLabels,
} from '../../data/index.ts';
import { codeArray, translatedList } from '../code-array.ts';
import type { TableColumns } from './columns.ts';
import type { Vocabulary } from './vocabulary/vocabularies.ts';

/**
 * What the train rows of a table say about its columns, gathered piece by piece: mean and sd of numbers (Welford 1962),
 * which values there are, how many labels are observed. Columns that have one array of `vocabularies` keep one: the values
 * that any of them has.
 */
export function trainSummary(
  plan: Pick<TableColumns, 'tasks' | 'features'>,
  vocabularies: readonly Vocabulary[],
): TrainSummary {
  const numbers = plan.features.filter(({ kind }) => kind === 'numeric').map(() => ({ count: 0, mean: 0, squares: 0 }));
  const marks = new Map(vocabularies.map((values) => [values, new Uint8Array(values?.length ?? 0)]));
  const seen = vocabularies.map((values) => marks.get(values) ?? new Uint8Array(0));
  const places = placesOf(plan);
  const labels = plan.tasks.map(noLabels);
  return {
    add(rows) {
      rows.numeric.forEach((values, i) => {
        const number = numbers[i];
        for (let row = 0; row < values.length; row++) {
          if (Number.isNaN(values[row])) continue;
          number.count++;
          const change = values[row] - number.mean;
          number.mean += change / number.count;
          number.squares += change * (values[row] - number.mean);
        }
      });
      rows.categorical.forEach((codes, i) => {
        const values = seen[places.categorical[i]];
        for (let row = 0; row < codes.length; row++) values[codes[row]] = 1;
      });
      rows.lists.forEach(({ codes }, i) => {
        const values = seen[places.lists[i]];
        for (let at = 0; at < codes.length; at++) values[codes[at]] = 1;
      });
      plan.tasks.forEach(({ name, kind }, i) => {
        // The unit of a numeric task's loss is that of its labels, however they are weighted.
        addLabels(labels[i], rows.labels[name], kind === 'binary' ? rows.weights : undefined);
      });
    },
    columns() {
      let numeric = 0;
      const kept = new Map([...marks].map(([values, seen]) => [values, values?.filter((_, code) => seen[code] === 1)]));
      return plan.features.map(({ kind, name }, i): Column => {
        if (kind === 'numeric') {
          const { count, mean, squares } = numbers[numeric++];
          const sd = Math.sqrt(squares / count);
          return { kind, name, mean, sd: sd > 0 ? sd : 1 };
        }
        return { kind, name, values: kept.get(vocabularies[i]) ?? [] };
      });
    },
    tasks: () => plan.tasks.map((task, i) => withLabels(task, labels[i])),
    unlabelled: () => plan.tasks.filter((_, i) => labels[i].count === 0).map(({ name }) => name),
  };
}

export type TrainSummary = {
  readonly add: (rows: EncodedColumns) => void;
  /** The features, with the vocabularies of the train rows: values that only other rows have are left out. */
  readonly columns: () => Column[];
  /** The tasks, with mean and sd of the train rows' labels. */
  readonly tasks: () => Task[];
  /** Tasks without a single observed label. */
  readonly unlabelled: () => string[];
};

/**
 * Rows as a model takes them: missing numbers are the column's mean (0 once standardised), codes are in the narrowest
 * integers. `rows` are no longer needed: what they hold is changed in place.
 *
 * @param translations per feature, from the codes that the rows have to those of `columns`; undefined: they have them.
 */
export function finishedRows(
  rows: EncodedColumns,
  columns: readonly Column[],
  translations: readonly (Int32Array | undefined)[],
): Rows {
  const places = placesOf({ features: columns });
  return {
    ...rows,
    columns,
    numeric: rows.numeric.map((values, i) => {
      const column = columns[places.numeric[i]];
      const mean = column.kind === 'numeric' ? column.mean : 0;
      for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) values[row] = mean;
      return values;
    }),
    categorical: rows.categorical.map((codes, i) => {
      const column = columns[places.categorical[i]];
      const values = column.kind === 'categorical' ? column.values.length : 0;
      const to = translations[places.categorical[i]];
      const isNarrow = codes.BYTES_PER_ELEMENT === codeArray(values, 0).BYTES_PER_ELEMENT;
      if (isNarrow && !to) return codes;
      const narrow = isNarrow ? codes : codeArray(values, codes.length);
      for (let row = 0; row < codes.length; row++) narrow[row] = to && codes[row] >= 0 ? to[codes[row]] : codes[row];
      return narrow;
    }),
    lists: rows.lists.map((list, i) => {
      const to = translations[places.lists[i]];
      return to ? translatedList(list, to) : list;
    }),
  };
}

/** Where the columns of each kind are among the features. */
function placesOf({ features }: { readonly features: readonly { readonly kind: Column['kind'] }[] }) {
  const of = (kind: Column['kind']) => features.flatMap((feature, i) => (feature.kind === kind ? [i] : []));
  return { numeric: of('numeric'), categorical: of('categorical'), lists: of('list') };
}
