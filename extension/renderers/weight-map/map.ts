import { expertHeads, fittedName, orderedExperts } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { isUnused, topExperts } from '../../../kernel/payloads/reading/gates/expert-use.ts';
import type { MapGate, MapLevel } from '../../../kernel/payloads/reading/gates/map-level.ts';
import { isConnected } from '../../../kernel/payloads/reading/gates/words.ts';
import { weight } from '../../../kernel/text/index.ts';
import { element, rovingFocus } from '../host/index.ts';
import { barCell, weightCell } from './cell.ts';
import { ownerCells } from './head-cells.ts';
import { gateIcon, gateName } from './icon.ts';
import { type MapScene, type MapShape, mapShape, narrowColumns, wideColumns } from './scene.ts';

/** What a map says beside its numbers. */
export type MapWords<Row extends MapGate> = {
  readonly label: string;
  /** Of a cell, e.g. "income · E0" and more lines. */
  readonly tip: (row: Row, expert: number) => string;
  /** What stands at the right of a row in a wide output, and over it. */
  readonly end: (row: Row, shape: MapShape) => HTMLElement;
  readonly endTitles: (shape: MapShape) => readonly string[];
  /** Beside a gate's name where the map is turned. */
  readonly turned: (row: Row) => string;
};

/** Mean weights, tasks by experts. One tab stop; arrows move by cell. */
export function weightMap<Row extends MapGate>() {
  const node = element('div', { class: 'gates-map', role: 'grid' });
  const roving = rovingFocus(node, '.gates-cell');
  return {
    node,
    draw(scene: MapScene<Row>, words: MapWords<Row>) {
      const shape = mapShape(scene);
      node.setAttribute('aria-label', words.label);
      node.dataset.density = shape.density;
      node.dataset.turned = String(shape.isTurned);
      node.dataset.narrow = String(!shape.isTurned && shape.cell < 34);
      node.style.gridTemplateColumns = template(scene, shape);
      const rows = shape.isTurned ? turnedRows : wideRows;
      roving.keep(() => node.replaceChildren(...rows(scene, shape, words)));
    },
  };
}

function template(scene: MapScene, { isTurned }: MapShape): string {
  const { level, isStacked } = scene;
  if (isTurned) return `auto repeat(${level.gates.length},minmax(0,1fr))`;
  if (!isStacked) return wideColumns(scene);
  const names = level.gates.length > 4 ? '81px ' : '';
  return `${names}${narrowColumns(level.experts.length)}`;
}

/** A row per gate: name, cells, what the words say. */
function wideRows<Row extends MapGate>(
  scene: MapScene<Row>,
  shape: MapShape,
  words: MapWords<Row>,
): readonly HTMLElement[] {
  const { level, isStacked } = scene;
  const isBars = shape.density === 'bars';
  const order = isBars ? orderedExperts(level, scene.order) : level.experts.map((_, e) => e);
  const rows = level.gates.map((gate) => {
    const cells = order.map((e) =>
      isBars ? barCell(scene, gate, e, words.tip(gate, e)) : weightCell(scene, shape, gate, e, words.tip(gate, e)),
    );
    const name = element('div', { class: 'gates-row-name', role: 'rowheader' }, gateName(gate));
    if (isStacked && level.gates.length <= 4) name.classList.add('gates-whole-line');
    return row([
      name,
      ...cells,
      ...(isStacked ? [] : [words.end(gate, shape)]),
      ...(isBars ? [leaders(scene, gate)] : []),
    ]);
  });
  return isBars ? [...rows, expertAxis(scene, order, shape)] : [...headRows(scene, shape, words), ...rows];
}

/** Under the bars: whose they are, as many names as there is room for. */
function expertAxis({ level, isStacked }: MapScene, order: readonly number[], { cell }: MapShape): HTMLElement {
  const names = order.map((e) => level.experts[e]?.label ?? '');
  const widest = Math.max(...names.map((name) => Math.min(8, name.length)));
  const every = Math.ceil((widest * 6.5 + 8) / (cell + 1));
  const hasNames = !(isStacked && level.gates.length <= 4);
  const ticks = order.flatMap((e, place) => {
    if (place % every !== 0 || order.length - place < every) return [];
    const tick = element('div', { class: 'gates-tick-name small dim', 'data-expert': e }, names[place] ?? '');
    tick.style.gridColumn = `${place + (hasNames ? 2 : 1)} / span ${every}`;
    return [tick];
  });
  return element('div', { class: 'gates-row', 'aria-hidden': 'true' }, ...ticks);
}

function row(cells: readonly Node[]): HTMLElement {
  return element('div', { class: 'gates-row', role: 'row' }, ...cells);
}

/** Owners above their experts' names, what the numbers are, titles of what stands at the right. */
function headRows<Row extends MapGate>(
  { level, isStacked }: MapScene<Row>,
  shape: MapShape,
  { endTitles }: MapWords<Row>,
): readonly HTMLElement[] {
  const { names } = expertHeads(level);
  const hasGaps = level.gates.some((gate) => level.experts.some((_, e) => !isConnected(gate, e)));
  const words = [shape.density === 'full' ? 'mean ± sd' : 'mean weight', ...(hasGaps ? ['– not connected'] : [])];
  const hasNames = !(isStacked && level.gates.length <= 4);
  const corner = (...lines: readonly string[]) =>
    hasNames
      ? [
          element(
            'div',
            { class: 'gates-corner small dim', role: 'columnheader' },
            ...lines.map((line) => element('div', {}, line)),
          ),
        ]
      : [];
  const owners = ownerCells(level, hasNames ? 2 : 1);
  for (const owner of owners) owner.setAttribute('role', 'columnheader');
  const experts = names.map((name, e) => expertHead(level, shape, name, e));
  const titles = endTitles(shape).map((title) => element('span', {}, title));
  const last = isStacked
    ? []
    : [element('div', { class: 'gates-statistics small dim', role: 'columnheader' }, ...titles)];
  if (owners.length === 0) return [row([...corner(...words), ...experts, ...last])];
  return [row([...corner(...words.slice(0, 1)), ...owners]), row([...corner(...words.slice(1)), ...experts, ...last])];
}

function expertHead(level: MapLevel, shape: MapShape, name: string, e: number): HTMLElement {
  const unused = isUnused(level, e);
  return element(
    'div',
    {
      class: unused ? 'gates-expert gates-unused' : 'gates-expert',
      role: 'columnheader',
      'data-expert': e,
      title: level.experts[e]?.name ?? name,
    },
    element(
      'span',
      { class: 'gates-cut' },
      fittedName(name, () => shape.cell >= 26),
    ),
    ...(unused && shape.cell >= 74 ? [element('span', { class: 'small' }, ' unused')] : []),
  );
}

function leaders({ level, isStacked }: MapScene, gate: MapGate): HTMLElement {
  const words = topExperts(level, gate.mean, isStacked ? 3 : 5).map(({ label, mean, e }) =>
    element('span', { 'data-expert': e }, Number.isNaN(mean) ? '' : `${label} ${weight(mean)}`),
  );
  return element('div', { class: 'gates-leaders small', role: 'presentation' }, ...words);
}

/** Experts down, gates across: rows of 24 px for a narrow output. */
function turnedRows<Row extends MapGate>(
  scene: MapScene<Row>,
  shape: MapShape,
  words: MapWords<Row>,
): readonly HTMLElement[] {
  const { level } = scene;
  const heads = level.gates.map((gate) =>
    element(
      'div',
      { class: 'gates-turned-head', role: 'columnheader' },
      gateIcon(gate),
      element('b', { class: 'gates-cut', title: gate.serves }, gate.serves),
      element('span', { class: 'fill' }),
      ...(level.gates.length > 2 ? [] : [element('span', { class: 'small dim' }, words.turned(gate))]),
    ),
  );
  const rows = level.experts.map(({ label, name }, e) => {
    const unused = isUnused(level, e);
    const attributes = {
      class: unused ? 'gates-turned-expert gates-unused' : 'gates-turned-expert',
      role: 'rowheader',
      'data-expert': e,
      title: name,
    };
    const cells = level.gates.map((gate) => weightCell(scene, shape, gate, e, words.tip(gate, e)));
    return row([element('div', attributes, label), ...cells]);
  });
  return [row([element('div', { role: 'columnheader' }), ...heads]), ...rows];
}
