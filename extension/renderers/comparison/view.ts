import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { comparisonLegend, comparisonVerdict } from '../../../kernel/payloads/reading/comparison-words.ts';
import { copyText, element, frames, keepFocus, savePicture, setText, type Theme, type View } from '../host/index.ts';
import { comparisonCsv } from './csv.ts';
import { comparisonHeader } from './header.ts';
import { comparisonProgressLine } from './progress.ts';
import { comparisonTask, type TaskPart } from './task.ts';

/** A comparison: what is so, what runs now, and below each task one row a candidate, every seed a dot. */
export function comparisonView(root: HTMLElement, _: Theme, first: ComparisonPayload): View<ComparisonPayload> {
  let payload = first;
  let width = 0;
  const header = comparisonHeader({
    save: (format) => void savePicture(root, `comparison with ${payload.baseline}`, format),
    copy: () => copyText(root, comparisonCsv(payload)),
  });
  const verdict = element('div', { class: 'comparison-verdict', role: 'status' });
  const progress = comparisonProgressLine();
  const tasks = element('div', {});
  const legend = element('div', { class: 'comparison-legend small dim' }, comparisonLegend);
  root.append(element('div', { class: 'comparison' }, header.node, verdict, progress.node, tasks, legend));
  let parts: readonly TaskPart[] = [];
  const pictures = frames(root, draw);

  function draw(): void {
    if (width > 0) keepFocus(root, drawParts);
  }

  function drawParts(): void {
    header.draw(payload);
    setText(verdict, comparisonVerdict(payload));
    progress.draw(payload);
    if (parts.length !== payload.tasks.length) {
      parts = payload.tasks.map((_, i) => parts[i] ?? comparisonTask(i));
      tasks.replaceChildren(...parts.map(({ node }) => node));
    }
    for (const [i, task] of payload.tasks.entries()) parts[i]?.draw({ task, payload, width });
  }

  return {
    update(next) {
      payload = next;
      pictures.ask();
    },
    // Every colour is a custom property, which the page follows itself.
    restyle() {},
    resize(next) {
      width = next;
      pictures.now();
    },
    dispose: () => pictures.stop(),
  };
}
