/**
 * Measures kernels with one client in one run: ours, tslab, Deno and ipykernel.
 *
 *   npm run bench:kernel -- [--json FILE] [--kernels ours,deno] [--rows start,interrupt]
 *
 * The exit code is 1 when ours misses a target.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { stopAll } from './kernel-process.ts';
import { type Figure, type Row, rows, within } from './kernel-rows.ts';
import { type BenchKernel, benchKernels } from './kernels.ts';

const { values } = parseArgs({
  options: { json: { type: 'string' }, kernels: { type: 'string' }, rows: { type: 'string' } },
});
const kernels = benchKernels(values.kernels?.split(','));
const chosen = rows.filter(({ name }) => values.rows?.split(',').some((part) => name.includes(part)) ?? true);

type Result = { readonly figure?: Figure; readonly failure?: string };

async function measure(row: Row, kernel: BenchKernel): Promise<Result> {
  try {
    return { figure: await within(90_000, row.measure(kernel)) };
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    await stopAll();
  }
}

const results: Record<string, Record<string, Result>> = {};
console.log(`| | target | ${kernels.map(({ name, version }) => `${name} ${version}`).join(' | ')} |`);
console.log(`|---|---|${kernels.map(() => '---|').join('')}`);
for (const row of chosen) {
  const line: Record<string, Result> = {};
  for (const kernel of kernels) line[kernel.name] = await measure(row, kernel);
  results[row.name] = line;
  const unit = Object.values(line).find(({ figure }) => figure)?.figure?.unit ?? '';
  const target = row.target === undefined ? '' : `≤ ${row.target} ${unit}`;
  console.log(`| ${row.name} | ${target} | ${kernels.map(({ name }) => show(line[name])).join(' | ')} |`);
}

const missed = chosen.filter(({ name, target }) => {
  const ours = results[name].ours;
  return ours !== undefined && (ours.failure !== undefined || (target ?? Infinity) < (ours.figure?.value ?? 0));
});
if (missed.length > 0) console.log(`\nMissed by ours: ${missed.map(({ name }) => name).join('; ')}`);
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, threads: cpus().length, node: process.version, platform: process.platform };
  const targets = Object.fromEntries(chosen.map(({ name, target }) => [name, target]));
  writeFileSync(values.json, `${JSON.stringify({ machine, kernels, targets, results }, null, 2)}\n`);
}
// A kernel that hangs may hold a socket; everything has been told.
process.exit(missed.length > 0 ? 1 : 0);

function show({ figure, failure }: Result): string {
  if (!figure) return `no: ${failure}`;
  const digits = figure.value < 10 ? 1 : 0;
  return `${figure.value.toFixed(digits)} ${figure.unit}${figure.note ? ` (${figure.note})` : ''}`;
}
