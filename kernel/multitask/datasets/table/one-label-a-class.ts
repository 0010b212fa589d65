import { identifier, literal } from './duckdb.ts';
import type { Relation } from './relation.ts';

/** Says how a column of three or more classes becomes labels: a task has two classes, so each gets a column of its own, by a query. */
export function oneLabelAClass({ files }: Pick<Relation, 'files'>, name: string, classes: readonly string[]): string {
  const shown = classes.slice(0, mostShown);
  const labels = shown.map(
    (value) => `(${identifier(name)} = ${written(value)})::INT AS ${identifier(`${name}_${value}`)}`,
  );
  const rest = classes.length > shown.length ? ', …' : '';
  const [file] = files;
  const from = files.length === 1 && file !== undefined ? literal(file) : '…';
  return (
    ` A task has two classes; these are ${classes.length}: for a task for each, one against the rest, give a query in place of the file: ` +
    `SELECT * EXCLUDE (${identifier(name)}), ${labels.join(', ')}${rest} FROM ${from}, with the labels ` +
    `${shown.map((value) => `${name}_${value}`).join(', ')}${rest}`
  );
}

const mostShown = 3;

function written(value: string): string {
  return Number.isFinite(Number(value)) && value !== '' ? value : literal(value);
}
