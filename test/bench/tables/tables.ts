/**
 * Trains what others publish tables of, and prints their figures beside ours, as Markdown: PaddleRec's Shared-Bottom and
 * MMoE on census-income, PLE against other models, ESMM against models of clicked rows.
 *
 *   npm run bench:tables -- [--json FILE] [--only seed,esmm,ple] [--seeds N] [--epochs N]
 *
 * `seed` and `ple` need census-income in MULTITASK_DATA or in the cache. Without `--seeds`: 3 for PaddleRec's table, 10 for
 * the others. The numbers are those of `test/bench/tables/result.ts`; they do not depend on how busy the machine is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import { aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { esmmTable } from './esmm-table.ts';
import { pleTable } from './ple-table.ts';
import type { TablesResult } from './result.ts';
import { seedTable } from './seed-table.ts';
import { tablesText } from './text.ts';

type PartName = Exclude<keyof TablesResult, 'kind'>;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: 'seed,esmm,ple' },
    seeds: { type: 'string' },
    epochs: { type: 'string' },
  },
});
const library = createMultitask();
const tell = (line: string) => console.error(line);
const seeds = (usual: number) => Array.from({ length: Number(values.seeds ?? usual) }, (_, i) => i + 1);
const epochs = (usual: number) => Number(values.epochs ?? usual);
let read: Promise<Dataset> | undefined;
const census = () => (read ??= library.datasets.censusIncome());

/** Each gives its table as often as it knows more. */
const parts: { readonly [Part in PartName]: () => AsyncGenerator<Omit<Required<TablesResult>[Part], 'about'>> } = {
  seed: async function* () {
    yield* seedTable(library, await census(), { seeds: seeds(3), epochs: epochs(10), tell });
  },
  esmm: () => esmmTable(library, { seeds: seeds(10), mostEpochs: epochs(10), tell }),
  ple: async function* () {
    yield* pleTable(library, await census(), { seeds: seeds(10), mostEpochs: epochs(10), tell });
  },
};

const wanted = values.only.split(',');
const unknown = wanted.find((part) => !(part in parts));
if (unknown !== undefined)
  throw new Error(`--only takes ${Object.keys(parts).join(', ')}, with commas between: got "${unknown}".`);
const { json } = values;
for (const part of wanted as PartName[]) {
  const about = aboutRun('bench:tables', { only: part, epochs: values.epochs });
  let made: TablesResult = { kind: 'bench-tables' };
  for await (const table of parts[part]()) {
    made = { ...made, [part]: { about: about({ seeds: `${table.seeds.length}` }), ...table } };
    // As often as there is one, so that a run that is broken off leaves what it has.
    if (json !== undefined) writeResult(json, { ...before(json), ...made });
  }
  console.log(`${tablesText(made)}\n`);
}

function before(file: string): Partial<TablesResult> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
