import { qualityOf } from '../../payloads/reading/quality.ts';
import { fitted } from '../../payloads/reading/text-width.ts';
import type { TrainingTask } from '../../payloads/training.ts';
import { escapeMarkup } from '../../text/index.ts';

export type PlotlyFigure = { readonly data: readonly object[]; readonly layout: Readonly<Record<string, unknown>> };

/** One task's traces by step and by epoch, without their axes, and what is special about the axes. */
export type GridRow = {
  readonly task: Pick<TrainingTask, 'name' | 'kind'>;
  readonly loss: GridPanel;
  readonly quality: GridPanel;
};

export type GridPanel = { readonly traces: readonly object[]; readonly x: object; readonly y: object };

export type GridOptions = {
  /** Pixels of a task's row. */
  readonly rowHeight: number;
  /** The figure's own title, raw. */
  readonly title: string;
};

/** A Plotly figure with a row for each task: its losses by step on the left, its AUC or RMSE by epoch on the right. */
export function taskGrid(rows: readonly GridRow[], { rowHeight, title }: GridOptions): PlotlyFigure {
  const margin = { l: 64, r: 16, t: 56, b: 56 };
  const layout: Record<string, unknown> = {
    title: { text: escapeMarkup(title) },
    height: margin.t + margin.b + rowHeight * rows.length,
    margin,
    hovermode: 'closest',
    showlegend: false,
  };
  const data = rows.flatMap(({ task, loss, quality }, i) => {
    const domain = [1 - (i + 0.78) / rows.length, 1 - i / rows.length];
    // The rows share their axes' names: only the lowest says them.
    const below = (text: string) => ({ text: i === rows.length - 1 ? text : '' });
    const beside = (text: string) => ({ text: escapeMarkup(fitted(text, 0.78 * rowHeight)), font: { size: 12 } });
    const left = axes(2 * i);
    const right = axes(2 * i + 1);
    layout[left.x.key] = { domain: [0, 0.58], anchor: left.y.id, title: below('step'), ...loss.x };
    layout[left.y.key] = { domain, anchor: left.x.id, title: beside(`${task.name}: loss`), ...loss.y };
    layout[right.x.key] = { domain: [0.68, 1], anchor: right.y.id, title: below('epoch'), ...quality.x };
    layout[right.y.key] = {
      domain,
      anchor: right.x.id,
      title: beside(`${task.name}: ${qualityOf(task.kind).name}`),
      ...quality.y,
    };
    return [
      ...loss.traces.map((trace) => ({ ...trace, xaxis: left.x.id, yaxis: left.y.id })),
      ...quality.traces.map((trace) => ({ ...trace, xaxis: right.x.id, yaxis: right.y.id })),
    ];
  });
  return { data, layout };
}

/** Plotly's names of panel `i`: "x2" in traces is "xaxis2" in the layout. */
function axes(i: number) {
  const n = i === 0 ? '' : String(i + 1);
  return { x: { id: `x${n}`, key: `xaxis${n}` }, y: { id: `y${n}`, key: `yaxis${n}` } };
}
