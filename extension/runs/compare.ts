import { judged, judgedOn, qualityOf } from '../../kernel/payloads/reading/quality.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { lossLine } from './loss.ts';
import { qualities, runTitle, taskNames } from './table.ts';

/** The runs in one Plotly figure: a row per task, its loss by step on the left and its quality by epoch on the right. */
export function comparedFigure(payloads: readonly TrainingPayload[]): ComparedFigure {
  const runs = payloads.map((payload) => ({ payload }));
  const tasks = taskNames(runs).slice(0, mostTasks);
  const layout: Record<string, unknown> = {
    height: 60 + 240 * tasks.length,
    hovermode: 'closest',
    legend: { orientation: 'h' },
    margin: { l: 64, r: 16, t: 16, b: 56 },
  };
  const data: object[] = [];
  const epochs = Math.max(1, ...payloads.map((payload) => payload.epochs.at(-1)?.epoch ?? 1));
  // There is no half epoch.
  const whole = { tick0: 1, dtick: Math.ceil(epochs / 6) };
  tasks.forEach((task, row) => {
    const [left, right] = [2 * row + 1, 2 * row + 2].map((i) => (i === 1 ? '' : String(i)));
    const isLast = row === tasks.length - 1;
    const domain = [1 - (row + 0.78) / tasks.length, 1 - row / tasks.length];
    const metric = payloads.flatMap((payload) => qualities(payload)).find((each) => each.task === task)?.metric ?? '';
    layout[`xaxis${left}`] = { domain: [0, 0.46], anchor: `y${left}`, title: { text: isLast ? 'step' : '' } };
    layout[`yaxis${left}`] = { domain, anchor: `x${left}`, title: { text: `${task}: loss` } };
    layout[`xaxis${right}`] = {
      domain: [0.54, 1],
      anchor: `y${right}`,
      title: { text: isLast ? 'epoch' : '' },
      ...whole,
    };
    layout[`yaxis${right}`] = { domain, anchor: `x${right}`, title: { text: `${task}: ${metric}` } };
    payloads.forEach((payload, i) => {
      const line = { color: colours[i % colours.length], dash: dashes[i % dashes.length] };
      const marker = { symbol: symbols[i % symbols.length] };
      const look = { name: nameOf(payload), legendgroup: String(i), line };
      const loss = lossLine(payload, task);
      const quality = qualityLine(payload, task);
      const [first, second] = [
        { ...look, ...loss, mode: 'lines', xaxis: `x${left}`, yaxis: `y${left}` },
        { ...look, ...quality, marker, mode: 'lines+markers', xaxis: `x${right}`, yaxis: `y${right}` },
      ];
      data.push(
        { type: 'scatter', ...first, showlegend: row === 0 },
        { type: 'scatter', ...second, showlegend: false },
      );
    });
  });
  return { data, layout };
}

export type ComparedFigure = { readonly data: readonly object[]; readonly layout: object };

const mostTasks = 8;

/** Told apart on light and on dark ground, also by most who see colours differently (Okabe and Ito, without black). */
const colours = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#999933', '#7f7f7f'];

/** Never by colour alone. */
const dashes = ['solid', 'dash', 'dot', 'dashdot'];
const symbols = ['circle', 'square', 'triangle-up', 'diamond'];

function nameOf(payload: TrainingPayload): string {
  return `${runTitle(payload)}, seed ${payload.run.seed}`;
}

function qualityLine(payload: TrainingPayload, name: string): { readonly x: number[]; readonly y: (number | null)[] } {
  const split = judgedOn(payload);
  const task = payload.tasks.find((each) => each.name === name);
  if (!task) return { x: [], y: [] };
  const { value } = qualityOf(task.kind);
  return {
    x: payload.epochs.map(({ epoch }) => epoch),
    y: payload.epochs.map((epoch) => value(judged(epoch, split)?.[name])),
  };
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
