import type { CalibrationPayloadTask } from '../../../kernel/payloads/calibration.ts';
import { markPath, taskMark } from '../../../kernel/payloads/marks.ts';
import { type CalibrationChart, calibrationChart } from '../../../kernel/payloads/reading/reports/calibration-chart.ts';
import {
  calibrationBinWords,
  calibrationGap,
  calibrationOutside,
  calibrationVerdict,
} from '../../../kernel/payloads/reading/reports/calibration-words.ts';
import { element, rovingFocus, svgElement, taskMarkIcon } from '../host/index.ts';

/** One task: what is to be said of it, and its curve above the histogram of its predictions. */
export function calibrationPanel(task: CalibrationPayloadTask, position: number, width: number): HTMLElement {
  const { name, kind, curve } = task;
  const title = element('div', { class: 'calibration-name', title: name }, taskMarkIcon(position), name);
  if (!curve)
    return element(
      'section',
      { class: 'calibration-panel' },
      title,
      element('div', { class: 'small' }, task.refusal ?? ''),
    );
  const rest = [calibrationGap(curve, kind), calibrationOutside(curve)].filter((each) => each !== '');
  const words = element(
    'div',
    { class: 'calibration-words small' },
    element('p', {}, calibrationVerdict(curve, kind)),
    ...rest.map((each) => element('p', { class: 'dim' }, each)),
  );
  const chart = calibrationChart(task, width);
  return element(
    'section',
    { class: 'calibration-panel' },
    title,
    words,
    ...(chart ? [chartNode(chart, task, position)] : []),
  );
}

/** One stop of Tab: arrows go from bin to bin, from the lowest predictions on. */
function chartNode(chart: CalibrationChart, { name, kind }: CalibrationPayloadTask, position: number): HTMLElement {
  const { hue, shape } = taskMark(position);
  const { left, right, top, bottom } = chart.plot;
  const { ticks, points, bars, foot, words } = chart;
  const fill = `var(--${hue})`;
  const text = (x: number, y: number, anchor: string, content: string, more = '') =>
    svgElement('text', { x: round(x), y: round(y), 'text-anchor': anchor, class: `dim${more}` }, content);
  const seen = svgElement(
    'g',
    { 'aria-hidden': 'true' },
    ...ticks.flatMap(({ text: value, x, y }, i) => {
      const rule = { class: i === 0 ? 'calibration-axis' : 'calibration-grid' };
      return [
        svgElement('path', { d: `M${left} ${round(y)}H${right}`, ...rule }),
        svgElement('path', { d: `M${round(x)} ${top}V${bottom}`, ...rule }),
        text(left - 6, y + 4, 'end', value),
        text(x, words, 'middle', value),
      ];
    }),
    svgElement('path', { d: `M${left} ${bottom}L${right} ${top}`, class: 'calibration-diagonal' }),
    text(left + 4, top + 11, 'start', 'observed', ' calibration-halo'),
    text(right, words + 15, 'end', 'predicted'),
    ...bars.map(({ x, y, width, height }) =>
      svgElement('rect', {
        x: round(x),
        y: round(y),
        width: round(width),
        height: round(height),
        fill,
        'fill-opacity': 0.45,
      }),
    ),
    svgElement('path', { d: `M${left} ${foot + 0.5}H${right}`, class: 'calibration-axis' }),
    ...points.flatMap(({ x, interval }) =>
      interval
        ? [
            svgElement('path', {
              d: `M${round(x)} ${round(interval[0])}V${round(interval[1])}`,
              stroke: fill,
              'stroke-width': 1.5,
            }),
          ]
        : [],
    ),
    ...points.map(({ x, y }) =>
      svgElement('path', {
        d: markPath(shape, x, y, 3.6),
        fill,
        stroke: 'var(--background)',
        class: 'calibration-mark',
      }),
    ),
  );
  const reached = svgElement(
    'g',
    { role: 'row' },
    ...points.map(({ bin, x, y }) => {
      const sentence = calibrationBinWords(bin, kind);
      return svgElement('circle', {
        class: 'calibration-reach',
        cx: round(x),
        cy: round(y),
        r: 9,
        role: 'gridcell',
        tabindex: -1,
        'data-tip': sentence.replaceAll(', ', '\n'),
        'aria-label': sentence,
      });
    }),
  );
  const drawing = svgElement('svg', { role: 'presentation', width: chart.width, height: chart.height }, seen, reached);
  const node = element(
    'div',
    { class: 'calibration-chart', role: 'grid', 'aria-label': `Observed by predicted, ${name}` },
    drawing,
  );
  rovingFocus(node, '.calibration-reach').keep(() => {});
  return node;
}

const round = (value: number): number => Math.round(value * 10) / 10;
