import { translucent } from '../../payloads/colour.ts';
import { taskMark } from '../../payloads/marks.ts';
import { smoothedLine, stepLine, usualSmoothing } from '../../payloads/reading/loss-lines.ts';
import { judged, judgedOn, lossOf, qualityOf } from '../../payloads/reading/quality.ts';
import { niceScale } from '../../payloads/reading/scale.ts';
import { lossRange } from '../../payloads/reading/training-scales.ts';
import { stateWords } from '../../payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { light } from '../../pictures/index.ts';

/** The run as a Plotly figure, for clients that draw `application/vnd.plotly.v1+json`: a row per task, loss and AUC. */
export function trainingFigure(payload: TrainingPayload): {
  readonly data: readonly object[];
  readonly layout: object;
} {
  const { run, tasks } = payload;
  const rows = tasks.map((task, i) => taskRow(payload, task, i));
  return {
    data: rows.flatMap(({ data }) => data),
    layout: {
      title: {
        text: plain(`${run.title} · ${run.dataset} · run ${run.number} · ${stateWords[payload.state].toLowerCase()}`),
      },
      height: 90 + 190 * tasks.length,
      margin: { l: 60, r: 20, t: 60, b: 40 },
      showlegend: false,
      hovermode: 'closest',
      ...Object.assign({}, ...rows.map(({ axes }) => axes)),
      annotations: rows.flatMap(({ titles }) => titles),
    },
  };
}

type Row = { readonly data: readonly object[]; readonly axes: object; readonly titles: readonly object[] };

function taskRow(payload: TrainingPayload, task: TrainingTask, i: number): Row {
  const left = { xaxis: axisName('x', 2 * i + 1), yaxis: axisName('y', 2 * i + 1) };
  const right = { xaxis: axisName('x', 2 * i + 2), yaxis: axisName('y', 2 * i + 2) };
  const top = 1 - i / payload.tasks.length;
  const vertical = [top - 0.8 / payload.tasks.length, top - 0.1 / payload.tasks.length];
  const scale = niceScale(lossRange(payload, task));
  const judgement = judgedOn(payload);
  // The rows share their axes' names: only the lowest says them.
  const named = (text: string) => (i === payload.tasks.length - 1 ? { title: { text } } : {});
  const title = (text: string, x: number) => ({
    text: plain(text),
    x,
    xref: 'paper',
    xanchor: 'left',
    y: vertical[1],
    yref: 'paper',
    yanchor: 'bottom',
    showarrow: false,
  });
  return {
    data: [...lossTraces(payload, task, i, left), qualityTrace(payload, task, i, right)],
    axes: {
      [key('xaxis', 2 * i + 1)]: {
        domain: [0, 0.66],
        anchor: left.yaxis,
        range: [0, payload.progress.steps],
        ...named('step'),
      },
      [key('yaxis', 2 * i + 1)]: { domain: vertical, anchor: left.xaxis, range: [scale.low, scale.high] },
      [key('xaxis', 2 * i + 2)]: {
        domain: [0.74, 1],
        anchor: right.yaxis,
        range: [0.5, payload.progress.epochs + 0.5],
        ...named('epoch'),
        dtick: Math.ceil(payload.progress.epochs / 10),
      },
      [key('yaxis', 2 * i + 2)]: { domain: vertical, anchor: right.xaxis },
    },
    titles: [title(`${task.name}: loss`, 0), title(`${judgement} ${qualityOf(task.kind).name}`, 0.74)],
  };
}

function lossTraces(payload: TrainingPayload, task: TrainingTask, i: number, axes: object): readonly object[] {
  const { hue, shape } = taskMark(i);
  const colour = light.hues[hue];
  const name = plain(task.name);
  const { step } = payload.progress;
  const ended = payload.epochs.filter(({ validation }) => lossOf(task.kind, validation?.[task.name]) !== null);
  const validation = {
    type: 'scatter',
    mode: 'markers',
    name: `${name} validation`,
    x: ended.map((epoch) => epoch.step),
    y: ended.map((epoch) => lossOf(task.kind, epoch.validation?.[task.name])),
    marker: { color: colour, symbol: shape, size: 10, line: { color: light.background, width: 2 } },
    cliponaxis: false,
    ...axes,
  };
  if (task.loss === null) return [validation];
  const steps = stepLine(task.loss, step);
  const smoothed = smoothedLine(task.loss, step, usualSmoothing(payload.progress.steps));
  const y = smoothed.y.map((value) => (value === null ? null : Number(value.toPrecision(5))));
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: `${name} step`,
      ...steps,
      line: { color: translucent(colour, 0.36), width: 0.75 },
      hoverinfo: 'skip',
      ...axes,
    },
    {
      type: 'scatter',
      mode: 'lines',
      name: `${name} train`,
      x: smoothed.x,
      y,
      line: { color: colour, width: 2 },
      ...axes,
    },
    validation,
  ];
}

function qualityTrace(payload: TrainingPayload, task: TrainingTask, i: number, axes: object): object {
  const { hue, shape } = taskMark(i);
  const { value, error, name } = qualityOf(task.kind);
  const split = judgedOn(payload);
  const metrics = payload.epochs.map((epoch) => judged(epoch, split)?.[task.name]);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: plain(`${task.name} ${split} ${name}`),
    x: payload.epochs.map(({ epoch }) => epoch),
    y: metrics.map(value),
    error_y: { type: 'data', array: metrics.map((each) => 1.96 * (error(each) ?? 0)), width: 3 },
    marker: { color: light.hues[hue], symbol: shape, size: 9 },
    line: { width: 1.25 },
    ...axes,
  };
}

/** Plotly reads a small set of HTML tags in its texts; names are to be seen as they are. */
function plain(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function axisName(letter: 'x' | 'y', n: number): string {
  return n === 1 ? letter : `${letter}${n}`;
}

function key(axis: 'xaxis' | 'yaxis', n: number): string {
  return n === 1 ? axis : `${axis}${n}`;
}
