import type { Gate, GatesLevel, GatesPair } from '../../../kernel/payloads/gates.ts';
import { markPath } from '../../../kernel/payloads/marks.ts';
import { gateMark } from '../../../kernel/payloads/reading/gates/look.ts';
import {
  definitions,
  type GateMeasure,
  gateMeasures,
  measureTip,
} from '../../../kernel/payloads/reading/gates/measures.ts';
import { fraction, percent } from '../../../kernel/text/index.ts';
import { element, svgElement } from '../host/index.ts';
import { gateIcon, gateName } from '../weight-map/index.ts';
import type { GatesPart, GatesScene } from './scene.ts';

/** All statistics as a real table: a row per gate, or per statistic in a narrow output; then how the gates differ. */
export function gatesTable(): GatesPart {
  const node = element('div', { class: 'gates-statistics-table' });
  return {
    node,
    draw(scene) {
      const { level, isStacked } = scene;
      const isTurned = isStacked && level.gates.length <= 3;
      const table = isTurned
        ? turnedTable(level)
        : isStacked
          ? scrolled(wideTable(scene), 'Statistics of the gates')
          : wideTable(scene);
      node.classList.toggle('gates-many', level.gates.length > 4);
      node.replaceChildren(table, ...(level.pairs.length === 0 ? [] : [divergence(level)]));
    },
  };
}

function caption(): HTMLElement {
  return element('caption', { class: 'for-readers' }, 'Statistics of the gates');
}

/** What does not fit into a narrow output: seven columns, a column for each of many gates. */
function scrolled(table: HTMLElement, words: string): HTMLElement {
  const attributes = { class: 'gates-scroll', role: 'region', tabindex: 0, 'aria-label': words };
  return element('div', attributes, table);
}

/** Gates that route least come first when there are too many to see them all at once. */
function gatesInOrder({ gates }: GatesLevel): readonly Gate[] {
  return gates.length <= 4 ? gates : [...gates].sort((a, b) => a.routingInformation - b.routingInformation);
}

function wideTable({ level }: GatesScene): HTMLElement {
  const heads = gateMeasures.map((measure) =>
    element(
      'th',
      { scope: 'col', tabindex: 0, 'data-tip': measureTip(measure) },
      measure.title[0],
      element('br'),
      measure.title[1],
      element('span', { class: 'gates-plain' }, measure.plain),
    ),
  );
  const rows = gatesInOrder(level).map((gate) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, gateName(gate)),
      ...gateMeasures.map((measure) => element('td', {}, ...reading(measure, gate))),
    ),
  );
  const corner = element('td', {});
  const columns = ['names', 'usual', 'usual', 'usual', 'wide', 'wide', 'usual'];
  return element(
    'table',
    { class: 'gates-table' },
    caption(),
    element('colgroup', {}, ...columns.map((name) => element('col', { class: `gates-${name}` }))),
    element('thead', {}, element('tr', {}, corner, ...heads)),
    element('tbody', {}, ...rows),
  );
}

function turnedTable(level: GatesLevel): HTMLElement {
  const heads = level.gates.map((gate) =>
    element('th', { scope: 'col' }, gateIcon(gate), element('b', { title: gate.serves }, gate.serves)),
  );
  const rows = gateMeasures.map((measure) =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row', tabindex: 0, 'data-tip': measureTip(measure) },
        measure.title.join(' '),
        element('span', { class: 'gates-plain' }, measure.plain),
      ),
      ...level.gates.map((gate) => element('td', {}, ...reading(measure, gate))),
    ),
  );
  return element(
    'table',
    { class: 'gates-table gates-turned-table' },
    caption(),
    element('thead', {}, element('tr', {}, element('td'), ...heads)),
    element('tbody', {}, ...rows),
  );
}

/** The number, its range, and where it lies in it. */
function reading({ value, low, high, text }: GateMeasure, gate: Gate): readonly Node[] {
  const [number, highest] = [value(gate), high(gate)];
  const { hue, shape } = gateMark(gate);
  const width = 72;
  const at = width * Math.max(0, Math.min(1, (number - low) / (highest - low || 1)));
  const mark =
    hue === undefined ? { fill: 'var(--background)', stroke: 'var(--foreground)' } : { fill: `var(--${hue})` };
  return [
    element('b', { class: 'gates-number' }, text(number)),
    element('span', { class: 'small dim' }, ` ${low}–${highest}`),
    svgElement(
      'svg',
      { class: 'gates-scale', width, height: 9, 'aria-hidden': 'true' },
      svgElement('path', { d: `M0 4.5H${width}`, class: 'gates-hairline' }),
      svgElement('path', { d: `M.5 2v5M${width - 0.5} 2v5`, class: 'gates-faint-line' }),
      svgElement('path', { d: markPath(shape, Math.min(width - 1, Math.max(1, at)), 4.5, 3.4), ...mark }),
    ),
  ];
}

/** Two gates: one number and what they share. More: a triangle of all pairs. */
function divergence(level: GatesLevel): HTMLElement {
  const [only] = level.pairs;
  const noun = level.gates.every(({ task }) => task !== null) ? 'tasks' : 'gates';
  const title = element(
    'div',
    { class: 'gates-divergence-title small dim', tabindex: 0, 'data-tip': definitions.divergence },
    `divergence of the ${noun}, JS`,
    element('span', { class: 'gates-plain' }, 'how differently they use the experts'),
  );
  if (level.pairs.length > 1 || !only)
    return element('div', { class: 'gates-divergence' }, title, scrolled(triangle(level), 'Divergence of the gates'));
  return element(
    'div',
    { class: 'gates-divergence' },
    title,
    element(
      'div',
      { 'data-tip': pairTip(level, only) },
      element('b', { class: 'gates-number' }, fraction(only.divergence, 2)),
      element('span', { class: 'small dim' }, ' 0–1 bit'),
    ),
    element(
      'div',
      { class: 'gates-shared small dim', tabindex: 0, 'data-tip': definitions.shared },
      'shared weight ',
      element('span', {}, element('b', {}, percent(only.shared)), ' Σ min(ū, ū′)'),
    ),
  );
}

function triangle(level: GatesLevel): HTMLElement {
  const find = (a: number, b: number) => level.pairs.find(({ gates }) => gates.includes(a) && gates.includes(b));
  const rows = level.gates.slice(1).map((gate, i) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, gateName(gate)),
      ...level.gates.slice(0, -1).map((_, j) => {
        const pair = j <= i ? find(i + 1, j) : undefined;
        return pair === undefined
          ? element('td')
          : element('td', { tabindex: -1, 'data-tip': pairTip(level, pair) }, fraction(pair.divergence, 2));
      }),
    ),
  );
  const heads = level.gates
    .slice(0, -1)
    .map((gate) =>
      element(
        'th',
        { scope: 'col', title: gate.serves },
        gateIcon(gate),
        element('span', { class: 'for-readers' }, gate.serves),
      ),
    );
  return element(
    'table',
    { class: 'gates-triangle' },
    element('caption', { class: 'for-readers' }, 'Jensen–Shannon divergence of each two gates, in bits'),
    element('thead', {}, element('tr', {}, element('td'), ...heads)),
    element('tbody', {}, ...rows),
  );
}

function pairTip(
  { gates }: GatesLevel,
  { gates: [a = 0, b = 0], divergence, divergencePerRow, shared, cosine, correlation }: GatesPair,
): string {
  return [
    `${gates[a]?.serves} and ${gates[b]?.serves}`,
    `JS of the means ${fraction(divergence, 2)} bit, mean of the rows ${fraction(divergencePerRow, 2)} bit`,
    `shared weight ${percent(shared)}, cosine ${fraction(cosine, 2)}, correlation over rows ${fraction(correlation, 2)}`,
  ].join('\n');
}
