import { cosineBars } from '../../../../kernel/payloads/reading/conflicts/bars.ts';
import type { TrainingConflicts } from '../../../../kernel/payloads/training-conflicts.ts';
import { chartWidths, type Scene, stretchOf } from '../scene.ts';

/** Where the steps stand in a strip: below the same place of the loss charts. */
export type StripPlace = {
  /** Pixels left of the strip, and its own. */
  readonly left: number;
  readonly width: number;
  /** Pixels from its left edge. */
  readonly x: (step: number) => number;
  readonly stepAt: (pixels: number) => number;
  /** The steps that it shows. */
  readonly steps: readonly [number, number];
};

/** As the plot of a loss chart ends. */
const right = 6;

export function stripPlace(scene: Scene): StripPlace {
  const { axis, room, zoom } = scene;
  const width = Math.max(40, chartWidths(scene).loss - room.loss - right);
  const stretch = stretchOf(scene) ?? { from: 0, to: axis.steps };
  const [low, high] = zoom ?? [0, axis.at(axis.steps)];
  const span = high - low || 1;
  return {
    left: room.loss,
    width,
    x: (step) => (width * (axis.at(step) - low)) / span,
    stepAt: (pixels) => axis.stepAt(low + (span * pixels) / width),
    steps: [stretch.from, stretch.to],
  };
}

/** The bars of a part and a pair, each at least four pixels wide. */
export function barsOf(
  { stepsPerBucket, series }: TrainingConflicts,
  part: number,
  pair: number,
  lastStep: number,
  { steps: [from, to], x, width }: StripPlace,
) {
  const found = series[part]?.[pair];
  if (found === undefined) return [];
  const pixels = Math.min(width, x(lastStep)) - Math.max(0, x(from));
  const end = Math.min(to, lastStep);
  return end <= from
    ? []
    : cosineBars(found, stepsPerBucket, lastStep, Math.max(8, Math.floor(pixels / 4)), [from, end]);
}
