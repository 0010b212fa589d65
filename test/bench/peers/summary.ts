import { execFileSync } from 'node:child_process';
import { aliCcpRows } from '../bench-data.ts';
import { titleOf } from '../case-title.ts';
import { markdownTable } from '../markdown.ts';
import type { Speed, TrainerCase } from '../trainer/cases.ts';
import type { PeerSpeed } from './peers.ts';

/** What ours should be, as a multiple of PyTorch with one Linear for each expert. */
const targets: Readonly<Record<string, number>> = {
  'mmoe 32': 10,
  'mmoe 256': 4,
  'mmoe 1024': 2.5,
  'mmoe 4096': 2,
  'shared-bottom 32': 6,
  'shared-bottom 256': 2.5,
  'shared-bottom 1024': 1.5,
  'shared-bottom 4096': 1.5,
  'esmm 32 100000': 3,
  'esmm 256 100000': 1.5,
  'esmm 1024 100000': 1,
  'esmm 4096 100000': 1,
  'esmm 1024 1000000': 1.5,
};

/** Of the models that have none of their own, at batch 256. */
const modelTarget = 3;

/** And of the fastest PyTorch whatever its form, on as many threads as serve it: for ESMM with 256-bit vectors, batch by batch. */
const fastestTargets: Readonly<Record<string, number>> = {
  mmoe: 1.5,
  'esmm 32 100000': 3,
  'esmm 256 100000': 2,
  'esmm 1024 100000': 1.5,
  'esmm 4096 100000': 1.3,
  ...Object.fromEntries([32, 256, 1024, 4096].map((batch) => [`esmm ${batch} ${aliCcpRows}`, 2])),
};

export type Measured = TrainerCase & Speed & { readonly flops: number; readonly range?: readonly number[] };

/** 10⁹ floating-point operations per second of a thread's processor time, of a large matrix product: ours on all threads at once. */
export type Peaks = { readonly wasm: number; readonly native: number | undefined };

/** One line for each target: how far ours is ahead, in wall time and in processor time, and of which peaks how much is reached. */
export function summary(ours: readonly Measured[], theirs: readonly PeerSpeed[], peaks: Peaks): string {
  const rows = ours.flatMap((mine) => {
    const beside = peersOf(mine, theirs).filter(({ peer }) => peer.startsWith('PyTorch'));
    const eager = beside.filter(({ variant }) => variant === 'eager' || variant === published);
    const key = [mine.model, mine.batch, ...(mine.rows ? [mine.rows] : [])].join(' ');
    const target =
      (mine.like === undefined ? undefined : modelTarget) ??
      targets[key] ??
      (mine.batch === 256 ? modelTarget : undefined);
    const fastest = fastestTargets[key] ?? fastestTargets[mine.model];
    return [
      row(mine, mine.like ?? 'eager', eager, target, peaks),
      ...(fastest !== undefined && mine.like === undefined ? [row(mine, 'the fastest', beside, fastest, peaks)] : []),
    ];
  });
  const head = [
    'case',
    'against PyTorch',
    'wall',
    'CPU',
    'target',
    'in wall time',
    'of the wasm peak',
    'of the native peak',
  ];
  return markdownTable(head, rows);
}

/** How the public classes of that library train. */
export const published = 'torch-rechub';

/** The peers of a case: public classes beside ours built alike, what was written for the bench beside the catalog's own. */
export function peersOf(one: TrainerCase, theirs: readonly PeerSpeed[]): PeerSpeed[] {
  return theirs.filter(
    ({ model, variant, batch, rows }) =>
      model === one.model &&
      batch === one.batch &&
      rows === (one.rows ?? null) &&
      (variant === published) === (one.like === published),
  );
}

function row(
  mine: Measured,
  name: string,
  peers: readonly PeerSpeed[],
  target: number | undefined,
  { wasm, native }: Peaks,
): string[] {
  const ratioOf = (speed: 'perSecond' | 'perCpuSecond') =>
    peers.length === 0 ? undefined : mine[speed] / Math.max(...peers.map((peer) => peer[speed]));
  const [wall, cpu] = [ratioOf('perSecond'), ratioOf('perCpuSecond')];
  const verdict =
    wall === undefined || target === undefined
      ? ''
      : wall >= target
        ? 'met'
        : `missed by ${Math.round(100 * (1 - wall / target))} %`;
  const reached = (mine.perCpuSecond * mine.flops) / 1e9;
  const share = (peak: number | undefined) => (peak === undefined ? '' : `${Math.round((100 * reached) / peak)} %`);
  return [titleOf(mine), name, times(wall), times(cpu), times(target), verdict, share(wasm), share(native)];
}

function times(ratio: number | undefined): string {
  return ratio === undefined ? '' : `${ratio.toFixed(1)} ×`;
}

/** Bytes of the packed package and of what it holds. */
export function packageSize(): { readonly packed: number; readonly unpacked: number } {
  const options = { encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 2 ** 26 } as const;
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'], options);
  const [{ size, unpackedSize }] = JSON.parse(told) as { size: number; unpackedSize: number }[];
  return { packed: size, unpacked: unpackedSize };
}
