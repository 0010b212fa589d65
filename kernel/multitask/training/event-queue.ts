/** Turns a listener into an async iterable: what is pushed comes out in order, and waits until it is read. */
export type EventQueue<Item> = AsyncIterable<Item> & {
  readonly push: (item: Item) => void;
  /** Ends the iteration after what was pushed. */
  readonly end: () => void;
};

export function createEventQueue<Item>(): EventQueue<Item> {
  const waiting: Item[] = [];
  let ended = false;
  let wake = (): void => {};
  return {
    push(item) {
      waiting.push(item);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as Item;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
