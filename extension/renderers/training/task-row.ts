import { element } from '../host/index.ts';
import type { Zoom } from '../plotly/index.ts';
import type { Cursor } from './cursor.ts';
import { qualityLegend } from './legend.ts';
import { lossChart } from './loss/chart.ts';
import { qualityChart } from './quality/chart.ts';
import { hasSparklines, type PlacedTask, type Scene } from './scene.ts';
import { sparkline } from './sparkline.ts';
import { taskLabel } from './task-label.ts';

/** One task: its label, its loss, its AUC. With many tasks the charts are sparklines. */
export type TaskRow = {
  readonly node: HTMLElement;
  /** Pixels that the charts of loss and of quality need beside their plots. */
  readonly room: (scene: Scene, placed: PlacedTask) => Scene['room'];
  readonly draw: (scene: Scene, placed: PlacedTask, axis: 'with-axis' | 'without-axis') => void;
  readonly dispose: () => void;
};

export function taskRow(zoomed: (zoom: Zoom) => void, cursor: Cursor): TaskRow {
  const label = taskLabel();
  const title = qualityLegend();
  title.node.classList.replace('quality-legend', 'quality-title');
  const node = element('div', { class: 'row' });
  let charts: Charts | undefined;

  function place(kind: Charts['kind']): Charts {
    if (charts?.kind === kind) return charts;
    charts?.dispose();
    charts = kind === 'charts' ? largeCharts(zoomed, cursor) : smallCharts();
    node.replaceChildren(label.node, charts.loss, element('div', {}, title.node, charts.quality));
    return charts;
  }

  const placeFor = (scene: Scene) => place(hasSparklines(scene) ? 'sparklines' : 'charts');

  return {
    node,
    room: (scene, placed) => placeFor(scene).room(scene, placed),
    draw(scene, placed, axis) {
      const { kind, draw } = placeFor(scene);
      title.node.hidden = kind === 'sparklines';
      label.draw(scene, placed);
      title.draw(scene);
      draw(scene, placed, axis);
    },
    dispose() {
      charts?.dispose();
    },
  };
}

type Charts = {
  readonly kind: 'charts' | 'sparklines';
  readonly loss: HTMLElement;
  readonly quality: HTMLElement;
  readonly room: TaskRow['room'];
  readonly draw: TaskRow['draw'];
  readonly dispose: () => void;
};

function largeCharts(zoomed: (zoom: Zoom) => void, cursor: Cursor): Charts {
  const loss = lossChart(zoomed, cursor);
  const quality = qualityChart();
  return {
    kind: 'charts',
    loss: loss.node,
    quality: quality.node,
    room: (scene, placed) => ({ loss: loss.room(scene, placed), quality: quality.room(scene, placed) }),
    draw(scene, placed, axis) {
      loss.draw(scene, placed, axis);
      quality.draw(scene, placed, axis);
    },
    dispose() {
      loss.dispose();
      quality.dispose();
    },
  };
}

function smallCharts(): Charts {
  const loss = sparkline('loss');
  const quality = sparkline('quality');
  return {
    kind: 'sparklines',
    loss: loss.node,
    quality: quality.node,
    room: (scene, placed) => ({ loss: loss.room(scene, placed), quality: quality.room(scene, placed) }),
    draw(scene, placed) {
      loss.draw(scene, placed);
      quality.draw(scene, placed);
    },
    dispose() {},
  };
}
