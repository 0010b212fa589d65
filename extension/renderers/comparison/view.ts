import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { comparisonLegend, comparisonVerdict } from '../../../kernel/payloads/reading/comparison-words.ts';
import { copyText, element, follow, keepFocus, savePicture, setText, type Theme, type View } from '../host/index.ts';
import { comparisonCsv } from './csv.ts';
import { comparisonHeader } from './header.ts';
import { comparisonProgressLine } from './progress.ts';
import { comparisonTask, type TaskPart } from './task.ts';

/** A comparison: what is so, what runs now, and below each task one row a candidate, every seed a dot. */
export function comparisonView(
  root: HTMLElement,
  firstTheme: Theme,
  first: ComparisonPayload,
): View<ComparisonPayload> {
  const shown = follow(root, firstTheme, first, draw);
  const header = comparisonHeader({
    save: (format) => void savePicture(root, `comparison with ${shown.payload.baseline}`, format),
    copy: () => copyText(root, comparisonCsv(shown.payload)),
  });
  const verdict = element('div', { class: 'comparison-verdict', role: 'status' });
  const progress = comparisonProgressLine();
  const tasks = element('div', {});
  const legend = element('div', { class: 'comparison-legend small dim' }, comparisonLegend);
  root.append(element('div', { class: 'comparison' }, header.node, verdict, progress.node, tasks, legend));
  let parts: readonly TaskPart[] = [];

  function draw(): void {
    if (shown.width > 0) keepFocus(root, drawParts);
  }

  function drawParts(): void {
    const { payload, width } = shown;
    header.draw(payload);
    setText(verdict, comparisonVerdict(payload));
    progress.draw(payload);
    if (parts.length !== payload.tasks.length) {
      parts = payload.tasks.map((_, i) => parts[i] ?? comparisonTask(i));
      tasks.replaceChildren(...parts.map(({ node }) => node));
    }
    for (const [i, task] of payload.tasks.entries()) parts[i]?.draw({ task, payload, width });
  }

  return shown.view;
}
