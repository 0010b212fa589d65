import { epochNumber, goingOn, startAfresh } from '../../../kernel/payloads/reading/epoch-number.ts';
import { judged, judgedOn, qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { runFacts, type StateMark, stateMark, stateWords } from '../../../kernel/payloads/reading/training-words.ts';
import type { TrainingPayload } from '../../../kernel/payloads/training.ts';
import { count, fraction, plainText } from '../../../kernel/text/index.ts';
import { element, setText, svgElement } from '../host/index.ts';
import { type Part, whenChanged } from './scene.ts';

/** State, model, what was trained on what, run number; and the live region that speaks at epoch ends. */
export function trainingHeader(menuButton: HTMLElement): Part {
  const icon = element('span', { class: 'icon', 'aria-hidden': 'true' });
  const word = element('span');
  const title = element('span', { class: 'name' });
  const facts = element('span', { class: 'facts' });
  const number = element('span', { class: 'dim wide-only' });
  const spoken = element('div', { class: 'for-readers', role: 'status', 'aria-live': 'polite' });
  const node = element(
    'div',
    { class: 'head' },
    element('span', { class: 'state' }, icon, word),
    title,
    facts,
    element('span', { class: 'fill' }),
    number,
    menuButton,
    spoken,
  );
  const ifState = whenChanged();
  const ifRun = whenChanged();
  return {
    node,
    draw({ payload }) {
      const { run, state, epochs } = payload;
      const mark = stateMark(payload);
      ifState([mark], () => icon.replaceChildren(stateIcon(mark)));
      setText(word, stateWords[state]);
      const list = runFacts(run);
      const on = goingOn(payload);
      ifRun([run.title, on, ...list], () => {
        setText(title, run.title);
        facts.replaceChildren(
          ...(on === undefined ? [] : [element('span', { class: 'goes-on', 'data-tip': startAfresh }, on), ' ']),
          ...list.flatMap((fact, i) => [
            ...(i === 0 && on === undefined ? [] : [element('i', {}, '·'), ' ']),
            element('span', {}, fact),
            ' ',
          ]),
        );
      });
      setText(number, `run ${count(run.number)}`);
      if (epochs.length > 0 || state !== 'running') setText(spoken, announcement(payload));
    },
  };
}

/** Changes only when an epoch or the run ends: that is when a screen reader speaks. */
function announcement(payload: TrainingPayload): string {
  const { state, epochs, progress, verdict, kept = '', message = '' } = payload;
  const last = epochs.at(-1);
  const split = judgedOn(payload);
  const ended =
    last === undefined
      ? ''
      : `Epoch ${epochNumber(payload, last.epoch)} of ${epochNumber(payload, progress.epochs)} ended.`;
  const numbers = payload.tasks.flatMap(({ name, kind }) => {
    const quality = qualityOf(kind);
    const value = last === undefined ? null : quality.value(judged(last, split)?.[name]);
    return value === null ? [] : [`${name} ${split} ${quality.name} ${fraction(value)}`];
  });
  // An error is an alert of its own.
  const { tone, headline = [] } = verdict ?? {};
  const said = tone === 'error' ? '' : plainText(headline);
  const how = state === 'running' ? ended : `${stateWords[state]}. ${said} ${message} ${kept}`;
  return `${how} ${numbers.join(', ')}`.replace(/\s+/g, ' ').trim();
}

/** Shape differs with the state, not the colour alone. */
function stateIcon(mark: StateMark): SVGSVGElement {
  const box = { width: 11, height: 11, viewBox: '0 0 11 11' };
  switch (mark) {
    case 'running':
      return svgElement('svg', box, svgElement('circle', { cx: 5.5, cy: 5.5, r: 4, fill: 'var(--running)' }));
    case 'finished':
      return svgElement('svg', box, stroke('M1 6l3 3 6-7', 'var(--success)'));
    case 'doubtful':
      return svgElement('svg', box, stroke('M1 6l3 3 6-7', 'var(--warning)'));
    case 'interrupted':
      return svgElement(
        'svg',
        box,
        svgElement('rect', { x: 1.5, y: 1.5, width: 8, height: 8, fill: 'var(--warning)' }),
      );
    case 'failed':
      return svgElement('svg', box, stroke('M1.5 1.5l8 8m0-8l-8 8', 'var(--error)'));
  }
}

function stroke(d: string, colour: string): SVGPathElement {
  return svgElement('path', { d, fill: 'none', stroke: colour, 'stroke-width': 2 });
}
