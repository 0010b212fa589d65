import {
  conflictRowSentence,
  conflictRowTitle,
  type ExpertConflict,
  expertConflicts,
  expertConflictTip,
  levelConflictWords,
} from '../../../kernel/payloads/reading/conflicts/gates.ts';
import { conflictDefinition, cosineText } from '../../../kernel/payloads/reading/conflicts/words.ts';
import { orderedExperts } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { clearCosine } from '../../../kernel/statistics/index.ts';
import { chartSentence, element, phraseNodes, svgElement } from '../host/index.ts';
import { mapShape } from '../weight-map/index.ts';
import { type GatesPart, type GatesScene, panelColumns } from './scene.ts';

const height = 34;

/** One more row under the map, in its columns: which experts the tasks pull apart. Only where the run was asked for it. */
export function gatesConflict(): GatesPart {
  const node = element('div', { class: 'gates-panel gates-conflict' });
  return {
    node,
    draw(scene) {
      const { payload, level, isStacked, settings } = scene;
      const all = expertConflicts(payload, level);
      node.hidden = all === undefined;
      if (all === undefined || payload.conflicts === undefined) return;
      const { density, cell } = mapShape(scene);
      node.style.gridTemplateColumns = panelColumns(scene);
      node.style.columnGap = density === 'bars' ? '1px' : '3px';
      const order = density === 'bars' ? orderedExperts(level, settings.order) : level.experts.map((_, e) => e);
      const whole = isStacked ? ' gates-whole-line' : '';
      const { headline, detail } = levelConflictWords(payload, level);
      const title = element(
        'div',
        { class: `gates-conflict-title${whole}`, tabindex: 0, 'data-tip': conflictDefinition },
        element('b', {}, 'Conflict'),
        ' ',
        element('span', { class: 'small dim' }, conflictRowTitle(payload.conflicts)),
      );
      const said = element(
        'div',
        { class: `gates-conflict-words small${whole}` },
        ...phraseNodes([...headline, ...(detail.length === 0 ? [] : [{ text: ' ' }, ...detail])]),
      );
      node.replaceChildren(
        chartSentence(conflictRowSentence(payload, level)),
        title,
        ...order.map((e) => cellOf(scene, all[e] ?? null, e, cell)),
        said,
      );
    },
  };
}

function cellOf(scene: GatesScene, conflict: ExpertConflict | null, e: number, width: number): HTMLElement {
  const tone = conflict?.tone ?? 'none';
  return element(
    'div',
    {
      class: 'gates-conflict-cell',
      'data-expert': e,
      'data-tone': tone,
      'aria-hidden': 'true',
      'data-tip': expertConflictTip(scene.payload, scene.level, e),
    },
    width < 30 ? upright(conflict, width) : lying(conflict, width),
  );
}

/** A bar from a tick in the middle, its number above. */
function lying(conflict: ExpertConflict | null, width: number): SVGSVGElement {
  const middle = width / 2;
  const reach = Math.min(46, width / 2 - 4);
  const mean = conflict?.cosine.mean ?? 0;
  const text = conflict === null ? (width < 60 ? '–' : 'one task') : cosineText(mean);
  return svgElement(
    'svg',
    { width, height },
    svgElement('path', { class: 'gates-conflict-rail', d: `M${middle - reach} 25H${middle + reach}` }),
    svgElement('rect', { class: 'gates-conflict-bar', ...between(middle, reach * mean), y: 21, height: 8 }),
    svgElement('path', { class: 'gates-conflict-zero', d: `M${middle} 19V31` }),
    svgElement('text', { x: middle, y: 13, 'text-anchor': 'middle', 'font-size': conflict === null ? 11 : 12 }, text),
  );
}

/** Of very many experts: no room for numbers. */
function upright(conflict: ExpertConflict | null, width: number): SVGSVGElement {
  const middle = height / 2;
  const size = (height / 2 - 1) * Math.abs(conflict?.cosine.mean ?? 0);
  const y = (conflict?.cosine.mean ?? 0) < 0 ? middle : middle - size;
  const limit = middle + (height / 2 - 1) * clearCosine;
  return svgElement(
    'svg',
    { width: Math.max(1, width), height },
    svgElement('path', { class: 'gates-conflict-rail', d: `M0 ${limit}H${width}`, 'stroke-dasharray': '1 2' }),
    svgElement('rect', { class: 'gates-conflict-bar', x: width * 0.15, width: width * 0.7, y, height: size }),
    svgElement('path', { class: 'gates-conflict-zero', d: `M0 ${middle}H${width}` }),
  );
}

function between(from: number, length: number): { readonly x: number; readonly width: number } {
  return { x: Math.min(from, from + length), width: Math.abs(length) };
}
