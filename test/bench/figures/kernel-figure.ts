import type { Cell, KernelResult } from '../kernel/kernel.ts';
import { markdownTable } from '../markdown.ts';
import { nothing, sourceLine } from './language.ts';

/** The kernels that are compared, in the order of the columns; one that was not measured has a column of dashes. */
const kernels = ['ours', 'tslab', 'deno', 'ipykernel'] as const;
const titles: Readonly<Record<string, string>> = { ours: 'ours', tslab: 'tslab', deno: 'Deno', ipykernel: 'ipykernel' };

/** What `npm run bench:kernel` measures, beside tslab, Deno and ipykernel. */
export function kernelFigure(result: KernelResult): string {
  const { about, kernels: measured, results } = result;
  const rows = Object.entries(results).map(([name, cells]) => [
    name,
    ...kernels.map((kernel) => cellText(cells[kernel])),
  ]);
  const head = kernels.map((kernel) => {
    const version = measured.find(({ name }) => name === kernel)?.version;
    return [titles[kernel], version].filter(Boolean).join(' ');
  });
  return [sourceLine(about, 'en'), markdownTable(['', ...head], rows)].join('\n\n');
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return nothing;
  if (cell.figure === undefined) return cell.failure ?? '';
  const { value, unit } = cell.figure;
  const digits = Math.abs(value) < 10 ? 1 : 0;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}
