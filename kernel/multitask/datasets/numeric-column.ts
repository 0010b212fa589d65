import type { Numbers, NumericColumn } from '../data/index.ts';

/**
 * The column of these train rows, with their mean and population standard deviation (1 where they are all alike, so that
 * standardising never divides by 0). NaN rows are left out.
 */
export function numericColumn(name: string, train: Numbers): NumericColumn {
  let rows = 0;
  let sum = 0;
  for (let i = 0; i < train.length; i++) {
    if (Number.isNaN(train[i])) continue;
    rows++;
    sum += train[i];
  }
  const mean = rows > 0 ? sum / rows : 0;
  let squares = 0;
  for (let i = 0; i < train.length; i++) if (!Number.isNaN(train[i])) squares += (train[i] - mean) ** 2;
  const sd = Math.sqrt(squares / rows);
  return { kind: 'numeric', name, mean, sd: sd > 0 ? sd : 1 };
}
