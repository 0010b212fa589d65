import type { Rows } from '../data/index.ts';
import type { Model } from '../model/index.ts';
import type { FitOptions } from '../training/index.ts';

/** Makes a model whose first weights, and whose order of rows, come from a seed; with options of its own beside those of all. */
export type Candidate = (seed: number) => Model | { readonly model: Model; readonly fit?: FitOptions };

/** The parts of a dataset that a comparison needs. */
export type ComparedData = { readonly train: Rows; readonly validation: Rows; readonly test: Rows };

/** @throws an error that names what is missing: a part, its rows, or candidates to compare. */
export function checkData(
  what: string,
  data: Partial<ComparedData>,
  parts: readonly (keyof ComparedData)[] = ['train', 'validation', 'test'],
): void {
  for (const part of parts) {
    const rows: unknown = data?.[part];
    if (typeof rows !== 'object' || rows === null)
      throw new Error(`${what}: the data has no ${part} rows; split it, e.g. { validation: 0.1, test: 0.2 }.`);
    if ('chunks' in rows) throw new Error(`${what}: the ${part} rows are a stream; rows in memory are needed.`);
    if ((rows as Rows).length === 0)
      throw new Error(
        `${what}: the ${part} rows are empty; what is trained is judged on validation rows${parts.includes('test') ? ', the number taken on test rows' : ''}.`,
      );
  }
}

export function checkCandidates(candidates: Readonly<Record<string, Candidate>>): readonly string[] {
  const names = Object.keys(candidates ?? {});
  if (names.length === 0) throw new Error('compare: there are no candidates: pass { name: (seed) => model, … }.');
  for (const name of names)
    if (typeof candidates[name] !== 'function')
      throw new Error(
        `compare: candidate "${name}" is no function of a seed: write ${name}: (seed) => models.mmoe(…, { seed }).`,
      );
  return names;
}
