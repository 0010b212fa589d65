import type { Column, Rows } from '../data/index.ts';
import type { Network } from './network.ts';

/** @throws when rows do not have the columns that a network reads, in words that say which is missing or wrong. */
export function checkRows(network: Network, rows: Rows, what: string): void {
  if (!Array.isArray(rows?.numeric) || !Array.isArray(rows.categorical) || !Array.isArray(rows.lists))
    throw new Error(
      `${what} takes rows, e.g. dataset.train or dataset.test${'train' in Object(rows) ? '; this is a whole dataset' : ''}.`,
    );
  const { columns } = network.features;
  for (const [kind, given] of [
    ['numeric', rows.numeric],
    ['categorical', rows.categorical],
    ['list', rows.lists],
  ] as const) {
    const wanted = columns.filter((column) => column.kind === kind);
    if (given.length !== wanted.length)
      throw new Error(
        `${what}: the rows have ${given.length} ${kind} columns but the model was made for ${wanted.length}` +
          `${wanted.length > 0 ? ` (${someNames(wanted)})` : ''}. Read them with the columns of the model's own dataset.`,
      );
    for (const [i, column] of wanted.entries()) {
      const length = kind === 'list' ? rows.lists[i].offsets.length - 1 : (given[i] as ArrayLike<number>).length;
      if (length !== rows.length)
        throw new Error(`${what}: column "${column.name}" has ${length} entries but there are ${rows.length} rows.`);
      if (column.kind !== 'numeric')
        checkCodes(column, column.kind === 'list' ? rows.lists[i].codes : rows.categorical[i], what);
    }
  }
}

/** @throws when a task's labels are missing, or a binary one is neither 0 nor 1 (NaN is a label that was not observed). */
export function checkLabels({ tasks }: Network, rows: Rows, what: string): void {
  for (const { name, kind } of tasks) {
    const labels = rows.labels[name];
    if (!labels) {
      const known = Object.keys(rows.labels).join(', ') || 'none';
      throw new Error(`${what}: the rows have no labels of task "${name}"; they have ${known}.`);
    }
    if (labels.length !== rows.length)
      throw new Error(`${what}: task "${name}" has ${labels.length} labels but there are ${rows.length} rows.`);
    const wrong = labels.findIndex((label) =>
      kind === 'binary' ? label < 0 || label > 1 : Math.abs(label) === Number.POSITIVE_INFINITY,
    );
    if (wrong !== -1)
      throw new Error(
        `${what}: the label of task "${name}" in row ${wrong} is ${labels[wrong]}; ` +
          `${kind === 'binary' ? 'it must be 0 or 1, or NaN where it was not observed' : 'it must be finite'}.`,
      );
  }
}

function checkCodes(
  { name, values }: Exclude<Column, { kind: 'numeric' }>,
  codes: ArrayLike<number>,
  what: string,
): void {
  for (let i = 0; i < codes.length; i++)
    if (codes[i] >= values.length || codes[i] < -1)
      throw new Error(
        `${what}: column "${name}" has the code ${codes[i]} but the model knows ${values.length} values of it. ` +
          "Read the rows with the vocabulary of the model's own dataset.",
      );
}

function someNames(columns: readonly Column[]): string {
  const names = columns.slice(0, 3).map((column) => column.name);
  return columns.length > 3 ? `${names.join(', ')}, …` : names.join(', ');
}
