import { lossWords } from '../../../kernel/payloads/reading/loss-chart.ts';
import { judgedOn } from '../../../kernel/payloads/reading/quality.ts';
import { qualityWords } from '../../../kernel/payloads/reading/quality-chart.ts';
import { element, setText, svgElement } from '../host/index.ts';
import { type Part, whenChanged } from './scene.ts';

/** What the lines of the loss charts mean. */
export function lossLegend(): Part {
  const other = element('span', { class: 'other' });
  const otherKey = element(
    'span',
    { hidden: true },
    key(svgElement('path', { d: 'M0 5H16', class: 'ghost-line' })),
    other,
  );
  const marks = [
    svgElement('circle', { cx: 4, cy: 5, r: 3.4, class: 'solid' }),
    svgElement('rect', { x: 9.5, y: 1.8, width: 6.2, height: 6.2, class: 'solid' }),
  ];
  const validation = element('span', {}, key(...marks), lossWords.validation);
  const node = element(
    'div',
    { class: 'legend loss-legend' },
    element('b', {}, lossWords.title),
    element(
      'span',
      {},
      key(svgElement('path', { d: 'M0 6 3 2 6 7 9 3 12 6 16 2', class: 'thin-line' })),
      lossWords.step,
    ),
    element('span', {}, key(svgElement('path', { d: 'M0 5H16', class: 'thick-line' })), lossWords.smoothed),
    validation,
    otherKey,
  );
  const ifOther = whenChanged();
  return {
    node,
    draw({ payload, other: run }) {
      validation.hidden = judgedOn(payload) === 'train';
      ifOther([run?.run.id, run?.run.title], () => {
        otherKey.hidden = run === undefined;
        if (run === undefined) return;
        const isOtherPace = run.progress.stepsPerEpoch !== payload.progress.stepsPerEpoch;
        setText(other, `run ${run.run.number} ${run.run.title}${isOtherPace ? ', by epoch' : ''}`);
      });
    },
  };
}

/** The heading of the charts of AUC or RMSE. */
export function qualityLegend(): Part {
  const title = element('b');
  const whisker = element('span', { 'data-tip': 'The value ± 1.96 standard errors (DeLong 1988).' });
  const train = element('span', {}, key(svgElement('path', { d: 'M3 5H12', class: 'thick-line' })), 'train');
  const none = element('span', { hidden: true });
  const node = element('div', { class: 'legend quality-legend' }, title, whisker, train, none);
  return {
    node,
    draw(scene) {
      const words = qualityWords(scene.payload);
      setText(title, words.title);
      setText(whisker, words.whisker);
      setText(none, words.note);
      whisker.hidden = words.whisker === '';
      train.hidden = words.train === '' || scene.other !== undefined;
      none.hidden = words.note === '';
    },
  };
}

function key(...shapes: readonly SVGElement[]): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'key', width: 16, height: 9, viewBox: '0 0 16 9', 'aria-hidden': 'true' },
    ...shapes,
  );
}
