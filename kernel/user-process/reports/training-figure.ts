import { translucent } from '../../payloads/colour.ts';
import { taskMark } from '../../payloads/marks.ts';
import { lossChart, lossStrokes, lossWords } from '../../payloads/reading/loss-chart.ts';
import { stepLine } from '../../payloads/reading/loss-lines.ts';
import { judgedOn, qualityOf } from '../../payloads/reading/quality.ts';
import { qualityChart } from '../../payloads/reading/quality-chart.ts';
import { stateWords } from '../../payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { type GridPanel, light, type PlotlyFigure, taskGrid } from '../../pictures/index.ts';
import { escapeMarkup } from '../../text/index.ts';

/** The run as a Plotly figure, for clients that draw `application/vnd.plotly.v1+json`: a row per task, loss and AUC. */
export function trainingFigure(payload: TrainingPayload): PlotlyFigure {
  const { run, tasks, state } = payload;
  const title = `${run.title} · ${run.dataset} · run ${run.number} · ${stateWords[state].toLowerCase()}`;
  const rows = tasks.map((task, i) => ({
    task,
    loss: lossPanel(payload, task, i),
    quality: qualityPanel(payload, task, i),
  }));
  return taskGrid(rows, { rowHeight: 190, title });
}

/** About the pixels of a panel on a screen. */
const columns = 600;

function lossPanel(payload: TrainingPayload, task: TrainingTask, position: number): GridPanel {
  const { hue, shape } = taskMark(position);
  const colour = light.hues[hue];
  const name = escapeMarkup(task.name);
  const { series, smoothed, validation, scale, steps } = lossChart(payload, task, { columns, height: 150 });
  const line = { type: 'scatter', mode: 'lines' };
  return {
    traces: [
      ...(series === undefined || smoothed === undefined
        ? []
        : [
            {
              ...line,
              name: `${name} ${lossWords.step}`,
              ...stepLine(series, payload.progress.step),
              line: { color: translucent(colour, lossStrokes.step.opacity), width: lossStrokes.step.width },
              hoverinfo: 'skip',
            },
            {
              ...line,
              name: `${name} train`,
              x: smoothed.x,
              y: smoothed.y.map((value) => (value === null ? null : Number(value.toPrecision(5)))),
              line: { color: colour, ...lossStrokes.smoothed },
            },
          ]),
      {
        type: 'scatter',
        mode: 'markers',
        name: `${name} ${lossWords.validation}`,
        x: validation.map(({ step }) => step),
        y: validation.map(({ loss }) => loss),
        marker: { color: colour, symbol: shape, size: 10, line: { color: light.background, width: 2 } },
        cliponaxis: false,
      },
    ],
    x: { range: [0, steps] },
    y: { range: [scale.low, scale.high] },
  };
}

function qualityPanel(payload: TrainingPayload, task: TrainingTask, position: number): GridPanel {
  const { hue, shape } = taskMark(position);
  const { values, from, to, slots } = qualityChart(payload, task, { columns: columns / 2, isTall: true });
  return {
    traces: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: escapeMarkup(`${task.name} ${judgedOn(payload)} ${qualityOf(task.kind).name}`),
        x: values.map(({ epoch }) => epoch),
        y: values.map(({ value }) => value),
        error_y: { type: 'data', array: values.map(({ half }) => half), width: 3 },
        marker: { color: light.hues[hue], symbol: shape, size: 9 },
        line: { color: light.hues[hue], width: 1.25 },
      },
    ],
    x: { range: [from, to], dtick: Math.ceil(slots / 10) },
    y: {},
  };
}
