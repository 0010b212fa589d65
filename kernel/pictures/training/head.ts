import { goingOn } from '../../payloads/reading/epoch-number.ts';
import { textWidth, wrapped } from '../../payloads/reading/text-width.ts';
import {
  type Phrase,
  progressLine,
  runFacts,
  type StateMark,
  stateMark,
  stateWords,
} from '../../payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingState } from '../../payloads/training.ts';
import { label, type Piece, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** State and run, progress bar, progress in words. Lines that are too long wrap. */
export function trainingHead(
  payload: TrainingPayload,
  left: number,
  right: number,
  top: number,
): { svg: Svg; height: number } {
  const { run, state, progress } = payload;
  const word = stateWords[state];
  const on = goingOn(payload);
  const facts = [...(on === undefined ? [] : [on]), ...runFacts(run)].join(' · ');
  const name = wrapped(run.title, 260, 14, 1)[0] ?? '';
  const before = 18 + textWidth(word, 12, 600) + 12 + textWidth(name, 14, 600) + 12;
  const isOneLine = before + textWidth(facts) < right - left - 60;
  const first: Piece[] = [
    { text: word, weight: 600 },
    { text: name, weight: 600, size: 14, gap: 10 },
    ...(isOneLine ? [{ text: facts, fill: light.dim, gap: 10 }] : []),
  ];
  const under = isOneLine ? [] : wrapped(facts, right - left);
  const bar = top + 26 + 16 * under.length;
  const words = progressWords(payload, left, right, bar + 22);
  return {
    svg: [
      stateIcon(stateMark(payload), left, top + 6),
      pieces(left + 18, top + 15, first),
      label(right, top + 15, `run ${run.number}`, { fill: light.dim, anchor: 'end' }),
      ...under.map((line, i) => label(left, top + 33 + 16 * i, line, { fill: light.dim })),
      progressBar(progress, state, left, right, bar),
      words.svg,
    ].join(''),
    height: bar + 22 + words.height - top,
  };
}

function stateIcon(mark: StateMark, x: number, y: number): Svg {
  switch (mark) {
    case 'running':
      return svg('circle', { cx: x + 5, cy: y + 5, r: 4, fill: light.hues.blue });
    case 'finished':
    case 'doubtful':
      return svg('path', {
        d: `M${x + 1} ${y + 5.5}l3 3 5.5-6.7`,
        fill: 'none',
        stroke: mark === 'finished' ? light.success : light.warning,
        'stroke-width': 2,
      });
    case 'interrupted':
      return svg('rect', { x: x + 1, y: y + 1, width: 8, height: 8, fill: light.warning });
    case 'failed':
      return svg('path', {
        d: `M${x + 1} ${y + 1}l8 8m0-8l-8 8`,
        fill: 'none',
        stroke: light.error,
        'stroke-width': 2,
      });
  }
}

const barFill: Readonly<Record<TrainingState, string>> = {
  running: light.hues.blue,
  finished: light.faint,
  interrupted: light.warning,
  failed: light.error,
};

/** One piece per epoch, up to forty. */
function progressBar(
  { step, steps, epochs, stepsPerEpoch }: TrainingPayload['progress'],
  state: TrainingState,
  left: number,
  right: number,
  y: number,
): Svg {
  const parts = epochs <= 40 ? epochs : 1;
  const size = epochs <= 40 ? stepsPerEpoch : Math.max(1, steps);
  const gap = 2;
  const width = (right - left - gap * (parts - 1)) / parts;
  return Array.from({ length: parts }, (_, i) => {
    const done = Math.max(0, Math.min(1, (step - i * size) / size));
    const x = left + i * (width + gap);
    return [
      svg('rect', { x, y, width, height: 6, rx: 1, fill: light.hairline }),
      done === 0 ? '' : svg('rect', { x, y, width: width * done, height: 6, rx: 1, fill: barFill[state] }),
    ].join('');
  }).join('');
}

/** On one line when both sides fit, else the sentences below each other. */
function progressWords(payload: TrainingPayload, left: number, right: number, y: number): { svg: Svg; height: number } {
  const { left: begin, right: end } = progressLine(payload);
  const plain = (list: readonly Phrase[]) => list.map(({ text }) => text).join('');
  const total = [...begin, ...end].reduce((sum, list) => sum + textWidth(plain(list)) + 20, 0);
  if (total < right - left) {
    return { svg: pieces(left, y, begin.flatMap(styled)) + pieces(right, y, end.flatMap(styled), 'end'), height: 8 };
  }
  const lines = begin.flatMap((list) => wrapped(plain(list), right - left));
  return { svg: lines.map((line, i) => label(left, y + 16 * i, line)).join(''), height: 8 + 16 * (lines.length - 1) };
}

function styled(phrases: readonly Phrase[]): readonly Piece[] {
  return phrases.map(({ text, tone }, i) => ({
    text,
    gap: i === 0 ? 18 : 0,
    ...(tone === 'strong' ? { weight: 600 as const } : {}),
    ...(tone === 'dim' ? { fill: light.dim } : {}),
  }));
}
