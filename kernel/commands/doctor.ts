import { availableParallelism, totalmem } from 'node:os';
import { boolean } from '../multitask/options/index.ts';
import { type FlagTable, flagsHelp, noOperands, readCommandLine } from './command-line/index.ts';
import { type Check, checks } from './doctor/checks.ts';

export const flags = {
  options: { json: { type: boolean, about: 'The checks as a JSON list of { name, state, detail }' } },
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Checks this installation and says what is missing.

Usage: multitask-notebook doctor [--json]

${flagsHelp(flags)}
The exit code is 1 when something that must work does not.

Example:
  npx multitask-notebook doctor
`;

export async function run(args: readonly string[]): Promise<number> {
  const { json } = readCommandLine(args, flags, noOperands).flags.options;
  if (!json) {
    const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GB`;
    process.stdout.write(`${process.platform} ${process.arch}, ${availableParallelism()} threads, ${memory} memory\n`);
  }
  const results: Result[] = [];
  // One after another: one of them measures how fast a kernel starts.
  for (const check of checks) {
    const result = await examine(check);
    results.push(result);
    if (!json) process.stdout.write(`${line(result)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  return results.some(({ state }) => state === 'broken') ? 1 : 0;
}

type Result = { readonly name: string; readonly state: 'ok' | 'missing' | 'broken'; readonly detail: string };

/** A check that throws is broken where the product needs it, and only missing where it does not. */
async function examine({ name, needed, look, remedy }: Check): Promise<Result> {
  try {
    return { name, state: 'ok', detail: await look() };
  } catch (error) {
    const detail = `${(error as Error).message.split('\n')[0]}${remedy ? ` → ${remedy}` : ''}`;
    return { name, state: needed ? 'broken' : 'missing', detail };
  }
}

function line({ name, state, detail }: Result): string {
  const sign = { ok: '✓', missing: '–', broken: '✗' }[state];
  return `${sign} ${name.padEnd(13)} ${detail}`;
}
