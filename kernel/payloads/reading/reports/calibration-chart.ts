import type { CalibrationBinPayload, CalibrationPayloadTask } from '../../calibration.ts';
import { type LabelledScale, labelledScale, type Range, tickRoom } from '../scale.ts';
import { textWidth } from '../text-width.ts';

/** The curve of one task in pixels: the same axis across and up, so that the diagonal is where both agree. */
export type CalibrationChart = {
  /** Of all, from the top of the plot to the words below the axis. */
  readonly width: number;
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly ticks: readonly { readonly text: string; readonly x: number; readonly y: number }[];
  readonly points: readonly CalibrationPoint[];
  /** Of the histogram, below the plot. */
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  /** The foot of the bars, and the line of the axis' words. */
  readonly foot: number;
  readonly words: number;
};

export type CalibrationPoint = {
  readonly bin: CalibrationBinPayload;
  readonly x: number;
  readonly y: number;
  /** Ends of the interval, within the plot; none where there is no interval. */
  readonly interval: readonly [number, number] | undefined;
};

export function calibrationChart({ curve }: CalibrationPayloadTask, width: number): CalibrationChart | undefined {
  if (!curve) return undefined;
  const { bins, histogram } = curve;
  const scale = axisOf(histogram, width - 60);
  const left = tickRoom(scale, 28);
  const side = Math.max(60, width - left - endRoom);
  const plot = { left, right: left + side, top: 6, bottom: 6 + side };
  const share = (value: number) => (value - scale.low) / (scale.high - scale.low);
  const x = (value: number) => plot.left + side * share(value);
  const y = (value: number) => plot.bottom - side * share(value);
  const inside = (at: number) => Math.max(plot.top, Math.min(plot.bottom, at));
  const foot = plot.bottom + gap + barRoom;
  const most = Math.max(1, ...histogram.counts);
  const part = (histogram.high - histogram.low) / histogram.counts.length;
  return {
    width,
    height: foot + wordsRoom,
    plot,
    ticks: scale.ticks.map(({ at, text }) => ({ text, x: x(at), y: y(at) })),
    points: bins.map((bin) => ({
      bin,
      x: x(bin.predicted),
      y: y(bin.observed),
      interval: bin.low === null || bin.high === null ? undefined : [inside(y(bin.low)), inside(y(bin.high))],
    })),
    bars: histogram.counts.flatMap((rows, i) => {
      if (rows === 0) return [];
      const height = Math.max(1, barRoom * Math.sqrt(rows / most));
      const from = x(histogram.low + i * part);
      return [
        { x: from, y: foot - height, width: Math.max(0.5, x(histogram.low + (i + 1) * part) - from - 0.5), height },
      ];
    }),
    foot,
    words: foot + 14,
  };
}

/** With as many ticks as find room beside each other. */
function axisOf(range: Range, width: number): LabelledScale {
  const scales = [5, 4, 3, 2].map((intervals) => labelledScale(range, intervals));
  const fits = ({ ticks }: LabelledScale) =>
    ticks.every(({ text }) => textWidth(text, 11) + 12 <= width / Math.max(1, ticks.length - 1));
  return scales.find(fits) ?? labelledScale(range, 1);
}

/** Pixels: right of the plot, between plot and histogram, of the histogram, and below it. */
const endRoom = 16;
const gap = 4;
const barRoom = 34;
const wordsRoom = 34;
