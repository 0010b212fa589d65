import type { ComparisonPayload, ComparisonTask } from '../../payloads/comparison.ts';
import {
  comparisonLegend,
  comparisonProgress,
  comparisonRunning,
  comparisonVerdict,
} from '../../payloads/reading/reports/comparison-words.ts';
import { fitted, wrapped } from '../../payloads/reading/text-width.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { picture, type Svg } from '../svg.ts';
import { comparisonTask } from './task.ts';

/** A comparison as a still SVG: what the table says, then one row a task and candidate. One column below 600 px. */
export function comparisonPicture(payload: ComparisonPayload, width = 860): Svg {
  const [left, right] = [16, width - 16];
  const room = right - left;
  const verdict = wrapped(comparisonVerdict(payload), room, 14, 3);
  const facts = wrapped(
    [`Comparison over ${payload.seeds} seeds`, comparisonProgress(payload)].join(' · '),
    room,
    12,
    2,
  );
  const running = comparisonRunning(payload);
  let y = 12;
  const parts: Svg[] = [];
  const text = (line: string, size: number, leading: number, rest: { weight?: 600; fill?: string }) => {
    parts.push(label(left, y + size, line, { size, ...rest }));
    y += leading;
  };
  for (const line of verdict) text(line, 14, 20, { weight: 600 });
  for (const line of facts) text(line, 12, 17, { fill: light.dim });
  if (running !== '') text(fitted(running, room, 11), 11, 16, { fill: light.dim });
  y += 6;
  const drawn = payload.tasks.filter((_, i) => rowsUpTo(payload, i) <= mostRows);
  const dots = Math.floor(mostDots / Math.max(1, rowsUpTo(payload, drawn.length - 1)));
  for (const [i, task] of drawn.entries()) {
    const block = comparisonTask(task, i, { left, right, top: y }, dots);
    parts.push(block.svg);
    y += block.height + 8;
  }
  const hidden = payload.tasks.length - drawn.length;
  if (hidden > 0) text(`${hidden} more tasks are in the table.`, 12, 17, { fill: light.dim });
  for (const line of wrapped(comparisonLegend, room, 11, 3)) text(line, 11, 15, { fill: light.dim });
  return picture({ width, height: y + 8 }, sentence(payload, drawn), light.background, parts);
}

/** A picture is kept in the notebook's file: these keep it under 150 KB. */
const mostRows = 64;
const mostDots = 640;

function rowsUpTo({ tasks }: ComparisonPayload, position: number): number {
  return tasks.slice(0, position + 1).reduce((sum, { rows }) => sum + rows.length, 0);
}

function sentence(payload: ComparisonPayload, drawn: readonly ComparisonTask[]): string {
  const rows = drawn.flatMap(({ name, rows }) =>
    rows
      .filter(({ judgement }) => judgement !== 'baseline')
      .map(({ candidate, judgement }) => `${name}, ${candidate}: ${judgement}.`),
  );
  return [`Comparison with ${payload.baseline}.`, comparisonVerdict(payload), ...rows].join(' ');
}
