/** Redraws, and puts the focus back where it was when its element has been replaced by a new one in the same place. */
export function keepFocus(root: HTMLElement, redraw: () => void): void {
  const stops = () => [...root.querySelectorAll<HTMLElement>('[tabindex], button, select')];
  const active = document.activeElement;
  const place = active instanceof HTMLElement && root.contains(active) ? stops().indexOf(active) : -1;
  redraw();
  if (place >= 0 && active !== null && !active.isConnected) stops()[place]?.focus({ preventScroll: true });
}
