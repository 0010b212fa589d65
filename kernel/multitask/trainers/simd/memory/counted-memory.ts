const counted = new WeakMap<WebAssembly.Memory, ArrayBuffer>();

/**
 * Makes V8 collect a shared memory soon after its last use: it counts only memory that is not shared when it decides to collect.
 * So a buffer of the same size lives as long; nothing is written to it, so it takes addresses and no memory.
 */
export function count(memory: WebAssembly.Memory): WebAssembly.Memory {
  const bytes = Math.min(memory.buffer.byteLength, 2 ** 30);
  if (counted.get(memory)?.byteLength !== bytes) counted.set(memory, new ArrayBuffer(bytes));
  return memory;
}
