import { type CatalogName, type CatalogOptions, catalog } from '../../multitask/models/index.ts';
import { UsageError } from '../command-line.ts';

/** The flags that change a model, each with the option it sets and the models that have it. */
const flags = {
  experts: { option: 'experts', read: count, models: ['mmoe', 'omoe'] },
  'expert-units': { option: 'expertUnits', read: counts, models: ['mmoe', 'omoe', 'ple'] },
  'tower-units': {
    option: 'towerUnits',
    read: counts,
    models: ['single-task', 'shared-bottom', 'mmoe', 'omoe', 'esmm', 'ple', 'aitm'],
  },
  'bottom-units': { option: 'bottomUnits', read: counts, models: ['single-task', 'shared-bottom'] },
  'task-experts': { option: 'taskExperts', read: count, models: ['ple'] },
  'shared-experts': { option: 'sharedExperts', read: count, models: ['ple'] },
  levels: { option: 'levels', read: count, models: ['ple'] },
  'gate-dropout': { option: 'gateDropout', read: share, models: ['mmoe', 'omoe', 'ple'] },
  embedding: {
    option: 'embedding',
    read: count,
    models: ['single-task', 'shared-bottom', 'mmoe', 'omoe', 'esmm', 'ple', 'aitm'],
  },
  'max-length': { option: 'maxLength', read: count, models: ['esmm'] },
  init: {
    option: 'init',
    read: oneOf('glorot', 'paddlerec-2020', 'paddlerec-2022'),
    models: ['shared-bottom', 'mmoe', 'esmm'],
  },
  inputs: {
    option: 'inputs',
    read: oneOf('standardised', 'raw'),
    models: ['single-task', 'shared-bottom', 'mmoe', 'omoe', 'esmm', 'ple', 'aitm'],
  },
} as const satisfies Readonly<Record<string, Flag>>;

type Flag = {
  readonly option: string;
  readonly read: (text: string, flag: string) => unknown;
  readonly models: readonly CatalogName[];
};

/** What `readCommandLine` needs to know of them. */
export const modelFlags = {
  experts: { type: 'string' },
  'expert-units': { type: 'string' },
  'tower-units': { type: 'string' },
  'bottom-units': { type: 'string' },
  'task-experts': { type: 'string' },
  'shared-experts': { type: 'string' },
  levels: { type: 'string' },
  'gate-dropout': { type: 'string' },
  embedding: { type: 'string' },
  'max-length': { type: 'string' },
  init: { type: 'string' },
  inputs: { type: 'string' },
} as const satisfies Readonly<Record<keyof typeof flags, { readonly type: 'string' }>>;

export const modelFlagsHelp = `  --experts N, --expert-units N,N, --tower-units N,N, --bottom-units N,N, --levels N, --task-experts N,
  --shared-experts N, --gate-dropout RATE, --embedding N, --max-length N
  --init NAME             glorot, paddlerec-2020 or paddlerec-2022
  --inputs NAME           standardised or raw numeric columns
`;

type Values = { readonly [flag in keyof typeof flags]?: string };

/** @throws UsageError that lists the models. */
export function modelName(name: string): CatalogName {
  if (Object.hasOwn(catalog, name)) return name as CatalogName;
  throw new UsageError(`There is no model ${name}. The models are ${Object.keys(catalog).join(', ')}.`);
}

/** The model's options that the flags set. Throws UsageError for a flag that the model does not have. */
export function readModelFlags<Name extends CatalogName>(model: Name, values: Values): CatalogOptions[Name] {
  return readFlagsOfModels([model], values)(model);
}

/** As `readModelFlags`, of several models: a flag is for those that have it. Throws UsageError where none has. */
export function readFlagsOfModels(models: readonly CatalogName[], values: Values) {
  const given = Object.entries(flags).flatMap(([name, flag]: [string, Flag]) => {
    const text = values[name as keyof typeof flags];
    if (text === undefined) return [];
    if (!models.some((model) => flag.models.includes(model)))
      throw new UsageError(`--${name} is not for ${models.join(', ')}; it is for ${flag.models.join(', ')}.`);
    return [{ flag, value: flag.read(text, `--${name}`) }];
  });
  return <Name extends CatalogName>(model: Name): CatalogOptions[Name] =>
    Object.fromEntries(
      given.filter(({ flag }) => flag.models.includes(model)).map(({ flag, value }) => [flag.option, value]),
    );
}

/** A whole number from 1 on. */
export function count(text: string, flag: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < 1)
    throw new UsageError(`${flag} must be a whole number from 1 on; it is ${JSON.stringify(text)}.`);
  return value;
}

function counts(text: string, flag: string): number[] {
  return text.split(',').map((part) => count(part, flag));
}

/** From 0 to below 1. */
export function share(text: string, flag: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new UsageError(`${flag} must be from 0 to below 1; it is ${JSON.stringify(text)}.`);
  return value;
}

export function oneOf<const Word extends string>(...words: readonly Word[]): (text: string, flag: string) => Word {
  return (text, flag) => {
    const found = words.find((word) => word === text);
    if (found === undefined)
      throw new UsageError(`${flag} must be one of ${words.join(', ')}; it is ${JSON.stringify(text)}.`);
    return found;
  };
}
