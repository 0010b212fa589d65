import { scaleLinear } from 'd3-scale';
import type { LabelledScale } from '../payloads/reading/scale.ts';
import { label } from './label.ts';
import { light } from './light.ts';
import { type Svg, svg } from './svg.ts';

/** Where a chart's data go, in pixels of the picture. */
export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export type Chart = {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Horizontal lines with their values at the left; the lowest is the axis. */
  readonly grid: Svg;
};

export function chartIn(box: Box, xs: readonly [number, number], { low, high, ticks }: LabelledScale): Chart {
  const x = scaleLinear([...xs], [box.left, box.right]);
  const y = scaleLinear([low, high], [box.bottom, box.top]);
  const lines = ticks.map(({ at: value, text }, i) => {
    const at = y(value);
    return [
      svg('path', {
        d: `M${box.left} ${Math.round(at * 10) / 10}H${box.right}`,
        stroke: i === 0 ? light.hairline : light.grid,
      }),
      label(box.left - 6, at + 4, text, {
        size: 11,
        fill: light.dim,
        anchor: 'end',
      }),
    ].join('');
  });
  return { x, y, grid: lines.join('') };
}
