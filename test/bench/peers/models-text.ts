import { catalog } from '../../../kernel/multitask/models/index.ts';
import { aboutText } from '../about.ts';
import { titleOf } from '../case-title.ts';
import { markdownTable } from '../markdown.ts';
import type { PeersResult } from './peers.ts';
import { peersOf } from './summary.ts';

/** What `npm run bench:peers -- --models all --json FILE` found: each model beside the same network in PyTorch. */
export function modelSpeedText({ about, load, ours, theirs }: PeersResult): string {
  const rows = ours.flatMap((mine) => {
    const peers = peersOf(mine, theirs);
    if (peers.length === 0) return [];
    const most = (speed: 'perSecond' | 'perCpuSecond') => Math.max(...peers.map((peer) => peer[speed]));
    const cells = (['perSecond', 'perCpuSecond'] as const).flatMap((speed) => [
      thousands(mine[speed]),
      thousands(most(speed)),
      `${(mine[speed] / most(speed)).toFixed(1)} ×`,
    ]);
    return [[titleOf(mine), ...cells]];
  });
  const alone = ours
    .filter((mine) => mine.like === undefined && peersOf(mine, theirs).length === 0)
    .map(({ model }) => catalog[model].title);
  const versions = [...new Set(theirs.map(({ peer }) => peer))].join('; ');
  return [
    '## Each model beside PyTorch',
    'Examples of training, in thousands a second and in thousands a second of processor time. The peer is the same network with a Linear ' +
      'for each expert and tower (`test/bench/peers`), on the same rows, in the same run, of one thread and of all the faster. “As in ' +
      'torch-rechub” is the public class of that library, which embeds each column and normalises each layer over the batch, beside ours with ' +
      'the same widths, an embedding for each column and batch norm in the towers (experts have none in ours).',
    markdownTable(['', 'ours, a second', 'PyTorch', 'ours is', 'ours, a CPU second', 'PyTorch', 'ours is'], rows),
    ...(alone.length > 0 ? [`${alone.join(', ')}: without a peer, as the authors’ code is not public.`] : []),
    `${aboutText(about)} ${versions}. Load of the machine when it began: ${load?.toFixed(1) ?? 'not kept'}.`,
  ].join('\n\n');
}

function thousands(perSecond: number): string {
  const count = perSecond / 1000;
  return `${count.toLocaleString('en-US', { maximumFractionDigits: count < 10 ? 1 : 0 })} k`;
}
