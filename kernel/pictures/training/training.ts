import { markPath, taskMark } from '../../payloads/marks.ts';
import { axisTicks } from '../../payloads/reading/axis-ticks.ts';
import { conflictSummary, overWords } from '../../payloads/reading/conflicts/words.ts';
import { epochNumber } from '../../payloads/reading/epoch-number.ts';
import { type Judgement, judgementOfTraining } from '../../payloads/reading/judgement.ts';
import { lastTryWords } from '../../payloads/reading/last-try.ts';
import { lossScale, lossWords } from '../../payloads/reading/loss-chart.ts';
import { smoothedLine, usualSmoothing } from '../../payloads/reading/loss-lines.ts';
import { shownEpoch } from '../../payloads/reading/metric-cells.ts';
import { metricNotes } from '../../payloads/reading/metric-notes.ts';
import { judgedOn, lossOf, qualityOf } from '../../payloads/reading/quality.ts';
import { epochTicks, placeInSlot, qualityScale, qualityWords } from '../../payloads/reading/quality-chart.ts';
import { isTallRow, rowHeight } from '../../payloads/reading/row-height.ts';
import { runAxis, shownEpochs, shownSteps } from '../../payloads/reading/run-axis.ts';
import { tickRoom } from '../../payloads/reading/scale.ts';
import { fitted, wrapped } from '../../payloads/reading/text-width.ts';
import { lossRange, qualityRange } from '../../payloads/reading/training-scales.ts';
import { progressSentence } from '../../payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { fraction, plainText, sentence } from '../../text/index.ts';
import { inLines, label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { paragraph } from '../paragraph.ts';
import { picture, type Svg, svg } from '../svg.ts';
import { verdictPicture } from '../verdict.ts';
import { conflictPanel, weightsPanel } from './conflict-panel.ts';
import { trainingHead } from './head.ts';
import { lossPanel } from './loss-panel.ts';
import { metricRows } from './metric-rows.ts';
import { qualityPanel } from './quality-panel.ts';

/** A run as a still SVG of 860 px for clients without our renderer: state, charts and metric table, light on white. */
export function trainingPicture(payload: TrainingPayload): Svg {
  const { tasks, run } = payload;
  const head = trainingHead(payload, left, right, 12);
  const row = rowHeight(tasks.length);
  const judgement = judgementOfTraining(payload);
  const verdict = judgement && verdictPicture(judgement, left, right, 12 + head.height + 10);
  const under = 12 + head.height + (verdict ? verdict.height + 16 : 0);
  const above = titles(payload, under + 14);
  const top = under + 26 + above.more;
  const columns = columnsOf(payload, row);
  const rows = tasks.map((task, i) => taskRow(payload, task, i, columns, top + i * (row + rowGap), row));
  const axis = top + tasks.length * (row + rowGap) - rowGap;
  const tried = triedWords(payload, axis + 40);
  const places = { left, strip: columns.loss, end: qualityLeft };
  const pulls = conflictPanel(payload, places, axis + 34 + tried.height);
  const weighed = weightsPanel(payload, places, axis + 34 + tried.height + pulls.height);
  const below = axis + 38 + tried.height + pulls.height + weighed.height;
  const table = metricRows(payload, left, right, below);
  const weights = notesOf(payload, below + table.height + 18);
  const height = below + table.height + weights.height + 12;
  const title = `${run.title}, run ${run.number}. ${progressSentence(payload)}. ${said(judgement)}${measured(payload)}${pulled(payload)}`;
  return picture({ width, height }, title, light.background, [
    head.svg,
    verdict?.svg ?? '',
    above.svg,
    ...rows,
    stepAxis(payload, columns.loss, axis + 16),
    epochAxis(payload, columns.quality, axis + 16),
    tried.svg,
    pulls.svg,
    weighed.svg,
    table.svg,
    weights.svg,
  ]);
}

/** Under the charts, in words: what changed since the last try, which is grey in them, and what came of it. */
function triedWords(payload: TrainingPayload, y: number): { readonly svg: Svg; readonly height: number } {
  const words = lastTryWords(payload);
  if (words === undefined) return { svg: '', height: 0 };
  const place = { x: left, y, width: right - left, leading: 16 };
  const { svg, lines } = paragraph(sentence(words.changed, '  ', words.came), place, { size: 11, fill: light.dim });
  return { svg, height: 12 + 16 * lines };
}

/** Under the table, in words: metrics that were asked for, and what the run has learned of its tasks. */
function notesOf(payload: TrainingPayload, y: number): { readonly svg: Svg; readonly height: number } {
  const notes = metricNotes(payload);
  if (notes.length === 0) return { svg: '', height: 0 };
  let height = 0;
  const parts = notes.map((text) => {
    const place = { x: left, y: y + height, width: right - left, leading: 15 };
    const { svg, lines } = paragraph([{ text }], place, { size: 11, fill: light.dim });
    height += 15 * lines;
    return svg;
  });
  return { svg: parts.join(''), height: 10 + height };
}

const width = 860;
const left = 16;
const right = width - 16;
const rowGap = 10;
/** Where the columns of loss and of quality begin. */
const lossLeft = left + 136 + 16;
const qualityLeft = right - 268;

type Column = { readonly left: number; readonly right: number };
type Columns = { readonly loss: Column; readonly quality: Column };

/** The plots of all tasks begin at the same place, where the widest tick of all has room. */
function columnsOf(payload: TrainingPayload, height: number): Columns {
  const isTall = isTallRow(height);
  const loss = payload.tasks.map((task) => tickRoom(lossScale(lossRange(payload, task), isTall), 34));
  const quality = payload.tasks.map((task) => tickRoom(qualityScale(qualityRange(payload, task), isTall), 40));
  return {
    loss: { left: lossLeft + Math.max(...loss), right: qualityLeft - 16 - 6 },
    quality: { left: qualityLeft + Math.max(...quality), right: right - 4 },
  };
}

/** How finely losses are drawn, so that a picture of many tasks stays small. */
function columnsFor({ tasks }: TrainingPayload): number {
  return Math.max(40, Math.min(300, Math.floor(2400 / tasks.length)));
}

/** What is drawn, over each column; `more` is how many pixels it needs beyond one line. */
function titles(payload: TrainingPayload, y: number): { readonly svg: Svg; readonly more: number } {
  const columns = columnsFor(payload);
  const isBand = payload.tasks.some(
    ({ loss }) => loss !== null && (loss.min !== undefined || loss.mean.length > columns),
  );
  const words = qualityWords(payload);
  const dim = { size: 11, fill: light.dim } as const;
  const columnTitles = [
    inLines(qualityLeft - 16 - lossLeft, [
      { text: lossWords.title, weight: 600 },
      { text: isBand ? `band: ${lossWords.range}` : `thin: ${lossWords.step}`, gap: 10, ...dim },
      { text: `line: ${lossWords.smoothed}`, gap: 10, ...dim },
      { text: judgedOn(payload) === 'train' ? '' : `● ■ ${lossWords.validation}`, gap: 10, ...dim },
    ]),
    inLines(right - qualityLeft, [
      { text: words.title, weight: 600 },
      { text: words.whisker, gap: 8, ...dim },
      { text: words.train === '' ? words.note : `– ${words.train}`, gap: 8, ...dim },
    ]),
  ];
  const more = 15 * (Math.max(...columnTitles.map((lines) => lines.length)) - 1);
  const svg = columnTitles.flatMap((lines, column) =>
    lines.map((line, i) => pieces(column === 0 ? lossLeft : qualityLeft, y + more - 15 * (lines.length - 1 - i), line)),
  );
  return { svg: svg.join(''), more };
}

function taskRow(
  payload: TrainingPayload,
  task: TrainingTask,
  i: number,
  columns: Columns,
  y: number,
  height: number,
): Svg {
  const mark = taskMark(i);
  const { readings, description } = taskWords(payload, task);
  const isTall = height > 100;
  const lines = wrapped(description, 134, 11, 2);
  return [
    svg('path', { d: markPath(mark.shape, left + 5, y + 12, 4.4), fill: light.hues[mark.hue] }),
    label(left + 16, y + 17, fitted(task.name, 126, 14, 600), { size: 14, weight: 600 }),
    ...(isTall
      ? lines.map((text, line) => label(left + 16, y + 33 + 14 * line, text, { size: 11, fill: light.dim }))
      : []),
    ...(isTall ? readings : readings.slice(-1)).map(({ name, value }, line) => {
      const at = isTall ? y + 42 + 14 * Math.max(1, lines.length) + 17 * line : y + 33;
      return [label(left + 16, at, name, { fill: light.dim }), label(left + 16 + 54, at, value, { weight: 600 })].join(
        '',
      );
    }),
    lossPanel(payload, task, i, { ...columns.loss, top: y + 6, bottom: y + height }, columnsFor(payload)),
    qualityPanel(payload, task, i, { ...columns.quality, top: y + 6, bottom: y + height }),
  ].join('');
}

function taskWords(payload: TrainingPayload, task: TrainingTask) {
  const epoch = shownEpoch(payload);
  const split = judgedOn(payload);
  const { name, value } = qualityOf(task.kind);
  const smoothed =
    task.loss === null
      ? undefined
      : smoothedLine(task.loss, payload.progress.step, usualSmoothing(shownSteps(payload))).y.at(-1);
  const readings = [
    { name: 'train', value: fraction(smoothed) },
    ...(split === 'validation'
      ? [{ name: 'val.', value: fraction(lossOf(task.kind, epoch?.validation?.[task.name])) }]
      : []),
    { name, value: fraction(value((split === 'validation' ? epoch?.validation : epoch?.train)?.[task.name])) },
  ];
  return { readings, description: task.description ?? '' };
}

function stepAxis(payload: TrainingPayload, { left, right }: Column, y: number): Svg {
  const axis = runAxis(payload);
  const columns = right - left;
  return axisTicks(payload, axis, columns)
    .map(({ at, text, tone, anchor, shift }) =>
      label(left + (columns * at) / axis.steps + shift, y, text, { size: 11, fill: light[tone], anchor }),
    )
    .join('');
}

function epochAxis(payload: TrainingPayload, { left, right }: Column, y: number): Svg {
  const columns = right - left;
  const slot = columns / shownEpochs(payload);
  return epochTicks(payload, columns)
    .map(({ epoch, text, tone }) =>
      label(left + slot * (epoch - 1 + placeInSlot), y, text, { size: 11, fill: light[tone], anchor: 'middle' }),
    )
    .join('');
}

function said(judgement: Judgement | undefined): string {
  return judgement ? `${plainText(judgement.headline)} ${plainText(judgement.detail)} ` : '';
}

function pulled(payload: TrainingPayload): string {
  const { conflicts } = payload;
  return conflicts === undefined ? '' : ` Conflict ${overWords(payload)}: ${conflictSummary(payload)}.`;
}

/** The last numbers in a sentence, for whoever cannot see the picture. */
function measured(payload: TrainingPayload): string {
  const split = judgedOn(payload);
  const epoch = shownEpoch(payload);
  if (epoch === undefined) return 'No epoch has ended.';
  const each = payload.tasks.map(({ name, kind }) => {
    const quality = qualityOf(kind);
    return `${name} ${quality.name} ${fraction(quality.value((split === 'validation' ? epoch.validation : epoch.train)?.[name]))}`;
  });
  return `${split === 'validation' ? 'Validation' : 'Train'} after epoch ${epochNumber(payload, epoch.epoch)}: ${each.join(', ')}.`;
}
