import { taskMark } from '../../../../kernel/payloads/marks.ts';
import { fraction } from '../../../../kernel/payloads/numbers.ts';
import { judged, judgedOn, markedBest, qualityOf } from '../../../../kernel/payloads/reading/quality.ts';
import type { Range } from '../../../../kernel/payloads/reading/scale.ts';
import type { TrainingPayload, TrainingTask } from '../../../../kernel/payloads/training.ts';
import type { Trace } from '../../plotly/index.ts';
import { plotlySize } from '../mark.ts';
import type { PlacedTask, Scene } from '../scene.ts';
import { qualityWidth, slots } from './frame.ts';

/** Train as short dashes or the compared run, then validation with its whiskers and values. */
export function qualityTraces(
  scene: Scene,
  { task, position }: PlacedTask,
  range: Range | undefined,
): readonly Trace[] {
  if (range === undefined) return [];
  const { payload, other, theme } = scene;
  const { shape, hue } = taskMark(position);
  const colour = theme.hues[hue];
  const slot = qualityWidth(scene) / slots(scene);
  const split = judgedOn(payload);
  const quality = qualityOf(task.kind);
  const cap = Math.min(3, slot / 4);
  const list: Trace[] = [];
  const rival = other?.tasks.find(({ name }) => name === task.name);
  if (other !== undefined && rival !== undefined) {
    const style = {
      symbol: shape,
      size: plotlySize(shape, 7),
      color: theme.background,
      line: { color: theme.ghost, width: 1.5 },
    };
    const there = curve(other, rival, theme.ghost, style, { shift: -11 / slot, cap });
    list.push({ ...there, line: { color: theme.ghost, width: 1.25, dash: '5px,3px' } });
  } else if (split === 'validation' && slot >= 30) {
    const shown = payload.epochs.flatMap((epoch) => {
      const value = quality.value(epoch.train[task.name]);
      return value === null ? [] : [{ x: epoch.epoch - 10.5 / slot, y: value }];
    });
    const marker = { symbol: 'line-ew', size: 4.5, color: colour, line: { color: colour, width: 2 } };
    list.push({
      type: 'scatter',
      mode: 'markers',
      x: shown.map(({ x }) => x),
      y: shown.map(({ y }) => y),
      marker,
      cliponaxis: false,
    });
  }
  const size = plotlySize(shape, slot < 14 ? 4 : 9.5);
  const marker = { symbol: shape, size, color: colour, line: { color: theme.background, width: slot < 14 ? 0 : 2 } };
  list.push(
    curve(payload, task, colour, marker, { shift: 0, cap }),
    valueTexts(scene, task, slot, qualityWidth(scene)),
  );
  return list;
}

/** `shift` moves a curve sideways, in slots; `cap` is half of a whisker's end, in pixels. */
type Place = { readonly shift: number; readonly cap: number };

/** Values with their whiskers. */
function curve(
  payload: TrainingPayload,
  task: TrainingTask,
  color: string,
  marker: object,
  { shift, cap }: Place,
): Trace {
  const { value, error } = qualityOf(task.kind);
  const split = judgedOn(payload);
  const metrics = payload.epochs.map((epoch) => judged(epoch, split)?.[task.name]);
  const errors = metrics.map((each) => 1.96 * (error(each) ?? 0));
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: payload.epochs.map(({ epoch }) => epoch + shift),
    y: metrics.map(value),
    error_y: {
      type: 'data',
      array: errors,
      color,
      thickness: 1.25,
      width: cap,
      visible: errors.some((half) => half > 0),
    },
    line: { color, width: 1.25 },
    marker,
    cliponaxis: false,
  };
}

/** Values below their whiskers; with many epochs only the best or last one. */
function valueTexts({ payload, theme }: Scene, task: TrainingTask, slot: number, width: number): Trace {
  const { value, error } = qualityOf(task.kind);
  const split = judgedOn(payload);
  const best = markedBest(payload, task);
  const told = best ?? payload.epochs.at(-1)?.epoch;
  const shown = payload.epochs.flatMap((epoch) => {
    const metrics = judged(epoch, split)?.[task.name];
    const middle = value(metrics);
    if (middle === null || (slot < 44 && epoch.epoch !== told)) return [];
    const text = epoch.epoch === best ? `<b>best ${fraction(middle)}</b>` : fraction(middle);
    const left = (epoch.epoch - 0.58) * slot;
    const side = left < 24 ? 'right' : left > width - 24 ? 'left' : 'center';
    return [{ x: epoch.epoch, y: middle - 1.96 * (error(metrics) ?? 0), text, side }];
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
