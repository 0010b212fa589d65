import type { Gate } from '../../../kernel/payloads/gates.ts';
import { gateColour } from '../../../kernel/payloads/reading/gates/look.ts';
import { histogramNote } from '../../../kernel/payloads/reading/gates/words.ts';
import { percent } from '../../../kernel/text/index.ts';
import { chartSentence, element, rovingFocus, setAttributes, svgElement } from '../host/index.ts';
import { gateIcon, mapShape } from '../weight-map/index.ts';
import { barCells } from './questions/bars.ts';
import { cellName, type GatesPart, type GatesScene, panelColumns } from './scene.ts';

/** How the rows of each gate spread over weights from 0 to 1: one small histogram per expert. */
export function gatesHistograms(): GatesPart {
  const grid = element('div', { class: 'gates-panel gates-histograms' });
  const words = element('div');
  const node = element('div', {}, words, grid);
  const roving = rovingFocus(grid, '.gates-bin');
  return {
    node,
    draw(scene) {
      const { level, isStacked, asks } = scene;
      grid.style.gridTemplateColumns = panelColumns(scene);
      setAttributes(
        grid,
        asks ? { role: 'grid', 'aria-label': 'Rows by weight' } : { role: undefined, 'aria-label': undefined },
      );
      const rows = level.gates.map((gate, k) => {
        const name = element(
          'div',
          {
            ...(asks ? { role: 'rowheader' } : {}),
            class: isStacked ? 'gates-panel-name gates-whole-line' : 'gates-panel-name small dim',
            title: isStacked && gate.serves,
          },
          gateIcon(gate),
          isStacked ? gate.serves : 'weight per row',
        );
        const cells = level.experts.map((_, e) => histogramCell(scene, gate, k, e));
        const parts = [name, ...cells, ...(isStacked ? [] : [note(scene, k)])];
        return element('div', { class: 'gates-histogram-row', ...(asks ? { role: 'row' } : {}) }, ...parts);
      });
      words.replaceChildren(chartSentence(sentence(scene)));
      roving.keep(() => grid.replaceChildren(...rows));
    },
  };
}

/** Only where they can be read: elsewhere the map and the statistics have to do. */
export function hasHistograms(scene: GatesScene): boolean {
  return mapShape(scene).density !== 'bars' && scene.level.gates.length <= 4;
}

function note({ level, asks }: GatesScene, k: number): HTMLElement {
  const words = [
    ...(k === 0 ? [['Rows by weight, 0 to 1; height √ share.'], ['Number: rows with weight over ½.']] : []),
    ...(k === 1 || level.gates.length === 1 ? [[histogramNote(level)]] : []),
    ...(asks && k === level.gates.length - 1 ? [['Click a bar: its rows.']] : []),
  ];
  return element('div', { class: 'gates-note small dim' }, ...words.map(([line = '']) => element('div', {}, line)));
}

function histogramCell({ level, theme, asks }: GatesScene, gate: Gate, k: number, e: number): HTMLElement {
  const hasAxis = k === level.gates.length - 1;
  const bins = gate.histogram[e];
  const label = level.experts[e]?.label ?? '';
  if (bins == null) return element('div', { 'data-expert': e, 'aria-hidden': 'true' });
  const over = gate.overHalf[e] ?? 0;
  const width = 100;
  const step = width / bins.length;
  const d = bins
    .map((share, i) => {
      const height = Math.sqrt(share) * 32;
      if (height < 0.35) return '';
      return `M${i * step} 34v${-height.toFixed(2)}h${(step * 0.82).toFixed(2)}v${height.toFixed(2)}Z`;
    })
    .join('');
  const drawing = svgElement(
    'svg',
    { viewBox: `0 0 ${width} 34`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svgElement('path', { d, fill: gateColour(gate, theme) }),
  );
  const isTallAtRight = (bins.at(-1) ?? 0) > 0.5;
  const text = over > 0.995 ? `>\u00a0${percent(0.99)}` : percent(over);
  return element(
    'div',
    {
      class: 'gates-histogram',
      ...(asks ? {} : { 'aria-hidden': 'true' }),
      'data-expert': e,
      'data-tip': `${cellName(gate, label)}\nweight over ½ in ${percent(over)} of rows\nbar height: √ share of rows`,
    },
    drawing,
    ...(asks ? [element('div', { class: 'gates-bins' }, ...barCells(gate, k, e, label))] : []),
    ...(over < 0.03 ? [] : [element('span', { class: isTallAtRight ? 'gates-over gates-left' : 'gates-over' }, text)]),
    ...(hasAxis ? [element('span', { class: 'gates-ends' }, element('span', {}, '0'), element('span', {}, '1'))] : []),
  );
}

function sentence({ level }: GatesScene): string {
  const gates = level.gates.map((gate) => {
    const over = level.experts.flatMap(({ label }, e) => {
      const share = gate.overHalf[e] ?? 0;
      return share < 0.03 ? [] : [`${label} in ${percent(share)}`];
    });
    return `${gate.serves} gives more than half of a row’s weight to ${over.length === 0 ? 'no expert' : over.join(', ')}`;
  });
  return `Weight per row: ${gates.join('; ')}.`;
}
