import type { Gate } from '../../../../kernel/payloads/gates.ts';
import { expertHeads, fittedName, orderedExperts } from '../../../../kernel/payloads/reading/expert-heads.ts';
import { highestUse, isUnused, topExperts } from '../../../../kernel/payloads/reading/expert-use.ts';
import { gateColour } from '../../../../kernel/payloads/reading/gate-look.ts';
import { information, overall, perRow } from '../../../../kernel/payloads/reading/gate-measures.ts';
import { isConnected } from '../../../../kernel/payloads/reading/gate-words.ts';
import { weight } from '../../../../kernel/text/index.ts';
import { element, rovingFocus } from '../../host/index.ts';
import { gateIcon, gateName } from '../icon.ts';
import { type GatesPart, type GatesScene, type MapShape, mapShape, narrowColumns, wideColumns } from '../scene.ts';
import { cellTip, weightCell } from './cell.ts';
import { ownerCells } from './head-cells.ts';

/** Mean weights, tasks by experts: the first glance. One tab stop; arrows move by cell. */
export function gatesMap(): GatesPart {
  const node = element('div', { class: 'gates-map', role: 'grid' });
  const roving = rovingFocus(node, '.gates-cell');
  return {
    node,
    draw(scene) {
      const shape = mapShape(scene);
      node.setAttribute('aria-label', `Mean gate weights of ${scene.payload.title}, gates by experts`);
      node.dataset.density = shape.density;
      node.dataset.turned = String(shape.isTurned);
      node.dataset.narrow = String(!shape.isTurned && shape.cell < 34);
      node.style.gridTemplateColumns = template(scene, shape);
      roving.keep(() => node.replaceChildren(...(shape.isTurned ? turnedRows(scene, shape) : wideRows(scene, shape))));
    },
  };
}

function template(scene: GatesScene, { isTurned }: MapShape): string {
  const { level, isStacked } = scene;
  if (isTurned) return `auto repeat(${level.gates.length},minmax(0,1fr))`;
  if (!isStacked) return wideColumns(scene);
  const names = level.gates.length > 4 ? '81px ' : '';
  return `${names}${narrowColumns(level.experts.length)}`;
}

/** A row per gate: name, cells, statistics. */
function wideRows(scene: GatesScene, shape: MapShape): readonly HTMLElement[] {
  const { level, isStacked } = scene;
  const order = shape.density === 'bars' ? orderedExperts(level, scene.settings.order) : level.experts.map((_, e) => e);
  const heads = shape.density === 'bars' ? [] : headRows(scene, shape);
  const rows = level.gates.map((gate) => {
    const cells = order.map((e) =>
      shape.density === 'bars' ? barCell(scene, gate, e) : weightCell(scene, shape, gate, e),
    );
    const name = element('div', { class: 'gates-row-name', role: 'rowheader' }, gateName(gate));
    const hasOwnLine = isStacked && level.gates.length <= 4;
    if (hasOwnLine) name.classList.add('gates-whole-line');
    return row([
      name,
      ...cells,
      ...(isStacked ? [] : [statistics(gate, shape)]),
      ...(shape.density === 'bars' ? [leaders(scene, gate)] : []),
    ]);
  });
  return [...heads, ...rows, ...(shape.density === 'bars' ? [expertAxis(scene, order, shape)] : [])];
}

/** Under the bars: whose they are, as many names as there is room for. */
function expertAxis({ level, isStacked }: GatesScene, order: readonly number[], { cell }: MapShape): HTMLElement {
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

/** Owners above their experts' names, what the numbers are, titles of the statistics. */
function headRows(scene: GatesScene, shape: MapShape): readonly HTMLElement[] {
  const { level, isStacked } = scene;
  const { names } = expertHeads(level);
  const hasGaps = level.gates.some((gate) => level.experts.some((_, e) => !isConnected(gate, e)));
  const words = [shape.density === 'full' ? 'mean ± sd' : 'mean weight', ...(hasGaps ? ['– not connected'] : [])];
  const titles = shape.density === 'full' ? ['effective experts', '', 'routing'] : ['per row', 'overall', 'routing'];
  const statistics = element(
    'div',
    { class: 'gates-statistics small dim', role: 'columnheader' },
    ...titles.map((title) => element('span', {}, title)),
  );
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
  const experts = names.map((name, e) => expertHead(scene, shape, name, e));
  const last = isStacked ? [] : [statistics];
  if (owners.length === 0) return [row([...corner(...words), ...experts, ...last])];
  return [row([...corner(...words.slice(0, 1)), ...owners]), row([...corner(...words.slice(1)), ...experts, ...last])];
}

function expertHead({ level }: GatesScene, shape: MapShape, name: string, e: number): HTMLElement {
  const unused = isUnused(level, e);
  const shown = fittedName(name, () => shape.cell >= 26);
  const full = level.experts[e]?.name ?? name;
  return element(
    'div',
    {
      class: unused ? 'gates-expert gates-unused' : 'gates-expert',
      role: 'columnheader',
      'data-expert': e,
      title: full,
    },
    element('span', { class: 'gates-cut' }, shown),
    ...(unused && shape.cell >= 74 ? [element('span', { class: 'small' }, ' unused')] : []),
  );
}

/** Three statistics and what they are; each is defined in its tip. */
function statistics(gate: Gate, { density }: MapShape): HTMLElement {
  const cells = [
    { measure: perRow, text: perRow.text(gate.effectivePerRow), words: `per row, of ${gate.experts}` },
    { measure: overall, text: overall.text(gate.effectiveOverall), words: 'overall' },
    { measure: information, text: weight(gate.routingInformation, 2), words: 'information' },
  ];
  const isLow = density === 'value' || density === 'track';
  return element(
    'div',
    { class: 'gates-statistics', role: 'gridcell' },
    ...cells.map(({ measure, text, words }) =>
      element(
        'div',
        {
          class: 'gates-statistic',
          role: 'group',
          tabindex: 0,
          'data-tip': measure.definition,
          'aria-label': `${gate.serves}, ${measure.title.join(' ')}: ${text}`,
        },
        element('b', {}, text),
        ...(isLow ? [] : [element('span', { class: 'small dim' }, words)]),
      ),
    ),
  );
}

/** For more experts than numbers fit: a bar on the gate's own scale. */
function barCell({ payload, level, theme }: GatesScene, gate: Gate, e: number): HTMLElement {
  const tip = cellTip(payload, level, gate, e);
  const highest = Math.max(0.05, ...gate.mean.map((mean) => mean ?? 0));
  const bar = element('span', { class: 'gates-bar' });
  bar.style.height = `${(100 * (gate.mean[e] ?? 0)) / highest}%`;
  bar.style.background = gateColour(gate, theme);
  return element(
    'div',
    { class: 'gates-cell gates-bar-cell', role: 'gridcell', 'data-expert': e, 'data-tip': tip, 'aria-label': tip },
    bar,
  );
}

function leaders({ level, isStacked }: GatesScene, gate: Gate): HTMLElement {
  const words = topExperts(level, gate.mean, isStacked ? 3 : 5).map(({ label, mean, e }) =>
    element('span', { 'data-expert': e }, `${label} ${weight(mean)}`),
  );
  return element('div', { class: 'gates-leaders small', role: 'presentation' }, ...words);
}

/** Experts down, gates across: rows of 24 px for a narrow output. */
function turnedRows(scene: GatesScene, shape: MapShape): readonly HTMLElement[] {
  const { level } = scene;
  const heads = level.gates.map((gate) =>
    element(
      'div',
      { class: 'gates-turned-head', role: 'columnheader' },
      gateIcon(gate),
      element('b', { class: 'gates-cut', title: gate.serves }, gate.serves),
      element('span', { class: 'fill' }),
      ...(level.gates.length > 2
        ? []
        : [element('span', { class: 'small dim' }, `${perRow.text(gate.effectivePerRow)} per row`)]),
    ),
  );
  const rows = level.experts.map(({ label, name }, e) => {
    const unused = highestUse(level, e) < 0.03;
    const head = element(
      'div',
      {
        class: unused ? 'gates-turned-expert gates-unused' : 'gates-turned-expert',
        role: 'rowheader',
        'data-expert': e,
        title: name,
      },
      label,
    );
    return row([head, ...level.gates.map((gate) => weightCell(scene, shape, gate, e))]);
  });
  return [row([element('div', { role: 'columnheader' }), ...heads]), ...rows];
}
