import type { ImportancePayload } from '../../../kernel/payloads/importance.ts';
import {
  importanceFacts,
  importanceLegend,
  importanceMeasure,
  importanceScales,
} from '../../../kernel/payloads/reading/reports/importance-words.ts';
import {
  copyText,
  element,
  follow,
  reportHead,
  rovingFocus,
  savePicture,
  type Theme,
  taskMarkIcon,
  type View,
} from '../host/index.ts';
import { importanceCell } from './cell.ts';
import { importanceCsv } from './csv.ts';

/** What each task looks at: features down, tasks across; one under the other where the tasks find no room. */
export function importanceView(
  root: HTMLElement,
  firstTheme: Theme,
  first: ImportancePayload,
): View<ImportancePayload> {
  const shown = follow(root, firstTheme, first, draw);
  const head = reportHead('Importance', {
    save: (format) => void savePicture(root, `importance ${shown.payload.title}`, format),
    copy: () => copyText(root, importanceCsv(shown.payload)),
  });
  const table = element('div', {
    class: 'importance-table',
    role: 'grid',
    'aria-label': 'Importance of features by task',
  });
  const more = element('div', { class: 'small dim' });
  const legend = element('div', { class: 'importance-legend small dim' }, importanceLegend);
  root.append(head.node, table, more, legend);
  const focus = rovingFocus(table, '.importance-cell');

  function draw(): void {
    const { payload, width } = shown;
    if (width <= 0) return;
    head.draw(importanceFacts(payload));
    const { tasks, features } = payload;
    const isStacked = (width - nameWidth) / tasks.length < leastColumn;
    table.classList.toggle('importance-stacked', isStacked);
    table.style.setProperty('--columns', String(tasks.length));
    const room = (isStacked ? width - taskWidth : (width - nameWidth) / tasks.length) - numberWidth - gap;
    const scales = importanceScales(payload);
    const header = element(
      'div',
      { class: 'importance-row importance-header', role: 'row' },
      element('span', { role: 'columnheader' }, 'feature'),
      ...tasks.map((task, i) =>
        element(
          'span',
          { role: 'columnheader', class: 'importance-task', title: task.name },
          element('span', { class: 'importance-name' }, taskMarkIcon(i), task.name),
          element('span', { class: 'small dim importance-measure' }, importanceMeasure(task)),
        ),
      ),
    );
    const rows = features.map((feature) =>
      element(
        'div',
        { class: 'importance-row', role: 'row' },
        element('span', { class: 'importance-feature', role: 'rowheader', title: feature.name }, feature.name),
        ...tasks.map((_, i) => importanceCell({ feature, position: i, tasks, scale: scales[i], room })),
      ),
    );
    focus.keep(() => table.replaceChildren(header, ...rows));
    more.textContent = payload.more > 0 ? `${payload.more} more features matter less.` : '';
  }

  return shown.view;
}

/** Pixels; those of the style sheet. */
export const nameWidth = 190;
export const taskWidth = 120;
export const numberWidth = 62;
const gap = 16;
const leastColumn = 150;
