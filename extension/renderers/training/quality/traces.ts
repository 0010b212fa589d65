import { taskMark } from '../../../../kernel/payloads/marks.ts';
import { type QualityChart, qualityChart } from '../../../../kernel/payloads/reading/quality-chart.ts';
import type { Trace } from '../../plotly/index.ts';
import { plotlySize } from '../../plotly/index.ts';
import { type PlacedTask, rivalDashes, type Scene } from '../scene.ts';
import { qualityWidth } from './frame.ts';

/** Train as short dashes or the compared run, then validation with its whiskers and values. */
export function qualityTraces(layout: QualityChart, scene: Scene, { task, position }: PlacedTask): readonly Trace[] {
  if (layout.scale === undefined) return [];
  const { rivals, theme } = scene;
  const { shape, hue } = taskMark(position);
  const colour = theme.hues[hue];
  const width = qualityWidth(scene);
  const slot = width / layout.slots;
  const cap = Math.min(3, slot / 4);
  const list: Trace[] = [];
  for (const [i, { payload: rival }] of rivals.entries()) {
    const there = rival.tasks.find(({ name }) => name === task.name);
    if (there === undefined) continue;
    const style = {
      symbol: shape,
      size: plotlySize(shape, 7),
      color: theme.background,
      line: { color: theme.ghost, width: 1.5 },
    };
    const chart = qualityChart(rival, there, {
      columns: width,
      isTall: true,
      slots: layout.slots,
      metric: scene.metric,
    });
    // Beside each other, as far as a slot has room.
    const shift = -Math.min(11 + 7 * i, 0.8 * slot) / slot;
    const trace = curve(chart, theme.ghost, style, { shift, cap });
    list.push({ ...trace, line: { color: theme.ghost, width: 1.25, dash: rivalDashes[i % rivalDashes.length] } });
  }
  if (rivals.length === 0 && layout.train.length > 0) {
    const marker = { symbol: 'line-ew', size: 4.5, color: colour, line: { color: colour, width: 2 } };
    list.push({
      type: 'scatter',
      mode: 'markers',
      x: layout.train.map(({ epoch }) => epoch - 10.5 / slot),
      y: layout.train.map(({ value }) => value),
      marker,
      cliponaxis: false,
    });
  }
  const { isDense } = layout;
  const size = plotlySize(shape, isDense ? 4 : 9.5);
  const marker = { symbol: shape, size, color: colour, line: { color: theme.background, width: isDense ? 0 : 2 } };
  list.push(curve(layout, colour, marker, { shift: 0, cap }), valueTexts(layout, scene));
  return list;
}

/** `shift` moves a curve sideways, in slots; `cap` is half of a whisker's end, in pixels. */
type Place = { readonly shift: number; readonly cap: number };

/** Values with their whiskers. */
function curve({ values }: QualityChart, color: string, marker: object, { shift, cap }: Place): Trace {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: values.map(({ epoch }) => epoch + shift),
    y: values.map(({ value }) => value),
    error_y: {
      type: 'data',
      array: values.map(({ half }) => half),
      color,
      thickness: 1.25,
      width: cap,
      visible: values.some(({ half }) => half > 0),
    },
    line: { color, width: 1.25 },
    marker,
    cliponaxis: false,
  };
}

/** Plotly's word for where a text stands that starts at, is centred on, or ends at its point. */
const sides = { start: 'right', middle: 'center', end: 'left' } as const;

/** Values below their whiskers. */
function valueTexts({ values }: QualityChart, { theme }: Scene): Trace {
  const shown = values.flatMap(({ epoch, value, half, isBest, text, anchor }) => {
    if (value === null || text === '') return [];
    return [{ x: epoch, y: value - half, text: isBest ? `<b>${text}</b>` : text, side: sides[anchor] }];
  });
  return {
    type: 'scatter',
    // The unseen marker keeps the text off the whisker's end.
    mode: 'text+markers',
    marker: { size: 9, opacity: 0 },
    x: shown.map(({ x }) => x),
    y: shown.map(({ y }) => y),
    text: shown.map(({ text }) => text),
    textposition: shown.map(({ side }) => `bottom ${side}`),
    textfont: { color: theme.foreground, size: 11, family: theme.font },
    cliponaxis: false,
  };
}
