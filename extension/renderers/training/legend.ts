import { judgedOn, qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { element, setText, svgElement } from '../host/index.ts';
import { type Part, type Scene, whenChanged } from './scene.ts';

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
  const validation = element('span', {}, key(...marks), 'validation');
  const node = element(
    'div',
    { class: 'legend loss-legend' },
    element('b', {}, 'Loss per step'),
    element('span', {}, key(svgElement('path', { d: 'M0 6 3 2 6 7 9 3 12 6 16 2', class: 'thin-line' })), 'step'),
    element('span', {}, key(svgElement('path', { d: 'M0 5H16', class: 'thick-line' })), 'smoothed'),
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
  const whisker = element('span', { 'data-tip': 'The value ± 1.96 standard errors (DeLong 1988).' }, 'whisker: 95 %');
  const train = element('span', {}, key(svgElement('path', { d: 'M3 5H12', class: 'thick-line' })), 'train');
  const none = element('span', { hidden: true }, 'no validation rows');
  const node = element('div', { class: 'legend quality-legend' }, title, whisker, train, none);
  return {
    node,
    draw(scene) {
      const split = judgedOn(scene.payload);
      setText(title, qualityTitle(scene));
      whisker.hidden = !scene.payload.tasks.some(({ kind }) => kind === 'binary');
      train.hidden = split === 'train' || scene.other !== undefined;
      none.hidden = split !== 'train';
    },
  };
}

function qualityTitle({ payload }: Scene): string {
  const names = [...new Set(payload.tasks.map(({ kind }) => qualityOf(kind).name))];
  return `${judgedOn(payload) === 'train' ? 'Train' : 'Validation'} ${names.join(' | ')}`;
}

function key(...shapes: readonly SVGElement[]): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'key', width: 16, height: 9, viewBox: '0 0 16 9', 'aria-hidden': 'true' },
    ...shapes,
  );
}
