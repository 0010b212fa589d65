import { element } from './element.ts';

/**
 * One tip for everything with `data-tip`: beside the pointer, or under what the keyboard focuses. Escape closes it.
 * Plain text; line breaks count. `isOurs` tells the views of this renderer from those of others in the page. Returns how to stop.
 */
export function watchTips(page: Document, isOurs: (view: HTMLElement) => boolean): () => void {
  const tip = element('div', { class: 'multitask-tip', role: 'tooltip', 'aria-hidden': 'true' });
  const stopping = new AbortController();
  const hide = () => tip.remove();

  function show(
    owner: HTMLElement | SVGElement,
    place: (width: number, height: number) => { left: number; top: number },
  ) {
    const view = owner.closest<HTMLElement>('.multitask');
    if (view === null || !isOurs(view)) return hide();
    tip.textContent = owner.dataset.tip ?? '';
    if (tip.parentElement !== view) view.append(tip);
    const { left, top } = place(tip.offsetWidth, tip.offsetHeight);
    const widest = page.documentElement.clientWidth - tip.offsetWidth - 8;
    const wanted = { left: Math.max(4, Math.min(widest, left)), top: Math.max(4, top) };
    move(tip, wanted.left, wanted.top);
    // A transformed or contained ancestor shifts what is `fixed`; measure and make up for it.
    const landed = tip.getBoundingClientRect();
    move(tip, 2 * wanted.left - landed.left, 2 * wanted.top - landed.top);
  }

  const listen = <Kind extends keyof DocumentEventMap>(kind: Kind, listener: (event: DocumentEventMap[Kind]) => void) =>
    page.addEventListener(kind, listener, { signal: stopping.signal, passive: true });

  listen('mousemove', (event) => {
    const owner = ownerOf(event.target);
    if (owner === undefined) return hide();
    show(owner, (_, height) => {
      const below = event.clientY + 16;
      return { left: event.clientX + 12, top: below + height > innerHeight ? event.clientY - height - 10 : below };
    });
  });
  listen('focusin', (event) => {
    const owner = ownerOf(event.target);
    if (owner === undefined || !owner.matches(':focus-visible')) return;
    const box = owner.getBoundingClientRect();
    show(owner, (_, height) => ({
      left: box.left,
      top: box.bottom + 6 + height > innerHeight ? box.top - height - 6 : box.bottom + 6,
    }));
  });
  listen('focusout', hide);
  listen('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  return () => {
    stopping.abort();
    hide();
  };
}

function move(tip: HTMLElement, left: number, top: number): void {
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}

function ownerOf(target: EventTarget | null): HTMLElement | SVGElement | undefined {
  const found = target instanceof Element ? target.closest('.multitask [data-tip]') : null;
  return found instanceof HTMLElement || found instanceof SVGElement ? found : undefined;
}
