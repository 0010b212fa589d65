import { learnedWeightsDefinition } from '../../../kernel/payloads/reading/learned-weights.ts';
import { metricNotes } from '../../../kernel/payloads/reading/metric-notes.ts';
import { element } from '../host/index.ts';
import type { Part } from './scene.ts';
import { whenChanged } from './scene.ts';

/** Under the metric table: metrics that were asked for, and what a run with learned task weights has learned of its tasks. */
export function metricNotesPart(): Part {
  const node = element('div', { class: 'note', hidden: true });
  const ifChanged = whenChanged();
  return {
    node,
    draw({ payload }) {
      const notes = metricNotes(payload);
      ifChanged(notes, () => {
        node.hidden = notes.length === 0;
        node.replaceChildren(
          ...notes.map((words) =>
            element('div', words.startsWith('Learned') ? { 'data-tip': learnedWeightsDefinition } : {}, words),
          ),
        );
      });
    },
  };
}
