/** Outlines an expert's column in every panel while the pointer or the focus is on one of its cells. Returns how to stop. */
export function highlightExperts(root: HTMLElement): () => void {
  const stopping = new AbortController();
  const show = (target: EventTarget | null) => {
    const expert = target instanceof Element ? target.closest('[data-expert]')?.getAttribute('data-expert') : undefined;
    for (const cell of root.querySelectorAll('[data-expert].hot')) cell.classList.remove('hot');
    if (expert == null) return;
    for (const cell of root.querySelectorAll(`[data-expert="${CSS.escape(expert)}"]`)) cell.classList.add('hot');
  };
  const listen = (kind: 'pointerover' | 'focusin', listener: (event: Event) => void) =>
    root.addEventListener(kind, listener, { signal: stopping.signal });
  listen('pointerover', (event) => show(event.target));
  listen('focusin', (event) => show(event.target));
  root.addEventListener('pointerleave', () => show(null), { signal: stopping.signal });
  root.addEventListener('focusout', () => show(null), { signal: stopping.signal });
  return () => stopping.abort();
}
