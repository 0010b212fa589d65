/**
 * Measures kernels with one client in one run: ours, tslab, Deno and ipykernel.
 *
 *   npm run bench:kernel -- [--json FILE] [--kernels ours,deno] [--rows start,interrupt]
 *
 * The exit code is 1 when ours misses a target.
 */
import { parseArgs } from 'node:util';
import { type About, aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { type BenchKernel, benchKernels } from './kernels.ts';
import { stopAll } from './process.ts';
import { type Figure, type Row, rows, within } from './rows.ts';

/** What `--json` writes: for each row and kernel a figure, or why there is none. */
export type KernelResult = {
  readonly about: About;
  readonly kernels: readonly Pick<BenchKernel, 'name' | 'version'>[];
  readonly targets: Readonly<Record<string, number | undefined>>;
  readonly results: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
};

export type Cell = { readonly figure?: Figure; readonly failure?: string };

const { values } = parseArgs({
  options: { json: { type: 'string' }, kernels: { type: 'string' }, rows: { type: 'string' } },
});
const about = aboutRun('bench:kernel', { kernels: values.kernels, rows: values.rows });
const kernels = benchKernels(values.kernels?.split(','));
const chosen = rows.filter(({ name }) => values.rows?.split(',').some((part) => name.includes(part)) ?? true);

async function measure(row: Row, kernel: BenchKernel): Promise<Cell> {
  try {
    return { figure: await within(30_000, row.measure(kernel)) };
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    await stopAll();
  }
}

const results: Record<string, Record<string, Cell>> = {};
console.log(`| | target | ours is | ${kernels.map(({ name, version }) => `${name} ${version}`).join(' | ')} |`);
console.log(`|---|---|---|${kernels.map(() => '---|').join('')}`);
for (const row of chosen) {
  const line: Record<string, Cell> = {};
  for (const kernel of kernels) line[kernel.name] = await measure(row, kernel);
  results[row.name] = line;
  const unit = Object.values(line).find(({ figure }) => figure)?.figure?.unit ?? '';
  const target = row.target === undefined ? '' : `≤ ${row.target} ${unit}`;
  console.log(
    `| ${row.name} | ${target} | ${verdict(row, line.ours)} | ${kernels.map(({ name }) => show(line[name])).join(' | ')} |`,
  );
}

const missed = chosen.filter((row) => verdict(row, results[row.name].ours) === 'MISSED');
if (missed.length > 0) console.log(`\nMissed by ours: ${missed.map(({ name }) => name).join('; ')}`);
if (values.json !== undefined) {
  const targets = Object.fromEntries(chosen.map(({ name, target }) => [name, target]));
  const named = kernels.map(({ name, version }) => ({ name, version }));
  writeResult(values.json, { about: about(), kernels: named, targets, results } satisfies KernelResult);
}
// A kernel that hangs may hold a socket; everything has been told.
process.exit(missed.length > 0 ? 1 : 0);

/** What fails is missed, also where no time is promised. */
function verdict({ target }: Row, ours: Cell | undefined): '' | 'met' | 'MISSED' {
  if (ours === undefined) return '';
  if (ours.figure === undefined) return 'MISSED';
  if (target === undefined) return '';
  return ours.figure.value <= target ? 'met' : 'MISSED';
}

function show({ figure, failure }: Cell): string {
  if (!figure) return `no: ${failure}`;
  const digits = figure.value < 10 ? 1 : 0;
  return `${figure.value.toFixed(digits)} ${figure.unit}${figure.note ? ` (${figure.note})` : ''}`;
}
