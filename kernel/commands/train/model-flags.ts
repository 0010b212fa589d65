import { type CatalogName, type CatalogOptions, catalog } from '../../multitask/models/index.ts';
import { type Entry, either, nearest, optionSentence } from '../../multitask/options/index.ts';
import { type Flag, inText, kebabCase, UsageError } from '../command-line/index.ts';

const models = Object.keys(catalog) as CatalogName[];

/**
 * The flags that change a model: each option of the catalog that a text can say, but for the seed, which is not the model's
 * alone. A flag has no default of its own: models differ in it.
 */
export const modelFlags: Readonly<Record<string, Flag>> = Object.fromEntries(
  [...new Set(models.flatMap((model) => Object.keys(catalog[model].options)))]
    .filter((name) => name !== 'seed')
    .flatMap((name) => {
      const flag = modelFlag(
        models.flatMap((of) => entriesOf(of).flatMap(([own, entry]) => (own === name ? { of, entry } : []))),
      );
      return flag === undefined ? [] : [[name, flag] as const];
    }),
);

function modelFlag(each: NonNullable<Flag['each']>): Flag | undefined {
  const said = each.map(({ entry }) => inText(entry.type)).filter((type) => type !== undefined);
  // They are plain data.
  const types = [...new Map(said.map((type) => [JSON.stringify(type), type])).values()];
  const [first] = each;
  const [type] = types;
  if (first === undefined || type === undefined) return undefined;
  const isAlike = each.length === models.length && new Set(each.map(({ entry }) => optionSentence(entry))).size === 1;
  return {
    type: types.length === 1 ? type : either(...types),
    about: first.entry.about,
    also: [...new Set(each.flatMap(({ entry }) => entry.also ?? []))],
    each: isAlike ? [{ of: '', entry: first.entry }] : each,
  };
}

/** @throws UsageError with the nearest name, or all of them. */
export function modelName(name: string): CatalogName {
  const found = models.find((model) => model === name);
  if (found) return found;
  const near = nearest(name, models);
  const all = `The models are ${models.join(', ')}.`;
  throw new UsageError(
    `There is no model ${name}. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}${all}`,
  );
}

/** The options of a model that the flags set. Throws UsageError for a flag that it does not have. */
export function modelOptionsOf<Name extends CatalogName>(
  model: Name,
  values: Readonly<Record<string, unknown>>,
): CatalogOptions[Name] {
  return optionsByModel([model], values)(model);
}

/** As `modelOptionsOf`, of several models: a flag is for those that have it. Throws UsageError where none has. */
export function optionsByModel(chosen: readonly CatalogName[], values: Readonly<Record<string, unknown>>) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    const owners = modelsWith(name);
    if (!chosen.some((model) => owners.includes(model)))
      throw new UsageError(`--${kebabCase(name)} is not for ${chosen.join(', ')}; it is for ${owners.join(', ')}.`);
  }
  return <Name extends CatalogName>(model: Name): CatalogOptions[Name] =>
    Object.fromEntries(given.filter(([name]) => Object.hasOwn(catalog[model].options, name)));
}

function entriesOf(model: CatalogName): readonly (readonly [string, Entry])[] {
  return Object.entries(catalog[model].options);
}

function modelsWith(option: string): readonly CatalogName[] {
  return models.filter((model) => Object.hasOwn(catalog[model].options, option));
}
