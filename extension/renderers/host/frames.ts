/**
 * Draws at most ten times a second, all parts in one animation frame; twice a second for who prefers reduced motion;
 * not at all while the node is off screen. A drawing that takes long makes the next one wait four times as long, half a second at most.
 */
export function frames(node: HTMLElement, draw: () => void): Frames {
  let isAsked = false;
  let isVisible = true;
  let isHeld = false;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let cost = 0;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  const watcher = new IntersectionObserver((entries) => {
    isVisible = entries.at(-1)?.isIntersecting ?? true;
    plan();
  });
  watcher.observe(node);

  function plan(): void {
    if (!isAsked || !isVisible || isHeld || timer !== undefined || frame !== 0) return;
    const pause = Math.max(calm.matches ? 500 : 100, Math.min(500, 4 * cost));
    const wait = drawnAt + pause - performance.now();
    if (wait <= 0) frame = requestAnimationFrame(now);
    else {
      timer = setTimeout(() => {
        timer = undefined;
        plan();
      }, wait);
    }
  }

  function now(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    isAsked = false;
    drawnAt = performance.now();
    draw();
    cost = performance.now() - drawnAt;
    plan();
  }

  return {
    ask() {
      isAsked = true;
      plan();
    },
    now,
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      plan();
    },
    stop() {
      watcher.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      isAsked = false;
      isHeld = true;
    },
  };
}

export type Frames = {
  /** Draw soon. */
  readonly ask: () => void;
  /** Draw before this returns: what answers the person's own hand does not wait. */
  readonly now: () => void;
  /** No drawing while something is dragged, which it would tear away; `release` makes up for it. */
  readonly hold: () => void;
  readonly release: () => void;
  readonly stop: () => void;
};
