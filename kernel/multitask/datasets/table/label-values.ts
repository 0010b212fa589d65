import { codeLiteral, shellWord } from '../../../text/index.ts';
import type { LabelValues, ReadWith } from '../../data/index.ts';
import { columnSql, isValueSql, presentSql } from './columns.ts';
import type { DuckDb } from './duckdb.ts';
import { oneLabelAClass } from './one-label-a-class.ts';
import type { Relation } from './relation.ts';

/**
 * The values of labels that were told, with the negative one found where it was left out.
 *
 * @throws when the positive value never occurs, or others than the two do.
 */
export async function findLabelValues(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  how: ReadWith,
): Promise<ReadWith['labels']> {
  const found: Record<string, LabelValues> = {};
  for (const [name, given] of Object.entries(how.labels ?? {})) {
    const { positive, negative } = given;
    const column = columnSql(relation, name);
    const known = [positive, ...(negative === undefined ? [] : [negative])].map((value) => isValueSql(column, value));
    const values = await labelValues(database, relation, rowsSql, name, how);
    const where = `${relation.name}, column "${name}"`;
    const [first] = await database.rows(
      `SELECT count(*) AS rows FROM ${rowsSql} WHERE ${isValueSql(column, positive)}`,
    );
    if (Number(first.rows) === 0) {
      throw new Error(
        `${where}: no row says ${JSON.stringify(positive)}, which should be 1. It says: ${listed(values)}.`,
      );
    }
    const others = await labelValues(database, relation, rowsSql, name, how, `NOT (${known.join(' OR ')})`);
    if (negative !== undefined || others.length === 0) {
      found[name] = given;
      if (others.length === 0) continue;
    } else if (others.length === 1) {
      found[name] = { positive, negative: others[0].value };
      continue;
    }
    const [odd] = others.toReversed();
    const rest = others.length === 1 ? `${JSON.stringify(odd.value)} is` : `${listed(others)} are`;
    throw new Error(
      `${where}: ${JSON.stringify(positive)} is 1${negative === undefined ? '' : ` and ${JSON.stringify(negative)} is 0`}; ${rest} neither. ` +
        `If ${JSON.stringify(odd.value)} means unknown, say ${missingAdvice(name, odd.value)}` +
        (negative === undefined
          ? `; which value is 0 is said by negative, e.g. ${labelAdvice(name, positive, others[0].value)}.`
          : '.'),
    );
  }
  return found;
}

/** What to say so that a column with these values is a label, in words; empty where nothing is likely. */
export async function labelRemedy(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  name: string,
  how: ReadWith,
): Promise<string> {
  const values = (await labelValues(database, relation, rowsSql, name, how)).map(({ value }) => value);
  const others = values.filter((value) => !/^(0|1)(\.0*)?$|^(true|false)$/i.test(value));
  if (values.length === 2) {
    const positive = likelyPositive(values);
    return ` It has two values, ${values.map((value) => JSON.stringify(value)).join(' and ')}: say which is 1, e.g. ${labelAdvice(name, positive)}.`;
  }
  if (others.length === 1) {
    const unknown = ` If ${JSON.stringify(others[0])} means unknown, say ${missingAdvice(name, others[0])}.`;
    // 0, 1 and 2 may be classes; 0, 1 and −1 or "n/a" are not.
    return Number(others[0]) > 1 ? `${unknown}${oneLabelAClass(relation, name, values)}.` : unknown;
  }
  if (values.length > 2 && others.every((value) => Number.isFinite(Number(value)))) {
    const numeric = ` If it is a number to predict, say tasks: { ${key(name)}: 'numeric' } (on the command line --numeric-labels ${name}).`;
    return values.length <= mostClasses ? `${numeric}${oneLabelAClass(relation, name, values)}.` : numeric;
  }
  if (values.length > 2 && values.length <= mostValues) {
    return ` It has the values ${values
      .slice(0, 6)
      .map((value) => JSON.stringify(value))
      .join(
        ', ',
      )}: say which are 1 and 0, e.g. ${labelAdvice(name, values[0], values[1])}; any other has to be missing.${oneLabelAClass(relation, name, values)}.`;
  }
  return '';
}

type Value = { readonly value: string; readonly rows: number };
const mostValues = 50;
/** Of numbers: more values are no names of classes. */
const mostClasses = 10;

/** The values of a column, the most frequent first. */
async function labelValues(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  name: string,
  how: ReadWith,
  condition = 'true',
): Promise<Value[]> {
  const column = columnSql(relation, name);
  const rows = await database.rows(
    `SELECT trim(CAST(${column} AS VARCHAR)) AS value, count(*) AS rows FROM ${rowsSql}
     WHERE ${presentSql(name, relation, how)} AND ${condition} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostValues + 1}`,
  );
  return rows.map(({ value, rows: count }) => ({ value: String(value), rows: Number(count) }));
}

function likelyPositive([a, b]: readonly string[]): string {
  const positive = /^(yes|y|true|t|pos(itive)?|ja|oui|si|sí|是|1|click(ed)?|bought|won|success|good|high|>.*)$/i;
  if (positive.test(a) !== positive.test(b)) return positive.test(a) ? a : b;
  const [first, second] = [Number(a), Number(b)];
  if (Number.isFinite(first) && Number.isFinite(second)) return first > second ? a : b;
  // The rarer of two is mostly what is to be predicted.
  return b;
}

function labelAdvice(name: string, positive: string, negative?: string): string {
  const also = negative === undefined ? '' : `, negative: ${codeLiteral(negative)}`;
  const flag = `${name}=${positive}${negative === undefined ? '' : `/${negative}`}`;
  return `labels: { ${key(name)}: { positive: ${codeLiteral(positive)}${also} } } (on the command line --labels ${shellWord(flag)})`;
}

function missingAdvice(name: string, value: string): string {
  return `missing: { ${key(name)}: ${codeLiteral(value)} } (on the command line --missing ${shellWord(`${name}=${value}`)})`;
}

function listed(values: readonly Value[]): string {
  const shown = values.slice(0, 6).map(({ value, rows }) => `${JSON.stringify(value)} (${rows})`);
  return `${shown.join(', ')}${values.length > 6 ? ' and more' : ''}`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : codeLiteral(name);
}
