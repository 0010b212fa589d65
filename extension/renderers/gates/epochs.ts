import type { Gate, GatesLevel } from '../../../kernel/payloads/gates.ts';
import { gateColour } from '../../../kernel/payloads/reading/gates/look.ts';
import { niceScale, type Scale } from '../../../kernel/payloads/reading/scale.ts';
import { weight } from '../../../kernel/text/index.ts';
import { element, svgElement } from '../host/index.ts';
import { gateIcon } from '../weight-map/index.ts';
import { cellName, type GatesPart, type GatesScene } from './scene.ts';
import { similarityWidth } from './similarity.ts';

/** Mean weight of each expert after each epoch: one chart per gate, all on one scale. */
export function gatesEpochs(): GatesPart {
  const node = element('div', { class: 'gates-epochs' });
  return {
    node,
    draw(scene) {
      const { level } = scene;
      const shown = level.gates.filter(({ history }) => history.length > 1);
      node.hidden = shown.length === 0;
      const width = chartWidth(scene, shown.length);
      node.classList.toggle('gates-many', shown.length > 4);
      const scale = commonScale(shown);
      node.replaceChildren(
        ...shown.map((gate, i) => {
          const node = element(
            'div',
            { class: 'gates-epoch-chart' },
            element(
              'div',
              { class: 'gates-chart-title' },
              gateIcon(gate),
              element('b', { title: `${gate.serves} over epochs` }, `${gate.serves} over epochs`),
              ...(i === 0
                ? [element('span', { class: 'small dim' }, `dotted: even share, ${weight(1 / gate.experts)}`)]
                : []),
            ),
            chart(scene, gate, scale, width),
          );
          node.style.width = `${width}px`;
          return node;
        }),
      );
    },
  };
}

/** Two charts beside the similarity of experts; three in a row when there are many, one when narrow. */
function chartWidth({ level, width, isStacked }: GatesScene, charts: number): number {
  if (isStacked) return width;
  if (charts > 4) return Math.floor((width - 52) / 3);
  return Math.floor((width - similarityWidth(level) - 52 - (charts > 1 ? 26 : 0)) / Math.min(2, charts));
}

function commonScale(gates: readonly Gate[]): Scale {
  const highest = Math.max(
    0.1,
    ...gates.flatMap(({ history }) => history.flatMap(({ mean }) => mean.map((value) => value ?? 0))),
  );
  return highest > 0.8 ? { low: 0, high: 1, ticks: [0, 0.5, 1], digits: 1 } : niceScale({ low: 0, high: highest }, 4);
}

/** From this weight on an expert is told by colour and name; the others are grey. */
const namedFrom = 0.1;

function chart({ level, theme }: GatesScene, gate: Gate, scale: Scale, width: number): SVGSVGElement {
  const bottom = level.gates.length > 4 ? 90 : 124;
  const longest = Math.max(2, ...level.experts.map(({ label }) => Math.min(mostLetters, label.length)));
  const frame = { left: 26, right: width - 44 - 7 * longest, top: 8, bottom };
  const { history } = gate;
  const x = (i: number) => frame.left + ((frame.right - frame.left) * i) / Math.max(1, history.length - 1);
  const y = (value: number) => frame.top + (frame.bottom - frame.top) * (1 - value / scale.high);
  const colour = gateColour(gate, theme);
  const last = history.at(-1)?.mean ?? [];
  const experts = level.experts.map((_, e) => e).filter((e) => last[e] != null);
  const isNamed = (e: number) => (last[e] ?? 0) >= namedFrom;
  const line = (e: number) => {
    const d = history
      .map(({ mean }, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(mean[e] ?? 0).toFixed(1)}`)
      .join('');
    const style = isNamed(e)
      ? { stroke: colour, 'stroke-width': 2 }
      : { stroke: 'var(--faint)', 'stroke-opacity': 0.75 };
    const tip = `${cellName(gate, level.experts[e]?.label ?? '')}\nafter epoch ${history[0]?.epoch} ${weight(history[0]?.mean[e])}, now ${weight(last[e])}`;
    return svgElement(
      'g',
      { 'data-tip': tip, 'data-expert': e },
      svgElement('path', { d, class: 'gates-hit' }),
      svgElement('path', { d, fill: 'none', ...style }),
    );
  };
  const text = (attributes: Readonly<Record<string, string | number>>, ...children: (Node | string)[]) =>
    svgElement('text', { 'font-size': 11, ...attributes }, ...children);
  return svgElement(
    'svg',
    { width, height: bottom + 20, role: 'img', 'aria-label': sentence(level, gate, experts.filter(isNamed)) },
    ...scale.ticks.flatMap((tick, i) => [
      svgElement('path', {
        d: `M${frame.left} ${y(tick)}H${frame.right}`,
        class: i === 0 ? 'gates-hairline' : 'gates-grid-line',
      }),
      text(
        { x: frame.left - 5, y: y(tick) + 4, 'text-anchor': 'end', class: 'dim' },
        tick === 1 ? '1' : weight(tick, scale.digits),
      ),
    ]),
    svgElement('path', { d: `M${frame.left} ${y(1 / gate.experts)}H${frame.right}`, class: 'gates-dotted' }),
    ...experts.filter((e) => !isNamed(e)).map(line),
    ...experts.filter(isNamed).map(line),
    ...lineLabels(level, last, experts, isNamed, y, frame).map(({ at, words, isNamed: named }) =>
      text({ x: frame.right + 6, y: at, ...(named ? {} : { class: 'dim' }) }, ...words),
    ),
    ...epochTicks(history.length, frame.right - frame.left).map((i) =>
      text(
        { x: x(i), y: frame.bottom + 15, 'text-anchor': 'middle', class: 'dim' },
        i === 0 ? `epoch ${history[i]?.epoch}` : `${history[i]?.epoch}`,
      ),
    ),
  );
}

/** At the lines' ends, pushed apart to at least 13 px. */
function lineLabels(
  { experts: columns }: GatesLevel,
  last: readonly (number | null)[],
  experts: readonly number[],
  isNamed: (e: number) => boolean,
  y: (value: number) => number,
  { bottom }: { readonly bottom: number },
) {
  const others = experts.filter((e) => !isNamed(e));
  const middle = others.reduce((sum, e) => sum + (last[e] ?? 0), 0) / Math.max(1, others.length);
  const labels = [
    ...experts.filter(isNamed).map((e) => ({
      at: y(last[e] ?? 0) + 4,
      words: [svgElement('tspan', { 'font-weight': 600 }, cut(columns[e]?.label ?? '')), ` ${weight(last[e])}`],
      isNamed: true,
    })),
    ...(others.length === 0
      ? []
      : [
          {
            at: y(middle) + 4,
            words: [others.length === 1 ? cut(columns[others[0] ?? 0]?.label ?? '') : `${others.length} others`],
            isNamed: false,
          },
        ]),
  ].sort((a, b) => a.at - b.at);
  for (const [i, label] of labels.entries())
    label.at = Math.max(label.at, (labels[i - 1]?.at ?? Number.NEGATIVE_INFINITY) + 13);
  // What the pushing drove below the axis goes up again.
  for (const [i, label] of [...labels.entries()].reverse())
    label.at = Math.min(label.at, (labels[i + 1]?.at ?? bottom + 17) - 13);
  return labels;
}

/** Of a line's name. */
const mostLetters = 12;

function cut(label: string): string {
  return label.length <= mostLetters ? label : `${label.slice(0, mostLetters - 1)}…`;
}

/** The first and the last epoch, and as many at equal steps between as there is room for. */
function epochTicks(epochs: number, width: number): readonly number[] {
  const last = epochs - 1;
  const step = width / Math.max(1, last);
  const every = Math.max(1, Math.ceil(32 / step));
  return Array.from({ length: epochs }, (_, i) => i).filter(
    (i) => i === 0 || i === last || (i % every === 0 && i * step > 44 && (last - i) * step > 28),
  );
}

function sentence({ experts }: GatesLevel, { serves, history }: Gate, named: readonly number[]): string {
  const [first, last] = [history[0], history.at(-1)];
  const each = named.map((e) => `${experts[e]?.label} from ${weight(first?.mean[e])} to ${weight(last?.mean[e])}`);
  return `Mean weights of ${serves} from epoch ${first?.epoch} to ${last?.epoch}: ${each.join(', ') || 'all under .1'}.`;
}
