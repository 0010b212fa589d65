import type { Gate, GatesLevel, GatesPayload } from '../../../kernel/payloads/gates.ts';
import { information, measureTip, overall, perRow } from '../../../kernel/payloads/reading/gates/measures.ts';
import { isConnected } from '../../../kernel/payloads/reading/gates/words.ts';
import { count, percent, weight } from '../../../kernel/text/index.ts';
import { element } from '../host/index.ts';
import { type MapShape, type MapWords, weightMap } from '../weight-map/index.ts';
import { cellName, type GatesPart } from './scene.ts';

/** Mean weights, tasks by experts, with three statistics of each gate: the first glance. */
export function gatesMap(): GatesPart {
  const { node, draw } = weightMap<Gate>();
  return {
    node,
    draw(scene) {
      const { payload, level, settings } = scene;
      const words: MapWords<Gate> = {
        label: `Mean gate weights of ${payload.title}, gates by experts`,
        tip: (gate, e) =>
          `${cellTip(payload, level, gate, e)}${scene.asks ? '\nclick or Enter: what each task loses without it' : ''}`,
        end: statistics,
        endTitles: ({ density }) =>
          density === 'full' ? ['effective experts', '', 'routing'] : ['per row', 'overall', 'routing'],
        turned: (gate) => `${perRow.text(gate.effectivePerRow)} per row`,
      };
      draw({ ...scene, order: settings.order }, words);
    },
  };
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
          'data-tip': measureTip(measure),
          'aria-label': `${gate.serves}, ${measure.title.join(' ')}: ${text}`,
        },
        element('b', {}, text),
        ...(isLow ? [] : [element('span', { class: 'small dim' }, words)]),
      ),
    ),
  );
}

/** Everything that is known of a gate and an expert, in a few lines. */
function cellTip({ rows }: GatesPayload, level: GatesLevel, gate: Gate, e: number): string {
  const expert = level.experts[e];
  const title = cellName(
    gate,
    expert === undefined || expert.name === expert.label ? (expert?.label ?? '') : `${expert.label} (${expert.name})`,
  );
  if (!isConnected(gate, e)) return `${title}\nnot connected: this gate does not see the expert`;
  return [
    title,
    `mean weight ${weight(gate.mean[e])}, sd ${weight(gate.sd[e])}`,
    `largest in ${percent(gate.leads[e])} of ${count(rows)} rows, over ½ in ${percent(gate.overHalf[e])}`,
    ...(level.gates.length > 1 ? [`${percent(gate.ownership[e])} of the expert’s use`] : []),
    ...expertFacts(level, e),
    'line: mean ± sd, cut to 0…1',
  ].join('\n');
}

function expertFacts({ experts }: GatesLevel, e: number): readonly string[] {
  const { units = 0, deadUnits, zeros, effectiveRank } = experts[e] ?? {};
  return [
    ...(deadUnits === undefined
      ? []
      : [`${count(deadUnits * units)} of ${units} units dead, ${percent(zeros)} of activations 0`]),
    ...(effectiveRank == null ? [] : [`effective rank ${effectiveRank.toFixed(1)} of ${units}`]),
  ];
}
