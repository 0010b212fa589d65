/** Loads the library when a person reads or types: never while a cell runs, and not between two cells of Run All. */
export interface WarmUp {
  /** A process that has nothing loaded is there. */
  start(): void;
  /** A cell begins or ends. */
  postpone(): void;
  stop(): void;
}

/** Milliseconds without a cell after which the library is loaded. */
const quiet = 1_500;

/** Calls `warm` once for each `start`. */
export function createWarmUp(isIdle: () => boolean, warm: () => void): WarmUp {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    start() {
      stop();
      timer = setTimeout(() => {
        if (!isIdle()) return void timer?.refresh();
        timer = undefined;
        warm();
      }, quiet);
      timer.unref();
    },
    postpone: () => void timer?.refresh(),
    stop,
  };
}
