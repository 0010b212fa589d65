import type { Frame } from 'playwright-core';

export type Watched = {
  /** Whether the element that was there first is still in the page. */
  readonly isSame: boolean;
  /** How often it, or something around it, was taken out or another one put in. */
  readonly replaced: number;
  /** In how many frames something inside it changed. */
  readonly changes: number;
};

/** Starts to watch the first element that matches. Text, not a function, because the page knows nothing of our build. */
export async function watchElement(frame: Frame, selector: string): Promise<void> {
  await frame.evaluate(`(() => {
    const root = document.querySelector(${JSON.stringify(selector)});
    const watched = (window.watched = { root, replaced: 0, changes: 0 });
    const holdsOne = (node) =>
      node.nodeType === 1 && (node.contains(root) || (node.parentElement ?? node).contains(root.parentElement) && node.matches(${JSON.stringify(selector)}));
    let counted = false;
    new MutationObserver((records) => {
      for (const { addedNodes, removedNodes, target } of records) {
        watched.replaced += [...removedNodes, ...addedNodes].filter(holdsOne).length;
        if (root.contains(target) && !counted) {
          counted = true;
          watched.changes++;
          requestAnimationFrame(() => { counted = false; });
        }
      }
    }).observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
  })()`);
}

export async function readWatched(frame: Frame): Promise<Watched> {
  return frame.evaluate(
    '({ isSame: document.body.contains(window.watched.root), replaced: window.watched.replaced, changes: window.watched.changes })',
  );
}
