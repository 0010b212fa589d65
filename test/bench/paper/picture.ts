import { area, line } from 'd3-shape';
import { taskMark } from '../../../kernel/payloads/marks.ts';
import { type LabelledScale, labelledScale } from '../../../kernel/payloads/reading/scale.ts';
import { type Box, type Chart, chartIn } from '../../../kernel/pictures/chart-box.ts';
import { label } from '../../../kernel/pictures/label.ts';
import { light } from '../../../kernel/pictures/light.ts';
import { picture, type Svg, svg } from '../../../kernel/pictures/svg.ts';
import { count } from '../../../kernel/text/index.ts';
import type { CorrelationResult, PaperModel, PaperResult } from './result.ts';

/**
 * The curves as an SVG: a column for each correlation; above, the mean test loss of each model by step; below, the paired
 * difference from Shared-Bottom with its 95 % interval.
 */
export function paperPicture({ correlations, seeds }: PaperResult): Svg {
  const losses = correlations.flatMap(({ models }) => models.flatMap(({ curve }) => curve.map(({ loss }) => loss)));
  const ends = correlations.flatMap((each) =>
    shown(each).flatMap(({ curve }) => curve.flatMap(({ lower, upper }) => [lower, upper])),
  );
  const scales = {
    loss: labelledScale({ low: 0, high: Math.max(...losses) }),
    difference: labelledScale({ low: Math.min(0, ...ends), high: Math.max(0, ...ends) }),
  };
  const columns = correlations.map((each, i) => column(each, left + i * (panelWidth + gap), scales));
  const names = correlations[0].models.map(({ model, title }, i) => {
    const x = left + i * 130;
    return [
      svg('path', { d: `M${x} 42h20`, stroke: colourOf(model), 'stroke-width': 2 }),
      label(x + 26, 46, title),
    ].join('');
  });
  const title = `Mean test loss of ${seeds.length} seeds by step, and the paired difference from Shared-Bottom with 95 % intervals`;
  const width = left + correlations.length * (panelWidth + gap);
  return picture({ width, height: 560 }, title, light.background, [
    label(left, 22, title, { size: 13, weight: 600 }),
    ...names,
    ...columns,
  ]);
}

const left = 56;
const panelWidth = 240;
const gap = 52;

/** What the lower panels show. */
function shown({ differences }: CorrelationResult): CorrelationResult['differences'] {
  return differences.filter(({ b }) => b === 'shared-bottom');
}

function column(
  each: CorrelationResult,
  at: number,
  scales: { readonly loss: LabelledScale; readonly difference: LabelledScale },
): Svg {
  const { models, correlation } = each;
  const steps: [number, number] = [0, models[0].curve[models[0].curve.length - 1].step];
  const [upper, lower]: Box[] = [
    { left: at, right: at + panelWidth, top: 90, bottom: 290 },
    { left: at, right: at + panelWidth, top: 330, bottom: 520 },
  ];
  const above = chartIn(upper, steps, scales.loss);
  const below = chartIn(lower, steps, scales.difference);
  return [
    label(at, 76, `p = ${correlation}`, { weight: 600 }),
    above.grid,
    ...models.map(({ model, curve }) => curveOf(above, curve, colourOf(model))),
    label(at, 318, 'difference from Shared-Bottom', { fill: light.dim, size: 11 }),
    below.grid,
    svg('path', { d: `M${lower.left} ${below.y(0)}H${lower.right}`, stroke: light.dim }),
    ...shown(each).map(({ a, curve }) => band(below, curve, colourOf(a))),
    ...shown(each).map(({ a, curve }) =>
      curveOf(
        below,
        curve.map(({ step, mean }) => ({ step, loss: mean })),
        colourOf(a),
      ),
    ),
    label(lower.right, lower.bottom + 18, `${count(steps[1])} steps`, { fill: light.dim, size: 11, anchor: 'end' }),
  ].join('');
}

function curveOf({ x, y }: Chart, curve: readonly { step: number; loss: number }[], colour: string): Svg {
  const draw = line<{ step: number; loss: number }>()
    .x(({ step }) => x(step))
    .y(({ loss }) => y(loss))
    .digits(1);
  return svg('path', { d: draw([...curve]) ?? '', fill: 'none', stroke: colour, 'stroke-width': 1.75 });
}

type Band = { readonly step: number; readonly lower: number; readonly upper: number };

function band({ x, y }: Chart, curve: readonly Band[], colour: string): Svg {
  const draw = area<Band>()
    .x(({ step }) => x(step))
    .y0(({ lower }) => y(lower))
    .y1(({ upper }) => y(upper))
    .digits(1);
  return svg('path', { d: draw([...curve]) ?? '', fill: colour, 'fill-opacity': 0.15 });
}

function colourOf(model: PaperModel): string {
  return light.hues[taskMark(['shared-bottom', 'omoe', 'mmoe'].indexOf(model)).hue];
}
