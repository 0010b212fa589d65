import { stop } from 'esbuild';
import fc from 'fast-check';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { randomProgram } from './random-program.ts';
import { startCells } from './run-cells.ts';

/** More programs than in CI: `PROGRAMS=20000 npx vitest run --config test/vitest.config.ts test/kernel/cell/programs`. */
const runs = Number(process.env.PROGRAMS ?? 250);

const notebook = startCells();
afterAll(async () => {
  notebook.close();
  await stop();
});

/** What is recorded and what is shown at last, or what was thrown. */
type Meaning = { readonly notes: readonly unknown[]; readonly end: object | undefined };

const globals = (notes: unknown[]) => ({
  note: (value: unknown) => notes.push(JSON.stringify(value)),
  process: { pid: 1 },
  URL: class {},
});

async function asCells(cells: readonly string[]): Promise<Meaning> {
  const notes: unknown[] = [];
  const ran = await notebook.run(cells, globals(notes));
  return { notes, end: ran.find((each) => 'throws' in each) ?? ran.at(-1) };
}

/** The whole as one script, whose types TypeScript takes away: it changes no name and leaves no statement out. */
async function asScript(statements: readonly string[]): Promise<Meaning> {
  const notes: unknown[] = [];
  const last = statements.at(-1) ?? '';
  const isShown = !/^(?:type|for)\b/.test(last);
  // The value of an empty last statement is not that of the one before.
  const text = [...statements.slice(0, -1), ';void 0', last, isShown ? '' : ';void 0'].join('\n');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, isolatedModules: true },
  });
  const [end] = await notebook.evaluate(
    [`"use strict";\n${outputText.replace(/^export \{\};$/m, '')}`],
    globals(notes),
  );
  return { notes, end };
}

test('random programs mean the same as cells as they do as one script', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(2_000), { minLength: 30, maxLength: 120 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      async (choices, breaks) => {
        const statements = randomProgram(choices);
        const cells: string[] = [];
        for (const [i, each] of statements.entries()) {
          const before = cells.at(-1);
          if (before === undefined || breaks[i % breaks.length]) cells.push(each);
          else cells[cells.length - 1] = `${before}\n${each}`;
        }
        expect({ cells, ...(await asCells(cells)) }).toEqual({ cells, ...(await asScript(statements)) });
      },
    ),
    { seed: 20_26, numRuns: runs },
  );
}, 600_000);
