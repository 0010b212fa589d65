/**
 * What a source gives, each read while the one before is used: one more is in memory, and nobody waits for a disk while there is
 * something to do. Whoever leaves early waits until the source has ended what it was reading.
 */
export async function* readAhead<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const items = source[Symbol.asyncIterator]();
  const read = () => {
    const reading = items.next();
    // It may fail before anybody waits for it, or when nobody does any more.
    reading.catch(() => {});
    return reading;
  };
  let next = read();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = read();
      yield value;
    }
  } finally {
    await items.return?.();
  }
}
