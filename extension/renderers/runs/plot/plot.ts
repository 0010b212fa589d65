import { markPath, taskMark } from '../../../../kernel/payloads/marks.ts';
import {
  comparedTasks,
  differenceNotes,
  entryTone,
  verdictDetails,
  verdictWords,
} from '../../../../kernel/payloads/runs/index.ts';
import { element, keepFocus, reportHead, setText, svgElement } from '../../host/index.ts';
import { toneIcon } from '../tone-icon.ts';
import { dashOf } from './chart.ts';
import type { Drawn, PlotScene } from './scene.ts';
import { type PlotTask, plotTask } from './task.ts';

export type PlotActions = {
  readonly save: (format: 'png' | 'svg') => void;
  readonly copy: () => Promise<void>;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
};

export type Plot = { readonly node: HTMLElement; readonly draw: (scene: PlotScene) => void };

/** The selected runs in one plot: what each line is and what is to be said of it, then a part for each task. */
export function runsPlot(actions: PlotActions): Plot {
  const head = reportHead('Comparison', actions);
  const clear = element('button', { type: 'button' }, 'Clear');
  clear.addEventListener('click', actions.clear);
  head.node.lastElementChild?.append(clear);
  const legend = element('ul', { class: 'runs-legend', 'aria-label': 'Selected runs' });
  const tasks = element('div', {});
  const notes = element('div', { class: 'small dim' });
  const node = element(
    'section',
    { class: 'runs-plot', 'aria-label': 'Plot of the selected runs' },
    head.node,
    legend,
    tasks,
    notes,
  );
  let parts: readonly PlotTask[] = [];

  return {
    node,
    draw(scene) {
      const { drawn, left } = scene;
      node.hidden = drawn.length === 0;
      if (drawn.length === 0) return;
      const [first] = drawn;
      const more = left === 0 ? '' : ` · ${left} more selected, not drawn`;
      head.draw(
        drawn.length === 1
          ? `${first?.name ?? ''}${more}`
          : `${drawn.length} lines, differences to ${first?.name ?? ''}${more}`,
      );
      keepFocus(legend, () => legend.replaceChildren(...drawn.map((each, place) => legendLine(each, place, actions))));
      const compared = comparedTasks(
        drawn.map(({ entry }) => entry),
        drawn.map(({ name }) => name),
      );
      if (parts.length !== compared.length) {
        parts = compared.map((_, i) => parts[i] ?? plotTask(i));
        tasks.replaceChildren(...parts.map((part) => part.node));
      }
      for (const [i, task] of compared.entries()) parts[i]?.draw(scene, task);
      setText(notes, drawn.length < 2 ? '' : differenceNotes(drawn.map(({ entry }) => entry)));
    },
  };
}

function legendLine({ key, entry, name }: Drawn, place: number, { remove }: PlotActions): HTMLElement {
  const { hue, shape } = taskMark(place);
  const colour = `var(--${hue})`;
  const sample = svgElement(
    'svg',
    { class: 'key', width: 26, height: 11, viewBox: '0 0 26 11', 'aria-hidden': 'true' },
    svgElement('path', { d: 'M0 5.5H26', stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dashOf(place) }),
    svgElement('path', { d: markPath(shape, 13, 5.5, 4), fill: colour }),
  );
  const close = element(
    'button',
    { type: 'button', class: 'runs-remove', 'aria-label': `Take ${name} out of the plot` },
    '✕',
  );
  close.addEventListener('click', () => remove(key));
  return element(
    'li',
    {},
    sample,
    element('b', { class: 'runs-legend-name' }, name),
    toneIcon(entryTone(entry)),
    element('span', { class: 'dim runs-legend-verdict', 'data-tip': verdictDetails(entry) }, verdictWords(entry)),
    close,
  );
}
