import { line } from 'd3-shape';
import { taskMark } from '../../../kernel/payloads/marks.ts';
import { labelledScale } from '../../../kernel/payloads/reading/scale.ts';
import { chartIn } from '../../../kernel/pictures/chart-box.ts';
import { label } from '../../../kernel/pictures/label.ts';
import { light } from '../../../kernel/pictures/light.ts';
import { picture, type Svg, svg } from '../../../kernel/pictures/svg.ts';
import { count } from '../../../kernel/text/index.ts';
import { sigmas } from './generator.ts';
import type { BalanceResult } from './result.ts';

/** The generator's losses by step, in parts of the first ones: a panel for each method, a line for each task. */
export function balancePicture({ generator: { methods, size } }: BalanceResult): Svg {
  const scale = labelledScale({
    low: 0,
    high: Math.max(...methods.flatMap(({ curve }) => curve.flatMap(({ ratios }) => ratios))),
  });
  const title = 'GradNorm’s generator: test loss in parts of the first one, by step (seed 1)';
  const panels = methods.map(({ method, curve }, i) => {
    const at = left + i * (panelWidth + gap);
    const box = { left: at, right: at + panelWidth, top: 90, bottom: 290 };
    const chart = chartIn(box, [0, size.steps], scale);
    return [
      label(at, 76, method, { weight: 600 }),
      chart.grid,
      ...sigmas.map((_, task) => {
        const draw = line<(typeof curve)[number]>()
          .x(({ step }) => chart.x(step))
          .y(({ ratios }) => chart.y(ratios[task]))
          .digits(1);
        return svg('path', { d: draw([...curve]) ?? '', fill: 'none', stroke: colourOf(task), 'stroke-width': 1.75 });
      }),
      label(box.right, box.bottom + 18, `${count(size.steps)} steps`, { fill: light.dim, size: 11, anchor: 'end' }),
    ].join('');
  });
  const names = sigmas.map((sigma, task) => {
    const x = left + task * 130;
    return [
      svg('path', { d: `M${x} 42h20`, stroke: colourOf(task), 'stroke-width': 2 }),
      label(x + 26, 46, `σ = ${sigma}`),
    ].join('');
  });
  const width = left + methods.length * (panelWidth + gap);
  return picture({ width, height: 330 }, title, light.background, [
    label(left, 22, title, { size: 13, weight: 600 }),
    ...names,
    ...panels,
  ]);
}

const left = 56;
const panelWidth = 240;
const gap = 52;

function colourOf(task: number): string {
  return light.hues[taskMark(task).hue];
}
