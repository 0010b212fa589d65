import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { taskMark } from '../../../kernel/payloads/marks.ts';
import {
  comparisonFacts,
  comparisonLegend,
  comparisonProgress,
  comparisonRowWords,
  comparisonRunning,
  comparisonTaskTitle,
  comparisonVerdict,
} from '../../../kernel/payloads/reading/reports/comparison-words.ts';
import {
  copyText,
  element,
  follow,
  keepFocus,
  progressLine,
  reportHead,
  savePicture,
  setText,
  type Theme,
  taskMarkIcon,
  type View,
} from '../host/index.ts';
import { comparisonCsv } from './csv.ts';
import { comparisonTask, type TaskPart } from './task.ts';

/** A comparison: what is so, what runs now, and below each task one row a candidate, every seed a dot. */
export function comparisonView(
  root: HTMLElement,
  firstTheme: Theme,
  first: ComparisonPayload,
): View<ComparisonPayload> {
  const shown = follow(root, firstTheme, first, draw);
  const header = reportHead('Comparison', {
    save: (format) => void savePicture(root, `comparison with ${shown.payload.baseline}`, format),
    copy: () => copyText(root, comparisonCsv(shown.payload)),
  });
  const verdict = element('div', { class: 'report-verdict', role: 'status' });
  const progress = progressLine();
  const tasks = element('div', {});
  const legend = element('div', { class: 'comparison-legend small dim' }, comparisonLegend);
  root.append(element('div', { class: 'comparison' }, header.node, verdict, progress.node, tasks, legend));
  let parts: readonly TaskPart[] = [];

  function draw(): void {
    if (shown.width > 0) keepFocus(root, drawParts);
  }

  function drawParts(): void {
    const { payload, width } = shown;
    header.draw(comparisonFacts(payload));
    setText(verdict, comparisonVerdict(payload));
    const { done, failed, of } = payload.trials;
    progress.draw({
      done: done + failed,
      of,
      isRunning: payload.state === 'running',
      words: comparisonProgress(payload),
      running: comparisonRunning(payload),
    });
    if (parts.length !== payload.tasks.length) {
      parts = payload.tasks.map((_, i) => parts[i] ?? comparisonTask(() => taskMark(i).hue, taskMarkIcon(i)));
      tasks.replaceChildren(...parts.map(({ node }) => node));
    }
    for (const [i, task] of payload.tasks.entries()) {
      const rows = task.rows.map((row) => ({ ...row, words: comparisonRowWords(row, task, payload.baseline) }));
      parts[i]?.draw({ title: comparisonTaskTitle(task), rows, width });
    }
  }

  return shown.view;
}
