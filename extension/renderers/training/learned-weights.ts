import { learnedWeights, learnedWeightsDefinition } from '../../../kernel/payloads/reading/learned-weights.ts';
import { element, setText } from '../host/index.ts';
import type { Part } from './scene.ts';

/** Under the metric table: what a run with learned task weights has learned of its tasks. */
export function learnedWeightsLine(): Part {
  const node = element('div', { class: 'note', hidden: true, 'data-tip': learnedWeightsDefinition });
  return {
    node,
    draw({ payload }) {
      const words = learnedWeights(payload);
      node.hidden = words === undefined;
      setText(node, words ?? '');
    },
  };
}
