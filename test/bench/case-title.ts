import type { TrainerCase } from './trainer/cases.ts';

/** A case in words: "ESMM, 1e5 rows, batch 256". */
export function titleOf({ model, batch, rows }: TrainerCase): string {
  const table = rows === undefined ? '' : `, ${rows.toExponential(0).replace('e+', 'e')} rows`;
  return `${{ mmoe: 'MMoE', 'shared-bottom': 'Shared-Bottom', esmm: 'ESMM' }[model]}${table}, batch ${batch}`;
}
