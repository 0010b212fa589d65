import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder, censusFiles, censusSources, findFile, keepFile, textHash } from '../multitask/datasets/index.ts';
import { boolean, text } from '../multitask/options/index.ts';
import { errorMessage } from '../text/index.ts';
import {
  anyOperands,
  type FlagTable,
  flagsHelp,
  noOperands,
  onlyOperand,
  readCommandLine,
  UsageError,
} from './command-line/index.ts';

export const flags = {
  options: {
    from: {
      type: text,
      value: 'FOLDER',
      about: 'Take the files from a folder instead of downloading them; plain, .gz or .br',
    },
    list: { type: boolean, about: 'Show the datasets, and which are here' },
  },
} as const satisfies Readonly<Record<string, FlagTable>>;

export const help = `Gets a dataset, checks it, and keeps it for all notebooks.

Usage: multitask-notebook data NAME [--from FOLDER]
       multitask-notebook data --list

${flagsHelp(flags)}
This is the only command that uses the network. Files are kept in ${cacheFolder('')}.
A folder that MULTITASK_DATA names comes before them.

Examples:
  npx multitask-notebook data census-income
  npx multitask-notebook data census-income --from ~/Downloads
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given, operands } = readCommandLine(args, flags, anyOperands);
  const { from, list } = given.options;
  if (list) {
    noOperands(operands);
    listDatasets();
    return 0;
  }
  const name = onlyOperand('NAME')(operands);
  const dataset = knownDatasets.find((each) => each.name === name);
  if (!dataset) {
    throw new UsageError(
      `There is no dataset ${name}. There are ${knownDatasets.map((each) => each.name).join(', ')}.`,
    );
  }
  if (!dataset.files) {
    process.stdout.write(`There is nothing to get for ${name}. ${dataset.about}.\n`);
    return 0;
  }
  for (const file of dataset.files) await get(name, file, from);
  return 0;
}

type Source = { readonly file: string; readonly url: string; readonly sha256: string };

const knownDatasets: readonly { readonly name: string; readonly about: string; readonly files?: readonly Source[] }[] =
  [
    { name: 'census-income', about: 'US census 1994-95, 299,285 rows: income, marital status', files: censusSources },
    { name: 'ali-ccp', about: 'Taobao clicks and conversions, for those who hold a copy: datasets.aliCcp(FOLDER)' },
    { name: 'correlated-tasks', about: 'Generated: two tasks as related as you like, datasets.correlatedTasks()' },
    {
      name: 'click-funnel',
      about: 'Generated: clicks and conversions with known probabilities, datasets.clickFunnel()',
    },
    { name: 'domains', about: 'Generated: domains that have a known share in common, datasets.domains()' },
    { name: 'sequences', about: 'Generated: histories in which the target matters, datasets.sequences()' },
  ];

function listDatasets(): void {
  for (const { name, about, files } of knownDatasets) {
    process.stdout.write(`${name.padEnd(18)}${about}\n`);
    if (files) process.stdout.write(`${''.padEnd(18)}${whereIs()}\n`);
  }
}

function whereIs(): string {
  try {
    const { train, test } = censusFiles();
    return `here: ${train}, ${test}`;
  } catch {
    return 'not here yet';
  }
}

/** Finds the file in the folder, or in the cache, or downloads it. */
async function get(name: string, { file, url, sha256 }: Source, from: string | undefined): Promise<void> {
  const folder = cacheFolder(name);
  const plain = basename(file, '.gz');
  // The files of MULTITASK_DATA folders have short names.
  const names = [plain, plain.endsWith('.data') ? 'train.csv' : 'test.csv'];
  if (from !== undefined) {
    const found = findFile([from, join(from, name)], names);
    if (!found) throw new Error(`${from} has no ${plain}, plain or as .gz or .br.`);
    const ending = /\.(gz|br)$/.exec(found)?.[0] ?? '';
    await keep(found, folder, plain, ending, sha256);
    return;
  }
  const kept = findFile([folder], [plain]);
  if (kept && (await textHash(kept)) === sha256) {
    process.stdout.write(`${plain}: already here, checked: ${kept}\n`);
    return;
  }
  process.stdout.write(`${plain}: downloading ${url}\n`);
  try {
    await keep(new URL(url), folder, plain, '.gz', sha256);
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(
      [
        `${plain} could not be downloaded. ${reason}`,
        `Get ${censusSources.map((source) => source.url).join(' and ')} in another way,`,
        `e.g. in a browser, and then: npx multitask-notebook data ${name} --from FOLDER`,
        ...(kept ? [`${kept} is there, but is not the file expected.`] : []),
      ].join('\n'),
      { cause: error },
    );
  }
}

/** Only one of the file's forms is kept: another, e.g. a damaged one, could be found first. */
async function keep(from: string | URL, folder: string, plain: string, ending: string, sha256: string): Promise<void> {
  const kept = await keepFile(from, folder, plain + ending, sha256);
  for (const other of ['', '.gz', '.br']) if (other !== ending) await rm(join(folder, plain + other), { force: true });
  process.stdout.write(`${plain}: checked and kept as ${kept}\n`);
}
