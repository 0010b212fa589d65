import { catalog } from '../../kernel/multitask/models/index.ts';
import { aliCcpRows } from './bench-data.ts';
import type { TrainerCase } from './trainer/cases.ts';

/** A case in words: "ESMM, 1e5 rows, batch 256". */
export function titleOf({ model, batch, rows, like }: TrainerCase): string {
  const count = rows === aliCcpRows ? 'Ali-CCP’s cardinalities' : `${rows?.toExponential(0).replace('e+', 'e')} rows`;
  const table = rows === undefined ? '' : `, ${count}`;
  return `${catalog[model].title}${table}${like === undefined ? '' : `, as in ${like}`}, batch ${batch}`;
}
