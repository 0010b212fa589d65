import type { ImportanceFeature, ImportancePayload } from '../../../kernel/payloads/importance.ts';
import { taskMark } from '../../../kernel/payloads/marks.ts';
import {
  type ImportanceScale,
  importanceNumber,
  importanceSentence,
  interval,
} from '../../../kernel/payloads/reading/reports/importance-words.ts';
import { element, svgElement, taskMarkIcon } from '../host/index.ts';

/** One feature of one task: a bar from zero, the line of its interval, and the number. */
export function importanceCell(given: {
  readonly feature: ImportanceFeature;
  readonly position: number;
  readonly tasks: ImportancePayload['tasks'];
  readonly scale: ImportanceScale | undefined;
  /** Of the bar, in CSS pixels. */
  readonly room: number;
}): HTMLElement {
  const { feature, position, tasks, room } = given;
  const { low, high } = given.scale ?? { low: 0, high: 1 };
  const [one, task] = [feature.losses[position], tasks[position]];
  const words = importanceSentence(feature, position, tasks);
  const cell = element('span', {
    class: 'importance-cell',
    role: 'gridcell',
    tabindex: -1,
    'data-tip': words,
  });
  if (!one || !task) return cell;
  const x = (value: number) => ((value - low) / (high - low)) * Math.max(8, room);
  const colour = one.isKnown ? `var(--${taskMark(position).hue})` : 'var(--faint)';
  const [from, to] = interval(one);
  const drawing = svgElement('svg', { width: Math.max(8, room), height, 'aria-hidden': 'true' });
  drawing.append(svgElement('path', { d: `M${x(0).toFixed(1)} 2V${height - 2}`, stroke: 'var(--faint)' }));
  if (one.loss !== null && from !== undefined && to !== undefined) {
    const [start, end] = [Math.min(0, one.loss), Math.max(0, one.loss)];
    drawing.append(
      svgElement('rect', {
        x: x(start).toFixed(1),
        y: 5,
        width: (x(end) - x(start)).toFixed(1),
        height: height - 10,
        fill: colour,
        'fill-opacity': 0.55,
      }),
      svgElement('path', {
        d: `M${x(from).toFixed(1)} ${height / 2}H${x(to).toFixed(1)}`,
        stroke: colour,
        'stroke-width': 1.5,
      }),
    );
  }
  cell.append(
    element('span', { class: 'for-readers' }, words),
    element('span', { class: 'importance-own', 'aria-hidden': 'true' }, taskMarkIcon(position), task.name),
    drawing,
    element(
      'span',
      { class: `importance-number${one.isKnown ? '' : ' dim'}`, 'aria-hidden': 'true' },
      importanceNumber(one, task),
    ),
  );
  return cell;
}

const height = 20;
