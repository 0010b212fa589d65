import type { Rows } from '../data/index.ts';
import type { Model } from '../model/index.ts';

/** Makes a model whose first weights, and whose order of rows, come from a seed. */
export type Candidate = (seed: number) => Model;

/** The parts of a dataset that a comparison needs. */
export type ComparedData = { readonly train: Rows; readonly validation: Rows; readonly test: Rows };

/** @throws an error that names what is missing: a part, its rows, or candidates to compare. */
export function checkData(what: string, data: ComparedData): void {
  for (const part of ['train', 'validation', 'test'] as const) {
    const rows: unknown = data?.[part];
    if (typeof rows !== 'object' || rows === null)
      throw new Error(`${what}: the data has no ${part} rows; split it, e.g. { validation: 0.1, test: 0.2 }.`);
    if ('chunks' in rows) throw new Error(`${what}: the ${part} rows are a stream; rows in memory are needed.`);
    if ((rows as Rows).length === 0)
      throw new Error(
        `${what}: the ${part} rows are empty; the epoch is chosen on validation rows, the number taken on test rows.`,
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
