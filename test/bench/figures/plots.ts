import { figurePicture } from '../../../kernel/pictures/index.ts';
import { titleOf } from '../case-title.ts';
import type { KernelResult } from '../kernel/kernel.ts';
import type { PeersResult } from '../peers/peers.ts';
import type { ScalingResult } from '../trainer/scaling.ts';
import { fastestOf, peerColumns } from './speed-figure.ts';

type Figure = { readonly data: readonly object[]; readonly layout: object };

/** Training examples a second of every case, ours beside each peer; the axis is logarithmic. */
export function speedPlot(result: PeersResult): string {
  const { ours } = result;
  const columns = peerColumns.map((column) =>
    dots(
      column.title.en,
      ours.map((mine) => [titleOf(mine), fastestOf(result, mine, column) || undefined]),
    ),
  );
  const mine = dots(
    'ours',
    ours.map((each) => [titleOf(each), each.perSecond]),
  );
  return rows('Training examples a second', 'examples a second', [mine, ...columns]);
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
  const title = 'How long a person waits for each kernel; no dot: no answer';
  return rows(
    title,
    'milliseconds',
    kernels.map(({ name }) =>
      dots(
        name,
        timed.map(([what, cells]) => [what, cells[name as keyof typeof cells]?.figure?.value]),
      ),
    ),
  );
}

type Dots = { readonly name: string; readonly places: readonly (readonly [string, number | undefined])[] };

function dots(name: string, places: Dots['places']): Dots {
  return { name, places };
}

/** A line for each place from top to bottom, a dot for each of `all`; ours are larger. */
function rows(title: string, unit: string, all: readonly Dots[]): string {
  const names = all[0].places.map(([name]) => name);
  return drawn({
    data: all.map(({ name, places }) => {
      const known = places.filter(([, value]) => value !== undefined && value > 0).toReversed();
      const [x, y] = [known.map(([, value]) => value), known.map(([place]) => place)];
      return { type: 'scatter', mode: 'markers', name, marker: { size: name === 'ours' ? 11 : 7 }, x, y };
    }),
    layout: {
      title: { text: title },
      height: 130 + 22 * names.length,
      xaxis: { type: 'log', title: { text: unit } },
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
