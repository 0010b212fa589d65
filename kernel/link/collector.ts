import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const cells = 128;
const smallHeap = 64e6;

/**
 * Counts cells, and collects garbage now and then while the heap is small. V8 keeps what it compiled of a cell until a
 * full collection, and puts that off until a small heap has grown by half; here it takes 10 ms.
 */
export function createCollector(): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count % cells === 0 && getHeapStatistics().used_heap_size < smallHeap) setImmediate(collectGarbage);
  };
}

/** The flag counts for contexts that begin while it is set: cells see no `gc`. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}
