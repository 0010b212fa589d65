/** Milliseconds without a cell after which the library is loaded: a person reads, or is still typing the first cell. */
const quiet = 1_500;

/** Calls `warm` once when nothing has been running for a while; never while a cell runs or waits. */
export function createWarmUp(isIdle: () => boolean, warm: () => void): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (isIdle() ? warm() : start()), quiet);
    timer.unref();
  };
  return { start, stop: () => clearTimeout(timer) };
}
