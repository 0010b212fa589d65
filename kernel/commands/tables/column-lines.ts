import type { ColumnUse } from '../../multitask/datasets/index.ts';

/** One line a column: what it became, why, and what to look at. */
export function columnLines(columns: readonly ColumnUse[]): string {
  const width = Math.min(40, Math.max(0, ...columns.map(({ name }) => name.length)));
  return columns
    .map(({ name, use, why, warnings }) => {
      const line = `  ${name.padEnd(width)}  ${use.padEnd(11)}  ${why}\n`;
      return line + warnings.map((warning) => `  ${''.padEnd(width)}  ${''.padEnd(11)}  ! ${warning}\n`).join('');
    })
    .join('');
}
