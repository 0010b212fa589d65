import { mix } from '../../../kernel/payloads/colour.ts';
import type { Gate } from '../../../kernel/payloads/gates.ts';
import { markPath } from '../../../kernel/payloads/marks.ts';
import { gateColour, gateMark } from '../../../kernel/payloads/reading/gates/look.ts';
import { definitions } from '../../../kernel/payloads/reading/gates/measures.ts';
import { contributionNote, isCollapsed, isConnected } from '../../../kernel/payloads/reading/gates/words.ts';
import { difference, weight } from '../../../kernel/text/index.ts';
import { chartSentence, element, svgElement } from '../host/index.ts';
import { gateName, headCells, mapShape } from '../weight-map/index.ts';
import { cellName, type GatesPart, type GatesScene, panelColumns } from './scene.ts';

const height = 58;

/** What reaches the tower through each expert, beside its mean weight; and what is lost without it, when that was measured. */
export function gatesContribution(): GatesPart {
  const node = element('div', { class: 'gates-panel gates-contribution' });
  return {
    node,
    draw(scene) {
      const { level, isStacked } = scene;
      node.style.gridTemplateColumns = panelColumns(scene);
      const title = element(
        'div',
        {
          class: isStacked ? 'gates-section gates-whole-line' : 'gates-section',
          tabindex: 0,
          'data-tip': definitions.contribution,
        },
        element('b', {}, 'Contribution'),
        ...(isStacked ? [element('span', { class: 'small dim' }, legend(scene))] : []),
      );
      const rows = level.gates.flatMap((gate) => {
        const name = element('div', { class: isStacked ? 'gates-whole-line' : '' }, gateName(gate));
        const words =
          level.gates.every(isCollapsed) && gate === level.gates[0]
            ? 'Contribution follows weight; nothing else reaches the towers.'
            : contributionNote(level, gate);
        const note = element(
          'div',
          { class: isStacked ? 'gates-note small dim gates-whole-line' : 'gates-note small dim' },
          words,
        );
        const cells = level.experts.map((_, e) => contributionCell(scene, gate, e));
        return [name, ...cells, ...(isStacked && words === '' ? [] : [note])];
      });
      node.replaceChildren(
        chartSentence(sentence(scene)),
        title,
        ...headCells(scene),
        ...(isStacked ? [] : [element('div', { class: 'gates-note small dim' }, legend(scene))]),
        ...rows,
      );
    },
  };
}

function legend({ level }: GatesScene): string {
  const hasAblation = level.gates.some(({ ablation }) => ablation !== undefined);
  return `bar: mean weight; marker: contribution, the share of the mix that comes through the expert${hasAblation ? '; below: AUC without it' : ''}`;
}

function contributionCell(scene: GatesScene, gate: Gate, e: number): HTMLElement {
  const { level, theme } = scene;
  const { cell } = mapShape(scene);
  const label = level.experts[e]?.label ?? '';
  if (!isConnected(gate, e)) return element('div', { 'data-expert': e, 'aria-hidden': 'true' });
  const mean = gate.mean[e] ?? 0;
  const share = gate.contribution[e];
  const highest = Math.max(
    0.6,
    ...level.gates.flatMap((each) => [...each.mean, ...each.contribution]).map((value) => value ?? 0),
  );
  const lost = gate.ablation?.[e];
  const isNarrow = cell < 64;
  const room = height - 2 - (isNarrow ? 24 : 14);
  const y = (value: number) => height - 2 - (room * value) / highest;
  const colour = gateColour(gate, theme);
  const thick = Math.min(22, Math.max(6, cell * 0.4));
  const left = isNarrow ? 3 : 8;
  const middle = left + thick / 2;
  const at = typeof share === 'number' ? y(share) : y(0);
  const isSmall = (share ?? 0) < 0.02;
  const drawing = svgElement(
    'svg',
    { height, 'aria-hidden': 'true', class: 'gates-contribution-drawing' },
    svgElement('rect', {
      x: left,
      y: y(mean),
      width: thick,
      height: height - 2 - y(mean),
      fill: mix(theme.background, colour, 0.34),
      stroke: theme.kind === 'high-contrast' ? colour : false,
    }),
    svgElement('path', { d: `M${left - 2} ${y(mean)}h${thick + 4}`, stroke: colour }),
    svgElement('path', { d: `M${middle} ${y(mean)}V${at}`, stroke: 'var(--foreground)' }),
    svgElement(
      'path',
      isSmall
        ? { d: markPath(gateMark(gate).shape, middle, at, 2.4), fill: 'var(--background)', stroke: 'var(--faint)' }
        : { d: markPath(gateMark(gate).shape, middle, at, 3.6), fill: 'var(--foreground)' },
    ),
    svgElement(
      'text',
      {
        x: isNarrow ? left - 1 : left + thick + 7,
        y: isNarrow ? Math.min(y(mean), at) - 8 : Math.max(12, Math.min(height - 5, at + 4)),
        'font-size': isNarrow ? 10 : 11,
        class: (share ?? 0) < 0.05 ? 'dim' : false,
      },
      weight(share, isNarrow && cell < 34 ? 2 : 3),
    ),
  );
  const ratio = typeof share === 'number' && mean > 0.001 ? `ratio ${(share / mean).toFixed(2)}` : 'ratio –';
  const loss = lost == null ? [] : [`AUC without it ${difference(lost)}`];
  return element(
    'div',
    {
      class: 'gates-contribution-cell',
      'aria-hidden': 'true',
      'data-expert': e,
      'data-tip': [
        cellName(gate, label),
        `contribution ${weight(share)}, weight ${weight(mean)}, ${ratio}`,
        ...loss,
      ].join('\n'),
    },
    drawing,
    ...(lost == null || isNarrow ? [] : [element('div', { class: 'small dim gates-lost' }, difference(lost))]),
  );
}

function sentence({ level }: GatesScene): string {
  const gates = level.gates.map((gate) => {
    const shares = level.experts.flatMap(({ label }, e) =>
      isConnected(gate, e) ? [`${label} ${weight(gate.contribution[e])}`] : [],
    );
    return `${gate.serves}: ${shares.join(', ')}`;
  });
  return `Contribution of each expert. ${gates.join('. ')}.`;
}
