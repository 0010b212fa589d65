/**
 * Row numbers in the order of ascending `scores`, equal scores in row order; −0 equals 0.
 *
 * A radix sort (least significant digit first, 11 bits a pass) over the bits of the floats: 200,000 float32 scores take
 * a few milliseconds, a comparison sort twenty times that. NaN has no place in an order: check before.
 */
export function ascending(scores: ArrayLike<number>): Uint32Array {
  const rows = scores.length;
  let order = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  // Clearing and summing the buckets costs more than comparing a few rows, as the groups of a group AUC have.
  if (rows < buckets / 2) return order.sort((a, b) => scores[a] - scores[b]);
  let next = new Uint32Array(rows);
  const counts = new Uint32Array(buckets);
  for (const word of sortableWords(scores)) {
    for (let shift = 0; shift < 32; shift += digitBits) {
      counts.fill(0);
      for (let i = 0; i < rows; i++) counts[(word[i] >>> shift) & (buckets - 1)]++;
      let start = 0;
      for (let bucket = 0; bucket < buckets; bucket++) {
        const count = counts[bucket];
        counts[bucket] = start;
        start += count;
      }
      for (let i = 0; i < rows; i++) {
        const row = order[i];
        next[counts[(word[row] >>> shift) & (buckets - 1)]++] = row;
      }
      [order, next] = [next, order];
    }
  }
  return order;
}

const digitBits = 11;
const buckets = 1 << digitBits;

/**
 * The scores as unsigned integers of the same order, split into 32-bit words, least significant first. IEEE 754 floats
 * order like sign-and-magnitude integers: flip the sign bit of positive numbers and every bit of negative ones.
 */
function sortableWords(scores: ArrayLike<number>): Uint32Array[] {
  const rows = scores.length;
  const high = new Uint32Array(rows);
  if (scores instanceof Float32Array) {
    const float = new Float32Array(1);
    const bits = new Uint32Array(float.buffer);
    for (let i = 0; i < rows; i++) {
      float[0] = scores[i] + 0; // −0 + 0 is 0
      high[i] = bits[0] >>> 31 ? ~bits[0] : bits[0] | 0x80000000;
    }
    return [high];
  }
  const low = new Uint32Array(rows);
  const float = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < rows; i++) {
    float.setFloat64(0, scores[i] + 0);
    const top = float.getUint32(0);
    const negative = top >>> 31;
    high[i] = negative ? ~top : top | 0x80000000;
    low[i] = negative ? ~float.getUint32(4) : float.getUint32(4);
  }
  return [low, high];
}
