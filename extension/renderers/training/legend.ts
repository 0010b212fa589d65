import { lossWords } from '../../../kernel/payloads/reading/loss-chart.ts';
import { judgedOn, markedBest } from '../../../kernel/payloads/reading/quality.ts';
import { qualityWords } from '../../../kernel/payloads/reading/quality-chart.ts';
import { type AxisUnit, axisUnits } from '../../../kernel/payloads/reading/run-axis.ts';
import { element, setAttributes, setText, svgElement } from '../host/index.ts';
import { hasSparklines, type Part, rivalDashes, whenChanged } from './scene.ts';

/** What the lines of the loss charts mean. */
export function lossLegend(choose: (axis: AxisUnit) => void): Part {
  const unit = element(
    'select',
    { class: 'axis-unit', 'aria-label': 'x axis' },
    ...axisUnits.map((each) => element('option', { value: each }, `by ${each}`)),
  );
  unit.addEventListener('change', () => {
    const chosen = axisUnits.find((each) => each === unit.value);
    if (chosen !== undefined) choose(chosen);
  });
  const others = element('span', { class: 'others' });
  const marks = [
    svgElement('circle', { cx: 4, cy: 5, r: 3.4, class: 'solid' }),
    svgElement('rect', { x: 9.5, y: 1.8, width: 6.2, height: 6.2, class: 'solid' }),
  ];
  const step = element(
    'span',
    {},
    key(svgElement('path', { d: 'M0 6 3 2 6 7 9 3 12 6 16 2', class: 'thin-line' })),
    lossWords.step,
  );
  const validation = element('span', {}, key(...marks), lossWords.validation);
  const node = element(
    'div',
    { class: 'legend loss-legend' },
    element('b', {}, lossWords.title),
    step,
    element('span', {}, key(svgElement('path', { d: 'M0 5H16', class: 'thick-line' })), lossWords.smoothed),
    validation,
    others,
    unit,
  );
  const ifRivals = whenChanged();
  return {
    node,
    draw(scene) {
      const { payload, rivals, settings } = scene;
      const isSmall = hasSparklines(scene);
      if (unit.value !== settings.axis) unit.value = settings.axis;
      step.hidden = isSmall;
      validation.hidden = isSmall || judgedOn(payload) === 'train';
      const words = rivals.map(({ name, payload: { run, progress } }) => {
        const isOtherPace = progress.stepsPerEpoch !== payload.progress.stepsPerEpoch;
        const beside = settings.axis === 'time' ? ', at equal time' : isOtherPace ? ', at equal epochs' : '';
        return `${name} ${run.title}${beside}`;
      });
      ifRivals(words, () => {
        others.hidden = words.length === 0;
        others.replaceChildren(
          ...words.map((each, i) => {
            const dash = rivalDashes[i % rivalDashes.length]?.replaceAll('px', '');
            const line = svgElement('path', { d: 'M0 5H24', class: 'ghost-line', 'stroke-dasharray': dash });
            return element('span', { class: 'other' }, wide(key(line)), each);
          }),
        );
      });
    },
  };
}

/** The heading of the charts of AUC or RMSE. */
export function qualityLegend(): Part {
  const title = element('b');
  const whisker = element('span', { 'data-tip': 'The value ± 1.96 standard errors (DeLong 1988).' });
  const train = element('span', {}, key(svgElement('path', { d: 'M3 5H12', class: 'thick-line' })), 'train');
  const best = element(
    'span',
    { hidden: true },
    key(svgElement('circle', { cx: 8, cy: 5, r: 2.6, class: 'solid' })),
    'best epoch',
  );
  const none = element('span', { hidden: true });
  const node = element('div', { class: 'legend quality-legend' }, title, whisker, train, best, none);
  return {
    node,
    draw(scene) {
      const words = qualityWords(scene.payload, scene.metric);
      setText(title, words.title);
      setText(whisker, words.whisker);
      setText(none, words.note);
      const isSmall = hasSparklines(scene);
      whisker.hidden = isSmall || words.whisker === '';
      train.hidden = isSmall || words.train === '' || scene.rivals.length > 0;
      best.hidden = !isSmall || scene.payload.tasks.every((task) => markedBest(scene.payload, task) === null);
      none.hidden = words.note === '';
    },
  };
}

/** As long as the longest dashes, twice. */
function wide(key: SVGSVGElement): SVGSVGElement {
  setAttributes(key, { width: 24, viewBox: '0 0 24 9' });
  return key;
}

function key(...shapes: readonly SVGElement[]): SVGSVGElement {
  return svgElement(
    'svg',
    { class: 'key', width: 16, height: 9, viewBox: '0 0 16 9', 'aria-hidden': 'true' },
    ...shapes,
  );
}
