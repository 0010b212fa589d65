/** A number that tells whether trained arrays are still the same, to the last bit: FNV-1a over their 32-bit words. */
export function weightsMark(parameters: Readonly<Record<string, Float32Array>>): number {
  let mark = 0x811c9dc5;
  for (const values of Object.values(parameters)) {
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < words.length; i++) mark = Math.imul(mark ^ words[i], 0x01000193);
  }
  return mark >>> 0;
}
