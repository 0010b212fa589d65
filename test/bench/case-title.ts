import { catalog } from '../../kernel/multitask/models/index.ts';
import type { TrainerCase } from './trainer/cases.ts';

/** A case in words: "ESMM, 1e5 rows, batch 256". */
export function titleOf({ model, batch, rows }: TrainerCase): string {
  const table = rows === undefined ? '' : `, ${rows.toExponential(0).replace('e+', 'e')} rows`;
  return `${catalog[model].title}${table}, batch ${batch}`;
}
