import type { GatesLevel, GatesRows, TaskLoss } from '../../../../kernel/payloads/gates.ts';
import { lossWords, rowsWords } from '../../../../kernel/payloads/reading/gates/answers.ts';
import { count } from '../../../../kernel/text/index.ts';
import { element, setText, taskMarkIcon } from '../../host/index.ts';
import type { GatesPart, GatesScene } from '../scene.ts';
import type { Asked } from './asked.ts';

/** What the report was asked: how far the last question is, what tasks lose without experts, the rows behind a bar. */
export function gatesAnswers(): GatesPart {
  const status = element('div', { class: 'gates-status', role: 'status' });
  const losses = element('div', { class: 'gates-losses' });
  const rows = element('div', { class: 'gates-rows' });
  const node = element('div', { class: 'gates-answers' }, status, losses, rows);
  let drawn: readonly unknown[] = [];
  return {
    node,
    draw(scene) {
      const { level, settings } = scene;
      setText(status, statusWords(level, settings.asked));
      status.classList.toggle('gates-refused', settings.asked?.answer.state === 'refused');
      // Hidden, a live region would not be heard when it speaks.
      status.classList.toggle('gates-silent', status.textContent === '');
      const now = [level, scene.payload.tasks];
      if (now.every((value, i) => value === drawn[i])) return;
      drawn = now;
      losses.replaceChildren(...level.experts.flatMap((_, e) => lossLine(scene, e)));
      rows.replaceChildren(...(level.rows ? [rowsTable(level, level.rows)] : []));
    },
  };
}

function statusWords(level: GatesLevel, asked: Asked | undefined): string {
  if (asked === undefined || asked.level !== level.level) return '';
  const { state, words } = asked.answer;
  const label = level.experts[asked.pointed.expert]?.label ?? '';
  const what =
    asked.pointed.kind === 'without' ? `What tasks lose without ${label}` : `The rows of this bar of ${label}`;
  if (state === 'waits') return `${what}: waits for the cell that runs.`;
  if (state === 'works') return `${what}: working it out…`;
  return state === 'refused' ? `${what}: ${words ?? 'there is no answer.'}` : '';
}

/** `Without E0` and each task's loss: bold where it is more than two standard errors. */
function lossLine({ level, payload }: GatesScene, e: number): readonly HTMLElement[] {
  const { label, without } = level.experts[e] ?? {};
  if (without === undefined) return [];
  const losses = without.tasks.map((loss) =>
    element(
      'span',
      { class: 'gates-loss' },
      taskMarkIcon(loss.task),
      `${payload.tasks[loss.task] ?? ''} `,
      element(isClear(loss) ? 'b' : 'span', {}, lossWords(loss)),
    ),
  );
  const note = `paired s.e., ${count(without.rows)} rows`;
  return [
    element(
      'div',
      { class: 'gates-loss-line', 'data-expert': e },
      element('b', {}, `Without ${label}`),
      ...(losses.length === 0 ? [element('span', { class: 'dim' }, 'no task changes')] : losses),
      element('span', { class: 'small dim' }, note),
    ),
  ];
}

function isClear({ difference, error }: TaskLoss): boolean {
  return difference !== null && error !== null && Math.abs(difference) > 1.96 * error;
}

/** The first rows as they are: what is text stays text. */
function rowsTable(level: GatesLevel, found: GatesRows): HTMLElement {
  const { columns, columnsGiven, lines, count: all } = found;
  const words = rowsWords(level, found);
  const first = lines.length < all ? `the first ${lines.length}` : '';
  const cut = columnsGiven === undefined ? '' : `${columns.length} of ${columnsGiven} columns`;
  const note = [first, cut].filter((part) => part !== '').join(', ');
  const title = element(
    'div',
    { class: 'gates-section' },
    element('b', {}, words),
    element('span', { class: 'small dim' }, note),
  );
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  const body = lines.map((line) => element('tr', {}, ...line.map((text) => element('td', {}, text))));
  const table = element(
    'table',
    { class: 'gates-rows-table' },
    element('caption', { class: 'for-readers' }, words),
    element('thead', {}, head),
    element('tbody', {}, ...body),
  );
  const region = { class: 'gates-rows-scroll', role: 'region', tabindex: 0, 'aria-label': words };
  return element('div', {}, title, element('div', region, table));
}
