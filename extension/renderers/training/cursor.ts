/** The step under the pointer, shown as one vertical line through the loss charts of all tasks. */
export type Cursor = {
  readonly point: (step: number | undefined) => void;
  readonly follow: (listener: (step: number | undefined) => void) => void;
};

export function createCursor(): Cursor {
  const listeners: ((step: number | undefined) => void)[] = [];
  return {
    point(step) {
      for (const listener of listeners) listener(step);
    },
    follow(listener) {
      listeners.push(listener);
    },
  };
}
