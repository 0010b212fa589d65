import { lossChart, lossScale, lossStrokes } from '../../kernel/payloads/reading/loss-chart.ts';
import { qualityChart } from '../../kernel/payloads/reading/quality-chart.ts';
import { type Range, union } from '../../kernel/payloads/reading/scale.ts';
import { lossRange } from '../../kernel/payloads/reading/training-scales.ts';
import type { TrainingPayload, TrainingTask } from '../../kernel/payloads/training.ts';
import { type GridPanel, type PlotlyFigure, taskGrid } from '../../kernel/pictures/index.ts';
import { escapeMarkup } from '../../kernel/text/index.ts';
import { qualities, runTitle, taskNames } from './table.ts';

/** The runs in one Plotly figure: a row per task, its loss by step on the left and its quality by epoch on the right. */
export function comparedFigure(payloads: readonly TrainingPayload[]): PlotlyFigure {
  const names = taskNames(payloads.map((payload) => ({ payload }))).slice(0, mostTasks);
  // Runs with other batch sizes are compared at equal numbers of epochs.
  const isOnePace = new Set(payloads.map(({ progress }) => progress.stepsPerEpoch)).size === 1;
  const by = isOnePace ? 'step' : 'epoch';
  const rows = names.flatMap((name, row) => {
    const runs = payloads.flatMap((payload, i): ComparedRun[] => {
      const task = payload.tasks.find((each) => each.name === name);
      return task === undefined ? [] : [{ payload, task, look: lookOf(payload, i) }];
    });
    const [first] = runs;
    if (first === undefined) return [];
    return [{ task: first.task, loss: lossPanel(runs, by, row), quality: qualityPanel(runs) }];
  });
  return taskGrid(rows, { rowHeight: 240, by, hasLegend: true });
}

const mostTasks = 8;

/** Of each loss: a comparison of many runs stays small. */
const mostPoints = 120;

/** Told apart on light and on dark ground, also by most who see colours differently (Okabe and Ito, without black). */
const colours = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#999933', '#7f7f7f'];

/** Never by colour alone. */
const dashes = ['solid', 'dash', 'dot', 'dashdot'];
const symbols = ['circle', 'square', 'triangle-up', 'diamond'];

type ComparedRun = {
  readonly payload: TrainingPayload;
  readonly task: TrainingTask;
  readonly look: ReturnType<typeof lookOf>;
};

function lookOf(payload: TrainingPayload, i: number) {
  return {
    type: 'scatter',
    name: escapeMarkup(`${runTitle(payload)}, seed ${payload.run.seed}`),
    legendgroup: String(i),
    line: { color: colours[i % colours.length], dash: dashes[i % dashes.length] },
    marker: { symbol: symbols[i % symbols.length] },
  };
}

function lossPanel(runs: readonly ComparedRun[], by: 'step' | 'epoch', row: number): GridPanel {
  let range: Range | undefined;
  for (const { payload, task } of runs) range = union(range, lossRange(payload, task));
  const scale = lossScale(range ?? { low: 0, high: 1 }, true);
  const traces = runs.map(({ payload, task, look }) => {
    const { smoothed } = lossChart(payload, task, { columns: mostPoints, isTall: true, scale });
    const { stepsPerEpoch } = payload.progress;
    return {
      ...look,
      mode: 'lines',
      line: { ...look.line, ...lossStrokes.smoothed },
      showlegend: row === 0,
      x: (smoothed?.x ?? []).map((step) => (by === 'step' ? step : step / stepsPerEpoch)),
      y: (smoothed?.y ?? []).map((loss) => (loss === null ? null : Number(loss.toPrecision(5)))),
    };
  });
  return { traces, x: {}, y: { range: [scale.low, scale.high] } };
}

function qualityPanel(runs: readonly ComparedRun[]): GridPanel {
  const epochs = Math.max(1, ...runs.map(({ payload }) => payload.epochs.at(-1)?.epoch ?? 1));
  const traces = runs.map(({ payload, task, look }) => {
    const { values } = qualityChart(payload, task, { columns: mostPoints, isTall: true });
    return {
      ...look,
      mode: 'lines+markers',
      showlegend: false,
      x: values.map(({ epoch }) => epoch),
      y: values.map(({ value }) => value),
    };
  });
  // There is no half epoch.
  return { traces, x: { tick0: 1, dtick: Math.ceil(epochs / 6) }, y: {} };
}

/** The runs as a table in Markdown. */
export function comparedTable(payloads: readonly TrainingPayload[]): string {
  const tasks = taskNames(payloads.map((payload) => ({ payload })));
  const head = ['run', 'model', 'data', 'seed', ...tasks, 'duration'];
  const lines = payloads.map((payload) => {
    const { run, progress } = payload;
    const numbers = tasks.map((task) => {
      const quality = qualities(payload).find((each) => each.task === task);
      return quality ? `${quality.metric} ${quality.value?.toFixed(4) ?? '–'}` : '–';
    });
    const model = [run.title, ...run.summary].join(', ');
    return [String(run.number), model, run.dataset, String(run.seed), ...numbers, `${progress.seconds.toFixed(1)} s`];
  });
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/[|\\\n]/g, ' ')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n');
}
