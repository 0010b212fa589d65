/**
 * What the models of the catalog are worth, on census-income and on data whose truth is known, and which claims of their papers
 * can be seen here; as Markdown.
 *
 *   npm run bench:science -- [--json FILE] [--only census,funnel,claims,balance] [--seeds N] [--folder FOLDER]
 *
 * `--only claims --seeds 0` trains nothing: it tells anew what the tables of the other parts say about claims.
 *
 * `census` and `balance` need census-income in MULTITASK_DATA or in the cache. Runs are kept in FOLDER (out/bench-science) by their rows,
 * network and options: the command, given again, goes on where it was broken off, and trains only what is new. `claims` reads
 * the other two parts of FILE where they are there. The numbers do not depend on how busy the machine is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { balanceExperiment, balanceScience } from './balance.ts';
import { censusScience } from './census.ts';
import { claimsScience } from './claims.ts';
import { runExperiment } from './experiment.ts';
import { funnelExperiment, funnelScience } from './funnel.ts';
import type { ScienceResult } from './result.ts';
import { scienceText } from './text.ts';

type PartName = Exclude<keyof ScienceResult, 'kind'>;
type PartOf<Name extends PartName> = Omit<Required<ScienceResult>[Name], 'about' | 'load'>;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: 'census,funnel,claims,balance' },
    seeds: { type: 'string', default: '10' },
    folder: { type: 'string', default: 'out/bench-science' },
  },
});
const { json, folder } = values;
const seeds = Number(values.seeds);
const library = createMultitask({ warn: (line) => console.error(line) });
const tell = (line: string) => console.error(line);

/** Each gives its table as often as it knows more. */
const parts: { readonly [Name in PartName]: () => AsyncGenerator<PartOf<Name>> } = {
  census: async function* () {
    yield await censusScience(library, await library.datasets.censusIncome(), seeds, join(folder, 'census'));
  },
  funnel: async function* () {
    const runs = runExperiment(library, funnelExperiment(seeds), join(folder, 'funnel.jsonl'), tell);
    for await (const found of runs) yield funnelScience(found);
  },
  claims: () => claimsScience(library, before(), seeds, folder, tell),
  balance: async function* () {
    const experiment = balanceExperiment(library, await library.datasets.censusIncome(), seeds);
    const runs = runExperiment(library, experiment, join(folder, 'balance.jsonl'), tell);
    for await (const found of runs) yield balanceScience(found);
  },
};

const wanted = values.only.split(',');
const unknown = wanted.find((part) => !(part in parts));
if (unknown !== undefined)
  throw new Error(`--only takes ${Object.keys(parts).join(', ')}, with commas between: got "${unknown}".`);
let made: ScienceResult = { kind: 'bench-science' };
for (const part of wanted as PartName[]) {
  const [about, load] = [aboutRun('bench:science', { only: part }), loadavg()[0]];
  const trained = seeds > 0 ? undefined : before()[part];
  for await (const table of parts[part]()) {
    // A part that was broken off has fewer seeds than were asked for; claims count theirs one by one.
    const done = 'seeds' in table ? `${table.seeds.length}` : values.seeds;
    made = {
      ...made,
      [part]: { about: trained?.about ?? about({ seeds: done }), load: trained?.load ?? load, ...table },
    };
    // As often as there is one, so that a run that is broken off leaves what it has.
    if (json !== undefined) writeResult(json, { ...before(), ...made });
  }
}
console.log(scienceText(made));

function before(): Partial<ScienceResult> {
  return { ...(json !== undefined && existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : {}), ...made };
}
