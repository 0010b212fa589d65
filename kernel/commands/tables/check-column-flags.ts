import { sameValues } from '../../multitask/data/index.ts';
import type { Model } from '../../multitask/model/index.ts';
import { UsageError } from '../command-line/index.ts';
import type { tableOf } from './table-flags.ts';

/** A model knows its columns: a flag that would make another of one is a mistake, not a wish that is passed over. */
export function checkColumnFlags(given: ReturnType<typeof tableOf>, { features }: Model['network']): void {
  const { numeric = [], categorical = [], ignore = [], lists = {}, sharedVocabulary = [] } = given;
  for (const [kind, names] of Object.entries({ numeric, categorical, list: Object.keys(lists) })) {
    const other = names.find(
      (name) => !features.columns.some((column) => column.name === name && column.kind === kind),
    );
    if (other !== undefined)
      throw new UsageError(
        `${other} is no ${kind} column of the model: leave its flag out, the model knows its columns.`,
      );
  }
  for (const group of sharedVocabulary) {
    const [first, ...others] = group.map((name) => features.columns.find((column) => column.name === name));
    if (others.length === 0 || others.some((column) => !first || !column || !sameValues(first, column)))
      throw new UsageError(
        `--shared-vocabulary ${group.join('=')}: the model has no one vocabulary for these. Leave the flag out, the model knows its columns.`,
      );
  }
  const needed = ignore.find((name) => features.columns.some((column) => column.name === name));
  if (needed !== undefined) throw new UsageError(`--ignore ${needed}: the model needs that column.`);
}
