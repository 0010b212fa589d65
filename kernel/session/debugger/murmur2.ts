/** MurmurHash2 (Appleby 2008), 32 bits, of a text in UTF-8: by it Jupyter clients know the text of a cell. */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text);
  let hash = seed ^ bytes.length;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) hash = Math.imul(hash, m) ^ mixed(bytes.readInt32LE(i));
  const rest = bytes.subarray(i);
  for (let j = rest.length - 1; j >= 0; j--) hash ^= (rest[j] ?? 0) << (8 * j);
  if (rest.length > 0) hash = Math.imul(hash, m);
  hash = Math.imul(hash ^ (hash >>> 13), m);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const m = 0x5bd1e995;

function mixed(word: number): number {
  const product = Math.imul(word, m);
  return Math.imul(product ^ (product >>> 24), m);
}
