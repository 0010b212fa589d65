import { explainLevel } from '../../../kernel/payloads/reading/gates/explanation.ts';
import { element } from '../host/index.ts';
import type { GatesPart } from './scene.ts';

/** What "?" opens: the words of the report, each in plain ones on the report's own numbers. */
export function gatesExplanation(): GatesPart {
  const node = element('section', { class: 'gates-explanation', 'aria-label': 'The report in thirty seconds' });
  return {
    node,
    draw({ payload, level, settings }) {
      node.hidden = !settings.isExplained;
      if (node.hidden) return;
      const words = explainLevel(payload, level);
      node.replaceChildren(
        element('dl', {}, ...words.flatMap(({ word, text }) => [element('dt', {}, word), element('dd', {}, text)])),
      );
    },
  };
}
