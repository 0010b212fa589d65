import { barsPath, type CosineBar, edgeText } from '../../../../kernel/payloads/reading/conflicts/bars.ts';
import {
  agreementOf,
  agreementWords,
  cosineTip,
  cosineWithError,
  overWords,
  pairNames,
} from '../../../../kernel/payloads/reading/conflicts/words.ts';
import { epochNumber } from '../../../../kernel/payloads/reading/epoch-number.ts';
import type { TrainingConflicts } from '../../../../kernel/payloads/training-conflicts.ts';
import { count, percent } from '../../../../kernel/text/index.ts';
import { element, setAttributes, setText, svgElement } from '../../host/index.ts';
import type { Cursor } from '../cursor.ts';
import type { Scene } from '../scene.ts';
import type { StripPlace } from './place.ts';

export const stripHeight = 28;

/** A shared part: its name, the cosine over the steps as bars from zero, and its number over the last epoch. */
export type Strip = {
  readonly node: HTMLElement;
  readonly draw: (scene: Scene, drawn: Drawn) => void;
};

export type Drawn = {
  readonly conflicts: TrainingConflicts;
  readonly part: number;
  readonly pair: number;
  readonly bars: readonly CosineBar[];
  readonly place: StripPlace;
  /** The cosine at the edge of the strip. */
  readonly highest: number;
  readonly dividers: readonly number[];
  /** Whether the scale is written beside it. */
  readonly hasScale: boolean;
};

export function strip(cursor: Cursor): Strip {
  const name = element('div', { class: 'conflict-part', role: 'rowheader' });
  const zero = svgElement('path', { class: 'conflict-zero' });
  const lines = svgElement('path', { class: 'conflict-divider' });
  const plain = svgElement('path', { class: 'conflict-plain' });
  const apart = svgElement('path', { class: 'conflict-apart' });
  const top = svgElement('text', { class: 'conflict-tick', x: -6, y: 9, 'text-anchor': 'end' });
  const bottom = svgElement('text', { class: 'conflict-tick', x: -6, y: stripHeight, 'text-anchor': 'end' });
  const drawing = svgElement('svg', { height: stripHeight, role: 'img' }, lines, plain, apart, zero, top, bottom);
  const line = element('div', { class: 'conflict-cursor', hidden: true });
  const chart = element('div', { class: 'conflict-strip', role: 'gridcell' }, drawing, line);
  const number = element('b');
  const words = element('span', { class: 'conflict-words' });
  const below = element('span', { class: 'dim small conflict-below' });
  const end = element('div', { class: 'conflict-end', role: 'gridcell' }, number, words, below);
  const node = element('div', { class: 'conflict-row', role: 'row' }, name, chart, end);
  let last: { readonly scene: Scene; readonly drawn: Drawn } | undefined;
  let resting = '';

  chart.addEventListener('pointermove', (event) => {
    if (last === undefined) return;
    const { scene, drawn } = last;
    const at = event.clientX - drawing.getBoundingClientRect().left;
    if (at < 0 || at > drawn.place.width) return leave();
    const step = drawn.place.stepAt(at);
    chart.dataset.tip = barTip(scene, drawn, step);
    cursor.point(step);
  });
  chart.addEventListener('pointerleave', leave);
  function leave(): void {
    chart.dataset.tip = resting;
    cursor.point(undefined);
  }
  cursor.follow((step) => {
    const { place } = last?.drawn ?? {};
    const at = step === undefined || place === undefined ? Number.NaN : place.x(step);
    const isInside = at >= 0 && at <= (place?.width ?? 0);
    setAttributes(line, { hidden: !isInside });
    if (isInside && place) line.style.transform = `translateX(${place.left + at}px)`;
  });

  return {
    node,
    draw(scene, drawn) {
      last = { scene, drawn };
      const { conflicts, part, pair, bars, place, highest, dividers, hasScale } = drawn;
      const { name: whole = '', label = '' } = conflicts.parts[part] ?? {};
      const { over } = conflicts;
      const cosine = over?.cosines[part]?.[pair] ?? null;
      const said = agreementOf(cosine);
      const title = whole === label ? label : `${label} (${whole})`;
      const names = namesOf(scene, conflicts, pair);
      setText(name, label);
      setAttributes(name, { title: whole });
      const y = (value: number) =>
        stripHeight / 2 - ((stripHeight / 2 - 1) * Math.max(-highest, Math.min(highest, value))) / highest;
      const pixels = { x: (step: number) => Math.max(0, Math.min(place.width, place.x(step))), y };
      setAttributes(drawing, { width: place.width });
      drawing.style.marginLeft = `${place.left}px`;
      setAttributes(zero, { d: `M0 ${stripHeight / 2}H${place.width}` });
      setAttributes(lines, { d: dividers.map((step) => `M${place.x(step).toFixed(1)} 0V${stripHeight}`).join('') });
      setAttributes(plain, { d: barsPath(bars, 'plain', pixels) });
      setAttributes(apart, { d: barsPath(bars, 'apart', pixels) });
      setText(top, hasScale ? edgeText(highest) : '');
      setText(bottom, hasScale ? edgeText(-highest) : '');
      resting = stripTip(scene, drawn, title, names);
      setAttributes(drawing, { 'aria-label': resting });
      if (!chart.matches(':hover')) chart.dataset.tip = resting;
      setAttributes(end, { 'data-said': said });
      setText(number, cosine === null ? '–' : cosineWithError(cosine));
      setText(words, agreementWords[said]);
      setText(below, cosine === null ? '' : `below 0 in ${percent(cosine.negative)}`);
      end.dataset.tip = cosineTip(title, names, cosine, overWords(scene.payload));
    },
  };
}

export function namesOf({ payload }: Pick<Scene, 'payload'>, { pairs }: TrainingConflicts, pair: number): string {
  return pairNames(
    payload.tasks.map((task) => task.name),
    pairs[pair] ?? [],
  );
}

function barTip({ payload }: Scene, { conflicts, part, pair, bars }: Drawn, step: number): string {
  const label = conflicts.parts[part]?.label ?? '';
  const bar = bars.find(({ from, to }) => step >= from && step <= to);
  const at = Math.max(1, Math.round(step));
  if (bar === undefined) {
    return `${label}\nstep ${count(at)}: ${at > payload.progress.step ? 'not reached' : 'no step with both gradients'}`;
  }
  const { perEpoch, first, last } = {
    perEpoch: payload.progress.stepsPerEpoch,
    first: Math.floor(bar.from) + 1,
    last: Math.floor(bar.to),
  };
  const epochs = [first, last].map((each) => epochNumber(payload, Math.ceil(each / perEpoch)));
  const epoch = epochs[0] === epochs[1] ? `epoch ${epochs[0]}` : `epochs ${epochs[0]}–${epochs[1]}`;
  return [
    label,
    `steps ${count(first)} to ${count(last)} · ${epoch}`,
    `${namesOf({ payload }, conflicts, pair)}: cosine ${cosineWithError(bar)}`,
    `below 0 in ${percent(bar.negative)}`,
  ].join('\n');
}

/** The course of a strip in five numbers, for whoever has no pointer. */
function stripTip({ payload }: Scene, { bars }: Drawn, title: string, names: string): string {
  if (bars.length === 0)
    return `${title}\n${payload.progress.step === 0 ? 'waiting for step 1' : 'no step with both gradients'}`;
  const fifth = Math.ceil(bars.length / 5);
  const pieces = Array.from({ length: Math.ceil(bars.length / fifth) }, (_, i) =>
    bars.slice(i * fifth, (i + 1) * fifth),
  );
  const lines = pieces.map((piece) => {
    const mean = piece.reduce((sum, bar) => sum + bar.mean, 0) / piece.length;
    const [from, to] = [Math.floor(piece[0]?.from ?? 0) + 1, Math.floor(piece.at(-1)?.to ?? 0)];
    return `steps ${count(from)} to ${count(to)}: ${cosineWithError({ mean, error: null })}`;
  });
  return [title, `${names}, mean cosine`, ...lines].join('\n');
}
