import {
  type MetricCell,
  metricCells,
  metricColumns,
  type Split,
  splitsOf,
} from '../../../kernel/payloads/reading/metric-cells.ts';
import { element, setAttributes, setText, taskMarkIcon } from '../host/index.ts';
import { differenceCells, differenceNote } from './run-difference.ts';
import { type Part, type Scene, shownTasks, whenChanged } from './scene.ts';

/** Metrics per task and split as a real table; each compared run adds two lines per task. */
export function metricTable(): Part {
  const caption = element('caption', { class: 'for-readers' }, 'Metrics per task and split');
  const table = element('table', {}, caption);
  const note = element('div', { class: 'note', hidden: true });
  const node = element('div', { class: 'metrics' }, table, note);
  const ifChanged = whenChanged();
  let bodies: HTMLElement[] = [];
  let form = '';
  return {
    node,
    draw(scene) {
      const { payload, rivals, settings, isStacked } = scene;
      ifChanged(
        [payload.run.id, payload.state, payload.epochs.length, payload.test, rivals, settings, isStacked],
        () => {
          const splits = shownSplits(scene);
          const rows = bodyRows(scene, splits);
          const now = JSON.stringify([
            rows.map(({ role, name }) => [role, name]),
            splits.map(({ name, metrics }) => [name, !metrics]),
          ]);
          if (now !== form) {
            form = now;
            bodies = rows.map((row) => rowNode(row, splits));
            table.replaceChildren(
              caption,
              columnsNode(splits.length, isStacked ? 30 : 15),
              headNode(scene, splits),
              element('tbody', {}, ...bodies),
            );
          }
          for (const [i, split] of splits.entries()) setText(epochOf(table, i), epochWords(split));
          for (const [i, row] of rows.entries()) bodies[i] && writeRow(bodies[i], row);
          note.hidden = rivals.length === 0;
          if (rivals.length > 0) setText(note, differenceNote(payload, rivals).join(' '));
        },
      );
    },
  };
}

/** Side by side when there is room, else the chosen one. */
function shownSplits({ payload, settings, isStacked }: Scene): readonly Split[] {
  const splits = splitsOf(payload);
  if (!isStacked) return splits;
  return [splits.find(({ name }) => name === settings.split) ?? splits[0]].filter((split) => split !== undefined);
}

type Row = {
  readonly role: 'task' | 'other' | 'difference';
  readonly name: string;
  readonly position: number;
  /** Per split: three cells, or the words that stand in for them. */
  readonly groups: readonly (readonly Cell[] | string)[];
};

type Cell = MetricCell & { readonly isClear?: boolean };

function bodyRows(scene: Scene, splits: readonly Split[]): readonly Row[] {
  const rivals = scene.rivals.map(({ name, payload, paired = [] }) => ({ name, theirs: splitsOf(payload), paired }));
  return shownTasks(scene).flatMap(({ task, position }): readonly Row[] => {
    const own: Row = {
      role: 'task',
      name: task.name,
      position,
      groups: splits.map(({ metrics, pending }) =>
        metrics === undefined ? pending : metricCells(task.kind, metrics[task.name]),
      ),
    };
    const others = rivals.flatMap(({ name: run, theirs, paired }): readonly Row[] => {
      const pair = paired.find((each) => each.task === task.name);
      const rival = (name: string) => theirs.find((split) => split.name === name)?.metrics?.[task.name];
      return [
        {
          role: 'other',
          name: run,
          position,
          groups: splits.map(({ name }) => metricCells(task.kind, rival(name))),
        },
        {
          role: 'difference',
          name: 'difference',
          position,
          groups: splits.map(({ name, metrics }) =>
            differenceCells(task.kind, metrics?.[task.name], rival(name), name === 'validation' ? pair : undefined),
          ),
        },
      ];
    });
    return [own, ...others];
  });
}

/** Widths do not depend on the numbers, so that nothing moves when they come. The first number has an error beside it. */
function columnsNode(splits: number, names: number): HTMLElement {
  const column = (share: number) => element('col', { style: `width:${share.toFixed(2)}%` });
  const group = (100 - names) / splits;
  const groups = Array.from({ length: splits }, () => [
    column(group * 0.46),
    column(group * 0.26),
    column(group * 0.28),
  ]);
  return element('colgroup', {}, column(names), ...groups.flat());
}

function headNode(scene: Scene, splits: readonly Split[]): HTMLElement {
  const columns = metricColumns(scene.payload.tasks);
  const group = splits.map((split) =>
    element(
      'th',
      { class: 'group first', colspan: columns.length, scope: 'colgroup' },
      split.name,
      element('span', { class: 'epoch' }),
    ),
  );
  const titles = splits.flatMap(() =>
    columns.map(({ title, definition }, i) =>
      element('th', { class: i === 0 ? 'first' : false, scope: 'col', 'data-tip': definition }, title),
    ),
  );
  return element(
    'thead',
    {},
    element('tr', {}, element('td'), ...group),
    element('tr', {}, element('th', { scope: 'col' }, element('span', { class: 'for-readers' }, 'task')), ...titles),
  );
}

function epochOf(table: HTMLElement, split: number): Element {
  return table.querySelectorAll('th.group > .epoch')[split] ?? element('span');
}

function epochWords({ epoch }: Split): string {
  return epoch === null ? '' : ` · epoch ${epoch}`;
}

function rowNode({ role, position, groups }: Row, splits: readonly Split[]): HTMLElement {
  const name = element('span', { class: 'name' });
  const head = element('th', { scope: 'row' }, ...(role === 'task' ? [taskMarkIcon(position)] : []), name);
  const cells = groups.flatMap((group, split) => {
    if (typeof group === 'string') return [element('td', { class: 'first pending', colspan: 3 })];
    const judged = splits[split]?.name === 'validation' ? ' judged' : '';
    return group.map((_, i) =>
      element(
        'td',
        { class: `${i === 0 ? 'first' : ''}${judged}` },
        element('span', { class: 'alarm' }),
        element('span', { class: 'value' }),
        element('span', { class: 'error' }),
      ),
    );
  });
  return element('tr', { class: role }, head, ...cells);
}

function writeRow(node: HTMLElement, { name, groups }: Row): void {
  const [head, ...cells] = node.children;
  const title = head?.querySelector('.name');
  if (title) {
    setText(title, name);
    setAttributes(title, { title: name });
  }
  const values = groups.flatMap((group): readonly (Cell | string)[] => (typeof group === 'string' ? [group] : group));
  for (const [i, value] of values.entries()) {
    const cell = cells[i];
    if (!(cell instanceof HTMLElement)) continue;
    if (typeof value === 'string') setText(cell, value);
    else writeCell(cell, value);
  }
}

function writeCell(cell: HTMLElement, { text, error, alarm, note, isClear }: Cell): void {
  const [flag, value, spread] = cell.children;
  if (flag !== undefined) {
    setText(flag, alarm ? '▲' : '');
    flag.setAttribute('aria-label', alarm ? 'outside .95 to 1.05' : '');
  }
  if (value !== undefined) {
    setText(value, text);
    value.classList.toggle('clear', isClear === true);
  }
  if (spread !== undefined) setText(spread, error === undefined ? '' : ` ${error}`);
  if (note === undefined) delete cell.dataset.tip;
  else cell.dataset.tip = note;
}
