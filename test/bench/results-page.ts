import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { balancePicture } from './balance/picture.ts';
import type { BalanceResult } from './balance/result.ts';
import { balanceText } from './balance/text.ts';
import type { ClusterResult } from './cluster/result.ts';
import { clusterFigure } from './figures/cluster-figure.ts';
import { kernelFigure } from './figures/kernel-figure.ts';
import { kernelPlot, scalingPlot, speedPlot } from './figures/plots.ts';
import { scalingFigure } from './figures/scaling-figure.ts';
import { speedFigure } from './figures/speed-figure.ts';
import type { KernelResult } from './kernel/kernel.ts';
import { paperPicture } from './paper/picture.ts';
import type { PaperResult } from './paper/result.ts';
import { paperText } from './paper/text.ts';
import { modelSpeedText } from './peers/models-text.ts';
import type { PeersResult } from './peers/peers.ts';
import type { ScienceResult } from './science/result.ts';
import { scienceText } from './science/text.ts';
import type { TablesResult } from './tables/result.ts';
import { tablesText } from './tables/text.ts';
import type { ScalingResult } from './trainer/scaling.ts';

/**
 * The files in the folder of results that show in full what the benches found there, by name: a page, and the pictures on it.
 */
export function resultsPage(folder: string): Readonly<Record<string, string>> {
  const tables: TablesResult = JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8'));
  const paper: PaperResult = JSON.parse(readFileSync(join(folder, 'paper.json'), 'utf8'));
  const science: ScienceResult = JSON.parse(readFileSync(join(folder, 'science.json'), 'utf8'));
  const peersOfModels: PeersResult = JSON.parse(readFileSync(join(folder, 'peers-models.json'), 'utf8'));
  const balance: BalanceResult = JSON.parse(readFileSync(join(folder, 'balance.json'), 'utf8'));
  const peers: PeersResult = JSON.parse(readFileSync(join(folder, 'peers.json'), 'utf8'));
  const peersOnNode24: PeersResult = JSON.parse(readFileSync(join(folder, 'peers-node24.json'), 'utf8'));
  const scaling: ScalingResult = JSON.parse(readFileSync(join(folder, 'scaling.json'), 'utf8'));
  const cluster: ClusterResult = JSON.parse(readFileSync(join(folder, 'cluster.json'), 'utf8'));
  const kernel: KernelResult = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
  const page = [
    '# What was measured',
    'Written by `npm run figures` from the JSON files beside it. A standard error or an interval stands behind every mean; where an ' +
      'interval covers 0, two models are not distinguishable by it.',
    tablesText(tables),
    scienceText(science),
    paperText(paper),
    '![Mean test loss of three models by step at three correlations, and paired differences with 95 % intervals](paper.svg)',
    balanceText(balance),
    '![Test loss of two tasks by step, with equal weights and with GradNorm](balance.svg)',
    '## Speed beside others',
    'Training examples per second, in thousands; in brackets, how many times as fast ours is. Peers get the inputs they are written ' +
      'for and, of one thread and all, the better.',
    speedFigure(peers, 'en'),
    '![Training examples a second of each case, ours beside each peer](speed.svg)',
    '### ESMM on Node 24, with vectors of 256 bits',
    'Beside PyTorch alone.',
    speedFigure(peersOnNode24, 'en'),
    modelSpeedText(peersOfModels),
    '## A Ray cluster beside this machine',
    'Two hosts as network namespaces on one machine, so that the workers share its cores; the files are read, too. Seconds besides are those of a job that begins, ' +
      'with its Python and PyTorch, and ends.',
    clusterFigure(cluster, 'en'),
    '## What an example costs as a run grows',
    'MMoE, processor time of all threads; small batches pay for more steps of Adam.',
    scalingFigure(scaling),
    '![Processor time of an example against the smallest run, as batch, rows, experts and tasks grow](scaling.svg)',
    '## The kernel beside others',
    'One client measures them all; words in place of a number say why a kernel has none.',
    kernelFigure(kernel),
    '![Milliseconds that each kernel takes, by what is waited for](kernel.svg)',
  ];
  return {
    'README.md': `${page.join('\n\n')}\n`,
    'paper.svg': `${paperPicture(paper)}\n`,
    'balance.svg': `${balancePicture(balance)}\n`,
    'speed.svg': speedPlot(peers),
    'scaling.svg': scalingPlot(scaling),
    'kernel.svg': kernelPlot(kernel),
  };
}
