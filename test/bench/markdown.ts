import type { Estimate, PairedDifference } from '../../kernel/statistics/paired.ts';

/** A Markdown table, without the line end behind it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** "0.9497 ± 0.0003": a mean and its standard error. */
export function withError({ mean, error }: Estimate, digits = 4): string {
  return `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** "−0.0012 [−0.0030, 0.0006]": a mean difference and its 95 % interval. */
export function withInterval({ mean, lower, upper }: PairedDifference, digits = 4): string {
  return `${signed(mean, digits)} [${signed(lower, digits)}, ${signed(upper, digits)}]`;
}

export function signed(value: number, digits = 4): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
