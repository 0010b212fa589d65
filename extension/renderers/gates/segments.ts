import type { Gate, GatesSegmentation } from '../../../kernel/payloads/gates.ts';
import { cellInks, cellTint, scaleColour } from '../../../kernel/payloads/reading/gates/look.ts';
import { definitions } from '../../../kernel/payloads/reading/gates/measures.ts';
import { leadingExperts } from '../../../kernel/payloads/reading/gates/words.ts';
import { count, weight } from '../../../kernel/text/index.ts';
import { chartSentence, element, setAttributes } from '../host/index.ts';
import { gateIcon, headCells, mapShape } from '../weight-map/index.ts';
import { cellName, type GatesPart, type GatesScene, type GatesSettings, panelColumns } from './scene.ts';

/** Fewer rows than this say little. */
const fewRows = 100;

/** Mean weights of one gate within groups of rows; which division and which gate is the person's choice. */
export function gatesSegments(change: (settings: Partial<GatesSettings>) => void): GatesPart {
  const select = element('select', { 'aria-label': 'Segment' });
  const gates = element('span', { class: 'gates-choices', role: 'group', 'aria-label': 'Gate' });
  const drivers = element('span', { class: 'small dim', tabindex: 0, 'data-tip': definitions.drivers });
  const bar = element('div', { class: 'gates-bar-line' }, element('b', {}, 'By segment'), select, gates, drivers);
  const panel = element('div', { class: 'gates-panel gates-segments' });
  const node = element('div', {}, bar, panel);
  let offered = '';
  select.addEventListener('change', () => change({ segmentation: select.selectedIndex }));
  return {
    node,
    draw(scene) {
      const { level, settings } = scene;
      const chosen = Math.min(settings.segmentation, level.segmentations.length - 1);
      const segmentation = level.segmentations[chosen];
      const gate = level.gates[Math.min(settings.gate, level.gates.length - 1)];
      node.hidden = segmentation === undefined || gate === undefined;
      if (segmentation === undefined || gate === undefined) return;
      const names = level.segmentations.map(segmentName);
      const now = JSON.stringify([names, level.gates.map(({ serves }) => serves), level.level]);
      if (now !== offered) {
        offered = now;
        select.replaceChildren(...names.map((name) => element('option', {}, name)));
        gates.replaceChildren(
          ...(level.gates.length < 2 ? [] : level.gates.map((each, k) => gateButton(each, () => change({ gate: k })))),
        );
      }
      select.selectedIndex = chosen;
      for (const [k, button] of [...gates.children].entries()) {
        setAttributes(button, { 'aria-pressed': String(level.gates[k] === gate) });
      }
      drivers.textContent = driversText(gate);
      drivers.hidden = drivers.textContent === '';
      panel.style.gridTemplateColumns = panelColumns(scene);
      panel.dataset.narrow = String(mapShape(scene).cell < 34);
      panel.replaceChildren(
        chartSentence(sentence(scene, gate, segmentation)),
        ...panelNodes(scene, gate, segmentation),
      );
    },
  };
}

function gateButton(gate: Gate, choose: () => void): HTMLElement {
  const button = element(
    'button',
    { type: 'button' },
    gateIcon(gate),
    element('span', { class: 'gates-cut', title: gate.serves }, gate.serves),
  );
  button.addEventListener('click', choose);
  return button;
}

/** A column by its name; a label or a prediction says that it is one. */
export function segmentName({ by, of }: Pick<GatesSegmentation, 'by' | 'of'>): string {
  return of === 'feature' ? by : `${by} (${of})`;
}

function driversText({ drivers = [] }: Gate): string {
  const names = drivers.slice(0, 3).map(({ column }) => column);
  return names.length === 0 ? '' : `routed mostly by ${names.join(', ')}`;
}

function panelNodes(scene: GatesScene, gate: Gate, { segments }: GatesSegmentation): readonly HTMLElement[] {
  const { level, payload, isStacked } = scene;
  const k = level.gates.indexOf(gate);
  const lines = [
    { label: 'all rows', rows: payload.rows, means: gate.mean, isWhole: true },
    ...segments.map(({ label, rows, means }) => ({ label, rows, means: means[k] ?? [], isWhole: false })),
  ];
  const nodes = lines.flatMap(({ label, rows, means, isWhole }) => {
    const isFew = rows < fewRows;
    const [first = '', second] = leadingExperts(level, means);
    const side = `${second === undefined ? '' : `, ${second}`} · ${count(rows)} rows${isFew ? ', few rows' : ''}`;
    const name = element(
      'div',
      { class: 'gates-segment-name', title: label },
      isWhole ? element('b', {}, label) : label,
    );
    const words = element(
      'div',
      { class: 'gates-segment-side dim', title: `${first}${side}` },
      element('b', {}, first),
      side,
    );
    const cells = level.experts.map(({ label: expert }, e) =>
      segmentCell(scene, gate, means[e] ?? null, e, `${cellName(gate, expert)}, ${label}`),
    );
    const line = isStacked
      ? [element('div', { class: 'gates-segment-line' }, name, words), ...cells]
      : [name, ...cells, words];
    if (isFew) for (const node of line) node.classList.add('gates-few');
    return line;
  });
  const corner = element('div', { class: 'small dim' }, 'mean weight');
  const title = element('div', { class: 'small dim gates-side-title' }, 'leading experts, rows');
  return isStacked ? [...headCells(scene), ...nodes] : [corner, ...headCells(scene), title, ...nodes];
}

function segmentCell(scene: GatesScene, gate: Gate, mean: number | null, e: number, title: string): HTMLElement {
  const { level, theme } = scene;
  if (mean === null) return element('div', { class: 'gates-segment-cell gates-unconnected', 'data-expert': e }, '–');
  const { cell: width } = mapShape(scene);
  const tint = cellTint(mean, scaleColour(gate, level, theme), theme);
  const { ink, second } = cellInks(tint, theme);
  const cell = element(
    'div',
    {
      class: 'gates-segment-cell',
      'aria-hidden': 'true',
      'data-expert': e,
      'data-tip': `${title}\nmean weight ${weight(mean)} (all rows ${weight(gate.mean[e])})`,
    },
    width < 22 ? '' : weight(mean, width < 34 ? 2 : 3),
  );
  cell.style.background = tint;
  cell.style.color = mean < 0.05 ? second : ink;
  if (mean >= 0.02 && width > 62) {
    const bar = element('span', { class: 'gates-segment-bar' });
    bar.style.width = `${24 * mean}px`;
    cell.append(element('span', { class: 'gates-segment-rail' }, bar));
  }
  return cell;
}

function sentence({ level }: GatesScene, gate: Gate, segmentation: GatesSegmentation): string {
  const k = level.gates.indexOf(gate);
  const each = segmentation.segments.map(
    ({ label, rows, means }) => `${label}, ${count(rows)} rows: ${leadingExperts(level, means[k] ?? []).join(' and ')}`,
  );
  return `Leading experts of ${gate.serves} by ${segmentName(segmentation)}. ${each.join('; ')}.`;
}
