import { figurePicture } from '../../../kernel/pictures/index.ts';
import { titleOf } from '../case-title.ts';
import type { KernelResult } from '../kernel/kernel.ts';
import type { PeersResult } from '../peers/peers.ts';
import type { ScalingResult } from '../trainer/scaling.ts';
import { fastestOf, peerColumns } from './speed-figure.ts';

type Figure = { readonly data: readonly object[]; readonly layout: object };

/** Training examples a second of every case, ours beside each peer; the axis is logarithmic. */
export function speedPlot(result: PeersResult): string {
  const x = result.ours.map(titleOf).map((title) => title.replace('batch ', ''));
  const y = (column?: (typeof peerColumns)[number]) =>
    result.ours.map((mine) => (column ? fastestOf(result, mine, column) : mine.perSecond) || null);
  return drawn({
    data: [undefined, ...peerColumns].map((column) => ({
      type: 'scatter',
      mode: 'markers',
      name: column?.title.en ?? 'ours',
      marker: { size: column ? 6 : 10 },
      x,
      y: y(column),
    })),
    layout: {
      title: { text: 'Training examples a second, by model and batch size' },
      height: 460,
      yaxis: { type: 'log', title: { text: 'examples a second' } },
    },
  });
}

/** Processor time of an example against that of the first line, as each of four things grows. */
export function scalingPlot({ measured }: ScalingResult): string {
  return drawn({
    data: Object.entries(measured).map(([what, points]) => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: what,
      x: points.map((point) => point[what as 'batch' | 'rows' | 'experts' | 'tasks'] / firstOf(points, what)),
      y: points.map(({ nanoseconds }) => nanoseconds / points[0].nanoseconds),
    })),
    layout: {
      title: { text: 'What an example costs as a run grows, against the smallest' },
      height: 380,
      xaxis: { type: 'log', title: { text: 'times as large' } },
      yaxis: { type: 'log', title: { text: 'times the processor time' } },
    },
  });
}

/** How long each kernel takes for what a person waits for, in milliseconds; the axis is logarithmic. */
export function kernelPlot({ kernels, results }: KernelResult): string {
  const timed = Object.entries(results).filter(([, cells]) => cells.ours?.figure?.unit === 'ms');
  return drawn({
    data: kernels.map(({ name }) => ({
      type: 'scatter',
      mode: 'markers',
      name,
      marker: { size: name === 'ours' ? 10 : 6 },
      x: timed.map(([title]) => title.replace(/, median.*/, '')),
      y: timed.map(([, cells]) => cells[name as keyof typeof cells]?.figure?.value ?? null),
    })),
    layout: {
      title: { text: 'Milliseconds, by what is waited for; no dot: no answer' },
      height: 460,
      yaxis: { type: 'log', title: { text: 'ms' } },
    },
  });
}

function firstOf(points: readonly object[], what: string): number {
  return (points[0] as Record<string, number>)[what];
}

function drawn(figure: Figure): string {
  const picture = figurePicture(figure);
  if (picture === undefined) throw new Error('A plot of the results has more than lines, points and bars.');
  return `${picture}\n`;
}
