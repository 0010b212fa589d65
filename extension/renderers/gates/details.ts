import { closestExperts } from '../../../kernel/payloads/reading/gates/words.ts';
import { fraction, weight } from '../../../kernel/text/index.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { mapShape } from '../weight-map/index.ts';
import { gatesContribution } from './contribution.ts';
import { gatesEpochs } from './epochs.ts';
import { gatesHistograms, hasHistograms } from './histograms.ts';
import type { GatesPart, GatesScene, GatesSettings } from './scene.ts';
import { gatesSegments, segmentName } from './segments.ts';
import { gatesSimilarity } from './similarity.ts';
import { gatesTable } from './table.ts';

/** Everything behind **More**: all statistics, contribution, segments, epochs and similarity. Drawn only while open. */
export function gatesDetails(change: (settings: Partial<GatesSettings>) => void): GatesPart {
  const arrow = element('span', { class: 'gates-arrow', 'aria-hidden': 'true' });
  const word = element('b');
  const preview = element('span', { class: 'dim' });
  const button = element('button', { type: 'button', class: 'gates-disclosure' }, arrow, word, ' ', preview);
  const [table, contribution, segments, epochs, similarity, histograms] = [
    gatesTable(),
    gatesContribution(),
    gatesSegments(change),
    gatesEpochs(),
    gatesSimilarity(),
    gatesHistograms(),
  ];
  const histogramSection = section(
    element(
      'div',
      { class: 'gates-section' },
      element('b', {}, 'Weight per row'),
      element('span', { class: 'small dim' }, '0 to 1; height √ share; number: weight over ½'),
    ),
    histograms.node,
  );
  const contributionSection = section(contribution.node);
  const segmentSection = section(segments.node);
  const last = section(element('div', { class: 'gates-last' }, epochs.node, similarity.node));
  const body = element(
    'div',
    { class: 'gates-body' },
    table.node,
    histogramSection,
    contributionSection,
    segmentSection,
    last,
  );
  button.addEventListener('click', () => change({ isOpen: button.getAttribute('aria-expanded') !== 'true' }));
  return {
    node: element('div', {}, button, body),
    draw(scene) {
      const { level, settings, isStacked } = scene;
      setAttributes(button, { 'aria-expanded': String(settings.isOpen) });
      setText(arrow, settings.isOpen ? '▾' : '▸');
      setText(word, settings.isOpen ? 'Less' : 'More');
      setText(preview, settings.isOpen ? '' : whatMoreHolds(scene));
      body.hidden = !settings.isOpen;
      if (!settings.isOpen) return;
      histogramSection.hidden = !(isStacked && hasHistograms(scene));
      if (!histogramSection.hidden) histograms.draw(scene);
      contributionSection.hidden = mapShape(scene).density === 'bars';
      if (!contributionSection.hidden) contribution.draw(scene);
      segmentSection.hidden = level.segmentations.length === 0;
      for (const part of [table, segments, epochs, similarity]) part.draw(scene);
    },
  };
}

function section(...children: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'gates-ruled' }, ...children);
}

/** Names what is behind the button, and the numbers worth opening it for. */
function whatMoreHolds(scene: GatesScene): string {
  const { level } = scene;
  const noun = level.gates.every(({ task }) => task !== null) ? 'tasks' : 'gates';
  const [pair] = level.pairs;
  const closest = closestExperts(level);
  const segmentation = level.segmentations[0];
  return [
    ...(level.pairs.length === 1 && pair ? [`JS between ${noun} ${fraction(pair.divergence, 2)}`] : []),
    'all statistics',
    ...(mapShape(scene).density === 'bars' ? [] : ['contribution']),
    ...(segmentation ? [`by ${segmentName(segmentation)}`] : []),
    ...(level.gates.some(({ history }) => history.length > 1) ? ['over epochs'] : []),
    `expert similarity${closest === undefined ? '' : ` (${closest.labels.join(', ')}: ${weight(closest.cka, 2)})`}`,
  ].join(' · ');
}
