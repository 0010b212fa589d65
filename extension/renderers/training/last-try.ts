import { lastTryWords } from '../../../kernel/payloads/reading/last-try.ts';
import { element, phraseNodes } from '../host/index.ts';
import { type Part, whenChanged } from './scene.ts';

/** Under the charts: what changed since the last try, as code, and what came of it. */
export function lastTryLine(): Part {
  const node = element('div', { class: 'last-try', hidden: true });
  const ifChanged = whenChanged();
  return {
    node,
    draw({ payload, settings }) {
      ifChanged(
        [payload.before?.payload.run.id, payload.run.id, payload.before?.differences?.length, settings.lastTry],
        () => {
          const words = settings.lastTry ? lastTryWords(payload) : undefined;
          node.hidden = words === undefined;
          if (words === undefined) return;
          node.replaceChildren(
            element('span', {}, ...phraseNodes(words.changed)),
            ...(words.came.length === 0 ? [] : [' ', element('span', {}, ...phraseNodes(words.came))]),
          );
        },
      );
    },
  };
}
