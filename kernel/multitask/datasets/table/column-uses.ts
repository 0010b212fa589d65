import { type CsvOptions, type NumberFormat, type ReadWith, type Task, toldOf } from '../../data/index.ts';
import { type ColumnFacts, columnFacts, commaNumbers, numberFormat } from './column-facts.ts';
import { columnSql, type FeaturePlan } from './columns.ts';
import { type ColumnUse, decide, formatNote, meansOf, oneValue, sparse, wordNote } from './decide-column.ts';
import type { DuckDb } from './duckdb.ts';
import type { Relation } from './relation.ts';
import { checkGroups, type Groups, withGroups } from './vocabulary/shared-vocabulary.ts';

/** A column that was not taken for a feature, and why, in words. */
export type LeftOut = {
  /** Name of the column. */
  readonly column: string;
  /** Why, for a person. */
  readonly reason: string;
};

export type Uses = {
  readonly features: readonly FeaturePlan[];
  readonly leftOut: readonly LeftOut[];
  readonly uses: readonly ColumnUse[];
  readonly numbers: Readonly<Record<string, NumberFormat>>;
  readonly facts: readonly ColumnFacts[];
};

/**
 * Decides what each column is: features that were named stay what they were told to be; when none was named, numbers become
 * numeric, text and truth values categorical, lists list columns, and what says nothing about other rows is left out:
 * texts and ids that each row has its own of, moments in time, structures, columns without a name or a value. No column
 * vanishes or changes its kind without a word.
 *
 * @param rowsSql what to select from; it has all columns unless features are told.
 */
export async function columnUses(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  {
    tasks,
    given,
    ignore = [],
    sharedVocabulary = [],
    csv = {},
    how,
  }: {
    readonly tasks: readonly Task[];
    readonly given: readonly FeaturePlan[];
    readonly ignore?: readonly string[];
    readonly sharedVocabulary?: Groups;
    readonly csv?: CsvOptions;
    readonly how: ReadWith;
  },
): Promise<Uses> {
  const isLabel = (name: string) => tasks.some((task) => task.name === name);
  const looked = relation.columns.filter(
    ({ name }) =>
      isLabel(name) ||
      name === how.weight ||
      (given.length > 0 ? given.some((each) => each.name === name) : !ignore.includes(name)),
  );
  const facts = await columnFacts(database, rowsSql, looked);
  const decimal = csv.decimal ?? fileDecimal(facts);
  const dotted = decimal === ',' ? await groupedByPoints(database, relation, rowsSql, facts, csv) : [];
  const numbers: Record<string, NumberFormat> = {};
  const features: FeaturePlan[] = [...given];
  const leftOut: LeftOut[] = [];
  const uses = relation.columns.map(({ name, type }): ColumnUse => {
    const fact = facts.find((each) => each.name === name);
    if (!fact) {
      const why = ignore.includes(name) ? 'it was told to be ignored' : 'it was not named';
      return { name, use: 'left out', why, warnings: [] };
    }
    const found = dotted.includes(name) ? ({ decimal: ',' } as const) : numberFormat(fact, decimal);
    const isOther = typeof found === 'object' && csv.decimal !== undefined && found.decimal !== csv.decimal;
    const format = isOther ? 'no' : found;
    const plan = given.find((each) => each.name === name);
    const keep = () => {
      if (typeof format === 'object') numbers[name] = format;
    };
    if (name === how.weight) {
      keep();
      return { name, use: 'weight', why: 'how much each row counts', warnings: [] };
    }
    if (isLabel(name)) {
      const task = tasks.find((each) => each.name === name);
      if (!toldOf(how.labels, name) && task?.kind === 'numeric') keep();
      return {
        name,
        use: 'label',
        why: `a ${task?.kind} label`,
        warnings: [...wordNote(fact, 'unknown'), ...sparse(fact, 'are unknown')],
      };
    }
    if (plan) {
      if (plan.kind === 'numeric') keep();
      const warnings = plan.kind === 'numeric' ? [...formatNote(fact, format), ...wordNote(fact, 'no value')] : [];
      return {
        name,
        use: plan.kind,
        why: 'as told',
        warnings: [...warnings, ...oneValue(fact), ...sparse(fact, meansOf(plan.kind))],
      };
    }
    const decided = decide(fact, type, format, relation);
    if (decided.use === 'left out') leftOut.push({ column: name, reason: decided.why });
    else if (decided.use === 'list') features.push({ kind: 'list', name, separator: '|' });
    else {
      features.push({ kind: decided.use, name });
      if (decided.use === 'numeric') keep();
    }
    return { name, ...decided };
  });
  checkGroups(sharedVocabulary, uses, relation);
  return { features, leftOut, uses: withGroups(uses, sharedVocabulary), numbers, facts };
}

/** What the columns say that leave no doubt, for those that do. */
function fileDecimal(facts: readonly ColumnFacts[]): NumberFormat['decimal'] | undefined {
  const formats = facts.map((fact) => numberFormat(fact, undefined)).filter((format) => typeof format === 'object');
  const has = (decimal: NumberFormat['decimal']) => formats.some((format) => format.decimal === decimal);
  if (has(',') === has('.')) return undefined;
  return has(',') ? ',' : '.';
}

/** Columns of "1.234" in a file whose numbers have a comma before their decimals. */
async function groupedByPoints(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  facts: readonly ColumnFacts[],
  csv: CsvOptions,
): Promise<string[]> {
  const plain = facts.filter(
    (fact) => fact.type === 'VARCHAR' && numberFormat(fact, csv.decimal) === 'plain' && fact.whole < fact.numbers,
  );
  const grouped = await commaNumbers(
    database,
    rowsSql,
    plain.map(({ name }) => columnSql(relation, name)),
  );
  return plain.filter((_, i) => grouped[i]).map(({ name }) => name);
}
