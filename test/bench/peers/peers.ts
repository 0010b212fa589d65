/**
 * Puts other libraries beside ours: same machine, same run, same data, same batches; examples per second of training.
 *
 *   npm run bench:peers -- [--json FILE] [--only mmoe,esmm] [--batches 32,256] [--seconds N] [--rounds N] [--peers pytorch,keras,paddle,tfjs]
 *   npm run bench:peers -- --models all [--json FILE] [--batches 256] [--seconds N] [--rounds N] [--threads N]
 *
 * With `--models`, names of the catalog or `all`: each of them at batch 256, beside PyTorch with a Linear for each layer. With
 * `--threads` all run on so many: on a busy machine, one, as PyTorch's threads then wait for one another most of the time.
 *
 * Makes a Python virtual environment in out/bench-peers; needs census-income as `bench:trainer` does. Peers get the inputs
 * that they are written for (one-hot columns laid out, 499 wide) and, where they can, the faster look-up; of one thread and of
 * all threads the better counts. Ours and theirs take turns, three rounds without `--rounds`, and the median counts: a machine of which
 * others have a part is not the same a minute later. A quiet one is worth waiting for: threads that wait for one another suffer most.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CatalogName, catalog } from '../../../kernel/multitask/models/index.ts';
import { type About, aboutRun } from '../about.ts';
import { writeBenchData } from '../bench-data.ts';
import { titleOf } from '../case-title.ts';
import {
  createBenchData,
  flopsOf,
  measureFit,
  median,
  modelCases,
  publicCases,
  type Speed,
  type TrainerCase,
  trainerCases,
} from '../trainer/cases.ts';
import { matrixPeak } from '../trainer/matrix-peak.ts';
import { writeResult } from '../write-result.ts';
import { type Measured, packageSize, peersOf, published, summary } from './summary.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    batches: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    peers: { type: 'string' },
    models: { type: 'string' },
    threads: { type: 'string' },
  },
});
const about = aboutRun('bench:peers', { ...values, json: undefined });
const load = loadavg()[0];
const seconds = values.seconds ?? '4';
const rounds = Number(values.rounds);
const threads = values.threads === undefined ? undefined : Number(values.threads);

/** A script and the ways it trains a model. */
type Peer = {
  readonly name: string;
  readonly script: string;
  readonly variants: Partial<Record<TrainerCase['model'], string[]>>;
};

const census = ['eager', 'fused', 'bag', 'compile', 'compile-bag'];
const peers: readonly Peer[] = [
  {
    name: 'pytorch',
    script: 'pytorch.py',
    variants: { mmoe: census, 'shared-bottom': census, esmm: ['eager', 'sparse', 'fused'] },
  },
  {
    name: 'keras',
    script: 'keras_tensorflow.py',
    variants: { mmoe: ['dense'], 'shared-bottom': ['dense'], esmm: ['dense'] },
  },
  {
    name: 'pytorch',
    script: 'pytorch_models.py',
    variants: Object.fromEntries(
      (
        [
          'single-task',
          'omoe',
          'ple',
          'adatt',
          'dselect-k',
          'dbmtl',
          'aitm',
          'stem',
          'pepnet',
          'escm2',
          'dcmt',
        ] as const
      ).map((model) => [model, ['eager']]),
    ),
  },
  {
    name: 'pytorch',
    script: 'pytorch_rechub.py',
    variants: Object.fromEntries(
      publicCases(Object.keys(catalog) as CatalogName[], 256).map(({ model }) => [model, [published]]),
    ),
  },
  { name: 'paddle', script: 'paddle_rec.py', variants: { mmoe: ['dygraph'], 'shared-bottom': ['dygraph'] } },
];

/** What `--json` writes. */
export type PeersResult = {
  readonly about: About;
  /** Of the machine in the minute before; absent in results of before it was kept. */
  readonly load?: number;
  /**
   * Of one thread, 10⁹ floating-point operations a second: our matrix kernel's, and PyTorch's where it was measured; and `training`,
   * our kernel's on each of as many threads as train.
   */
  readonly peak: {
    readonly gigaflops: number;
    readonly build: string;
    readonly native?: number | undefined;
    readonly training?: number;
  };
  readonly ours: readonly Measured[];
  readonly theirs: readonly PeerSpeed[];
  /** Bytes: the most memory that the process held that measured ours and tfjs, and the package. */
  readonly memory?: number | undefined;
  readonly package?: ReturnType<typeof packageSize> | undefined;
};

export type PeerSpeed = Omit<Speed, 'trainer'> & {
  readonly peer: string;
  readonly model: string;
  readonly variant: string;
  readonly batch: number;
  readonly rows: number | null;
  readonly threads: number;
  /** Between what the rounds' examples per second lay; absent in results of before there were rounds. */
  readonly range?: readonly number[];
};

const folder = 'out/bench-peers';
const python = join(folder, 'venv', 'bin', 'python');
const chosenPeers = (values.peers ?? (values.models ? 'pytorch' : 'pytorch,keras,paddle,tfjs')).split(',');
const names = values.models === 'all' ? (Object.keys(catalog) as CatalogName[]) : values.models?.split(',');
const all = names?.flatMap((name) =>
  (values.batches ?? '256').split(',').flatMap((batch) => {
    const some = [modelOf(name)];
    return [...modelCases(some, Number(batch)), ...publicCases(some, Number(batch))];
  }),
);
const cases = (all ?? trainerCases).filter(
  ({ model, batch }) =>
    (values.only?.split(',').includes(model) ?? true) && (values.batches?.split(',').includes(`${batch}`) ?? true),
);
prepare();
await writeBenchData(join(folder, 'data'), [...new Set(cases.flatMap(({ rows }) => rows ?? []))]);

const data = createBenchData();
const { gigaflops, build } = await matrixPeak();
const { gigaflops: training } = await matrixPeak(availableParallelism());
const native = nativePeak();
console.log(
  `Matrix product, one thread: WebAssembly (${build}) ${gigaflops.toFixed(0)} GFLOP/s, PyTorch ${native ?? '(not measured)'} GFLOP/s; ` +
    `WebAssembly on each of ${availableParallelism()} threads ${training.toFixed(0)} GFLOP/s.\n`,
);
const ours: Measured[] = [];
const theirs: PeerSpeed[] = [];
const kindOf = ({ model, like }: TrainerCase) => `${model} ${like ?? ''}`;
for (const kind of new Set(cases.map(kindOf))) {
  const some = cases.filter((one) => kindOf(one) === kind);
  const [mine, others]: [Measured[], PeerSpeed[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const one of some) {
      const fit = threads === undefined ? {} : { threads };
      const speed = await measureFit(one, await data(one), { seconds: Number(seconds), fit });
      mine.push({ ...one, ...speed, flops: flopsOf(one, await data(one)) });
    }
    if (chosenPeers.includes('tfjs')) for (const one of some) others.push(await measureTfjs(one));
    for (const peer of peers.filter(({ name }) => chosenPeers.includes(name)))
      for (const count of new Set(threads === undefined ? [1, availableParallelism()] : [threads]))
        others.push(...measurePeer(peer, some, count));
  }
  ours.push(...medians(mine, ({ batch, rows }) => `${batch} ${rows}`));
  theirs.push(
    ...medians(others, ({ peer, variant, batch, rows, threads }) => [peer, variant, batch, rows, threads].join()),
  );
  for (const one of some) print(one);
}
const memory = 1024 * process.resourceUsage().maxRSS;
const size = packageSize();
console.log(`## Targets\n\n${summary(ours, theirs, { wasm: training, native })}\n`);
console.log(`Versions: ${[...new Set(theirs.map(({ peer }) => peer))].join('; ')}; Node ${process.version}.`);
console.log(
  `The process that measured ours and tfjs held at most ${megabytes(memory)}. ` +
    `The package is ${megabytes(size.packed)} packed, ${megabytes(size.unpacked)} unpacked.`,
);
if (values.json !== undefined) {
  const peak = { gigaflops, build, native, training };
  writeResult(values.json, { about: about(), load, peak, ours, theirs, memory, package: size } satisfies PeersResult);
}

/** Of all rounds that measured the same, the median speeds, and between which wall times' lay. */
function medians<Round extends Omit<Speed, 'trainer'>>(
  all: readonly Round[],
  keyOf: (round: Round) => string,
): Round[] {
  return [...new Set(all.map(keyOf))].map((key) => {
    const same = all.filter((each) => keyOf(each) === key);
    const wall = same.map(({ perSecond }) => perSecond);
    const range = [Math.min(...wall), Math.max(...wall)];
    return { ...same[0], perSecond: median(wall), perCpuSecond: median(same.map((each) => each.perCpuSecond)), range };
  });
}

function modelOf(name: string): CatalogName {
  if (name in catalog) return name as CatalogName;
  throw new Error(`--models takes all, or some of ${Object.keys(catalog).join(', ')}: got "${name}".`);
}

/** A package that cannot be installed costs its own figures, not the others'. */
function prepare(): void {
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', join(folder, 'venv')], { stdio: 'inherit' });
  const needed = {
    pytorch: ['torch', 'numpy', 'torch-rechub'],
    keras: ['tensorflow-cpu', 'keras'],
    paddle: ['paddlepaddle'],
  };
  for (const [peer, packages] of Object.entries(needed)) {
    if (!chosenPeers.includes(peer)) continue;
    try {
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      console.log(`skipped: ${packages.join(', ')} cannot be installed (${(error as Error).message.split('\n')[0]})`);
    }
  }
}

function measurePeer({ name, script, variants }: Peer, some: readonly TrainerCase[], threads: number): PeerSpeed[] {
  const [{ model, like }] = some;
  const ways = (variants[model] ?? []).filter((variant) => {
    return like === undefined ? variant !== published && (!values.models || variant === 'eager') : variant === like;
  });
  return ways.flatMap((variant) => {
    const names = some.map(({ model, batch, rows }) => [model, variant, batch, ...(rows ? [rows] : [])].join(':'));
    const lines = runPython(join('test/bench/peers', script), [join(folder, 'data'), seconds, `${threads}`, ...names]);
    if (lines.length < names.length) console.log(`skipped: ${name} ${variant} on ${threads} threads, see above`);
    return lines.map((line) => JSON.parse(line) as PeerSpeed);
  });
}

function nativePeak(): number | undefined {
  const [peak] = chosenPeers.includes('pytorch') ? runPython('test/bench/peers/native_peak.py', []) : [];
  return peak === undefined ? undefined : Number(peak);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The lines that a script printed before it ended or broke off. */
function runPython(script: string, args: readonly string[]): string[] {
  try {
    return lines(execFileSync(python, [script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    console.log(stderr.trim().split('\n').at(-1));
    return lines(stdout);
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

async function measureTfjs(one: TrainerCase): Promise<PeerSpeed> {
  const { trainer, ...speed } = await measureFit(one, await data(one), { seconds: 2, epochs: 3, trainer: 'tfjs' });
  return { ...one, rows: one.rows ?? null, ...speed, peer: trainer, variant: 'fit', threads: 1 };
}

function print(one: TrainerCase): void {
  const mine = ours.find((each) => kindOf(each) === kindOf(one) && each.batch === one.batch && each.rows === one.rows);
  const beside = peersOf(one, theirs);
  if (!mine) return;
  console.log(`## ${titleOf(one)}\n\n| | examples/s | ours is | per CPU second | ours is |\n|---|---|---|---|---|`);
  console.log(`| ours (${mine.trainer}) | ${thousands(mine.perSecond)} | | ${thousands(mine.perCpuSecond)} | |`);
  for (const each of beside.toSorted((a, b) => b.perSecond - a.perSecond)) {
    const name = `${each.peer} ${each.variant}, ${each.threads} thread${each.threads === 1 ? '' : 's'}`;
    const ratios = [mine.perSecond / each.perSecond, mine.perCpuSecond / each.perCpuSecond].map(
      (ratio) => `${ratio.toFixed(1)}×`,
    );
    console.log(
      `| ${name} | ${thousands(each.perSecond)} | ${ratios[0]} | ${thousands(each.perCpuSecond)} | ${ratios[1]} |`,
    );
  }
  console.log('');
}

function thousands(perSecond: number): string {
  return perSecond < 10_000 ? `${(perSecond / 1000).toFixed(1)} k` : `${Math.round(perSecond / 1000)} k`;
}
