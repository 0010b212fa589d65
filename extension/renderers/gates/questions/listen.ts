import type { Pointed } from './asked.ts';

/** A click on an expert of the map or a bar of a histogram, or Enter on what has the focus there. Returns how to stop. */
export function listenForQuestions(root: HTMLElement, pointed: (at: Pointed) => boolean): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  root.addEventListener('click', (event) => void ask(event.target, pointed), { signal });
  root.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !ask(event.target, pointed)) return;
      // VS Code would take it for its own: to the notebook's cell.
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  return () => stopping.abort();
}

function ask(target: EventTarget | null, pointed: (at: Pointed) => boolean): boolean {
  const at = target instanceof Element ? pointedAt(target) : undefined;
  return at !== undefined && pointed(at);
}

function pointedAt(target: Element): Pointed | undefined {
  const bar = target.closest<HTMLElement>('.gates-bin')?.dataset;
  if (bar) return { kind: 'rows', gate: Number(bar.gate), expert: Number(bar.expert), bin: Number(bar.bin) };
  const expert = target.closest<HTMLElement>('.gates-map [data-expert]')?.dataset.expert;
  return expert === undefined ? undefined : { kind: 'without', expert: Number(expert) };
}
