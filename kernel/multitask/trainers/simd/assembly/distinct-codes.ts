import { product } from './product';
import { productGradient } from './product-gradient';
import { addRow, touch } from './table-gradient';
import { codeAt } from './vector';

/**
 * A layer over embeddings by distinct codes. A batch names the same codes again and again, and the part of a layer that is over
 * one column depends on its code alone: E[code] · W is worked out once for each code (a "slot") and then added up row by row;
 * backwards, the gradients of the rows of a code are added up first, and go through W once.
 *
 * Finds the distinct codes of a column, in the order in which they come, and returns how many they are. `list` gets the codes,
 * `slots` the place of each row's code in it, −1 for a code below 0; the rows of slot s are those from `ends[s − 1]` (0 for the
 * first) to `ends[s]` of `order`, as they come. `map` has a word for each code, and it does not matter what it holds: a place counts
 * where the list has the code there (Briggs & Torczon 1993).
 */
export function distinctCodes(
  rows: i32,
  codes: usize,
  codeStep: usize,
  codeBytes: usize,
  map: usize,
  list: usize,
  slots: usize,
  slotStep: usize,
  ends: usize,
  order: usize,
): i32 {
  let count = 0;
  let code = codes;
  let slot = slots;
  for (let row = 0; row < rows; row++) {
    const value = codeAt(code, codeBytes);
    let place = -1;
    if (value >= 0) {
      const held = map + ((<usize>value) << 2);
      place = load<i32>(held);
      if (<u32>place >= <u32>count || load<i32>(list + ((<usize>place) << 2)) !== value) {
        place = count++;
        store<i32>(held, place);
        store<i32>(list + ((<usize>place) << 2), value);
        store<i32>(ends + ((<usize>place) << 2), 0);
      }
      const end = ends + ((<usize>place) << 2);
      store<i32>(end, load<i32>(end) + 1);
    }
    store<i32>(slot, place);
    code += codeStep;
    slot += slotStep;
  }
  let sum = 0;
  for (let place = 0; place < count; place++) {
    const at = ends + ((<usize>place) << 2);
    const begin = sum;
    sum += load<i32>(at);
    store<i32>(at, begin);
  }
  slot = slots;
  for (let row = 0; row < rows; row++) {
    const place = load<i32>(slot);
    if (place >= 0) {
      const at = ends + ((<usize>place) << 2);
      const next = load<i32>(at);
      store<i32>(order + ((<usize>next) << 2), row);
      store<i32>(at, next + 1);
    }
    slot += slotStep;
  }
  return count;
}

/** Distinct codes that are worked on together. Threads share slots by blocks: a product writes up to whole groups of four rows. */
export const block = 48;

/** out[slot] = E[list[slot]] · W of slots `from` … `to` − 1; `from` is a multiple of 4. `room` takes a block of embeddings. */
export function distinctProducts(
  from: i32,
  to: i32,
  list: usize,
  table: usize,
  recordStep: usize,
  units: i32,
  w: usize,
  panelStep: usize,
  columns: i32,
  zeros: usize,
  out: usize,
  outStep: usize,
  room: usize,
  scratch: usize,
): void {
  const size = (<usize>units) << 2;
  for (let first = from; first < to; first += block) {
    const count = min(block, to - first);
    for (let i = 0; i < count; i++) {
      const code = load<i32>(list + ((<usize>(first + i)) << 2));
      copy(room + <usize>i * size, table + <usize>code * recordStep, size);
    }
    const target = out + <usize>first * outStep;
    product(count, units, room, size, w, panelStep, columns, zeros, 0, 0, target, outStep, scratch);
  }
}

/** c += Σ tables[slot], over the columns in `list`: their number, then for each where its slot is in a row of slots, and its table. */
export function addDistinct(
  rows: i32,
  list: usize,
  slots: usize,
  slotStep: usize,
  zeros: usize,
  columns: i32,
  sumsStep: usize,
  c: usize,
  cStep: usize,
): void {
  const first = list + 4;
  const last = first + <usize>load<i32>(list) * 8;
  if (first === last) return;
  const end = (<usize>columns) << 2;
  let offset: usize = 0;
  // 64 columns at a time: sixteen sums stay in registers where two vectors are one.
  for (; offset + 128 <= end; offset += 128) {
    let slot = slots;
    let to = c + offset;
    for (let row = 0; row < rows; row++) {
      let s0 = v128.load(to);
      let s1 = v128.load(to, 16);
      let s2 = v128.load(to, 32);
      let s3 = v128.load(to, 48);
      let s4 = v128.load(to, 64);
      let s5 = v128.load(to, 80);
      let s6 = v128.load(to, 96);
      let s7 = v128.load(to, 112);
      for (let column = first; column < last; column += 8) {
        const r = distinctRow(slot, column, sumsStep, zeros) + offset;
        s0 = f32x4.add(s0, v128.load(r));
        s1 = f32x4.add(s1, v128.load(r, 16));
        s2 = f32x4.add(s2, v128.load(r, 32));
        s3 = f32x4.add(s3, v128.load(r, 48));
        s4 = f32x4.add(s4, v128.load(r, 64));
        s5 = f32x4.add(s5, v128.load(r, 80));
        s6 = f32x4.add(s6, v128.load(r, 96));
        s7 = f32x4.add(s7, v128.load(r, 112));
      }
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
      v128.store(to, s4, 64);
      v128.store(to, s5, 80);
      v128.store(to, s6, 96);
      v128.store(to, s7, 112);
      slot += slotStep;
      to += cStep;
    }
  }
  for (; offset < end; offset += 16) {
    let slot = slots;
    let to = c + offset;
    for (let row = 0; row < rows; row++) {
      let sum = v128.load(to);
      for (let column = first; column < last; column += 8) {
        sum = f32x4.add(sum, v128.load(distinctRow(slot, column, sumsStep, zeros) + offset));
      }
      v128.store(to, sum);
      slot += slotStep;
      to += cStep;
    }
  }
}

function distinctRow(slot: usize, column: usize, step: usize, zeros: usize): usize {
  const place = load<i32>(slot + load<usize>(column));
  return select<usize>(zeros, load<usize>(column, 4) + <usize>place * step, place < 0);
}

/**
 * sums[slot] = Σ of D's rows with the slot's code, in the columns that begin at `d` and `sums`, of those slots whose records are this
 * thread's. Few columns at a time stay in the second-level cache while one column's codes come after the other's.
 */
export function distinctSums(
  count: i32,
  list: usize,
  ends: usize,
  order: usize,
  firstRow: i32,
  thread: i32,
  threads: i32,
  columns: i32,
  d: usize,
  dStep: usize,
  sums: usize,
  sumsStep: usize,
): void {
  const size = (<usize>columns) << 2;
  for (let slot = 0; slot < count; slot++) {
    const at = ends + ((<usize>slot) << 2);
    const row = firstRow + load<i32>(list + ((<usize>slot) << 2));
    const begin = order + ((slot ? load<usize>(at - 4) : 0) << 2);
    if (row % threads === thread) sumRows(begin, order + (load<usize>(at) << 2), d, dStep, sums, size);
    sums += sumsStep;
  }
}

/**
 * The way back of those slots whose records are this thread's: G += Eᵀ · S and each record's gradient += S · Wᵀ, where S are the sums of
 * `distinctSums`. `w` holds Wᵀ in panels; the layer's rows begin `skip` rows into the first of them. Lists the touched records as
 * `tableGradient` does. `room` takes a block of embeddings, of their gradients, and of S.
 */
export function distinctGradients(
  count: i32,
  list: usize,
  sums: usize,
  sumsStep: usize,
  columns: i32,
  table: usize,
  firstRow: i32,
  recordStep: usize,
  units: i32,
  gradientOffset: usize,
  g: usize,
  gPanel: usize,
  w: usize,
  panelStep: usize,
  skip: i32,
  zeros: usize,
  thread: i32,
  threads: i32,
  stamp: i32,
  touched: usize,
  touchedCount: i32,
  room: usize,
  scratch: usize,
): i32 {
  const size = (<usize>units) << 2;
  const backSize = (<usize>(units + skip)) << 2;
  const sumSize = (<usize>columns) << 2;
  const gradients = room + <usize>block * size;
  const own = gradients + <usize>block * backSize;
  const records = own + <usize>block * sumSize;
  let slot = 0;
  while (slot < count) {
    let held = 0;
    for (; slot < count && held < block; slot++) {
      const row = firstRow + load<i32>(list + ((<usize>slot) << 2));
      if (row % threads !== thread) continue;
      const record = table + <usize>row * recordStep;
      touchedCount = touch(record, stamp, touched, touchedCount);
      store<usize>(records + ((<usize>held) << 2), record);
      copy(room + <usize>held * size, record + 16, size);
      copy(own + <usize>held * sumSize, sums + <usize>slot * sumsStep, sumSize);
      held++;
    }
    productGradient(held, units, room, size, columns, own, sumSize, g, 32, gPanel, scratch);
    product(held, columns, own, sumSize, w, panelStep, units + skip, zeros, 0, 0, gradients, backSize, scratch);
    for (let i = 0; i < held; i++) {
      const record = load<usize>(records + ((<usize>i) << 2));
      addRow(record + gradientOffset, gradients + <usize>i * backSize + ((<usize>skip) << 2), units, 1);
    }
  }
  return touchedCount;
}

/** to = the sum of the rows of D that stand in a list. */
function sumRows(begin: usize, end: usize, d: usize, dStep: usize, to: usize, size: usize): void {
  let offset: usize = 0;
  for (; offset + 128 <= size; offset += 128) {
    const from = d + offset;
    let r = from + load<usize>(begin) * dStep;
    let s0 = v128.load(r);
    let s1 = v128.load(r, 16);
    let s2 = v128.load(r, 32);
    let s3 = v128.load(r, 48);
    let s4 = v128.load(r, 64);
    let s5 = v128.load(r, 80);
    let s6 = v128.load(r, 96);
    let s7 = v128.load(r, 112);
    for (let at = begin + 4; at < end; at += 4) {
      r = from + load<usize>(at) * dStep;
      s0 = f32x4.add(s0, v128.load(r));
      s1 = f32x4.add(s1, v128.load(r, 16));
      s2 = f32x4.add(s2, v128.load(r, 32));
      s3 = f32x4.add(s3, v128.load(r, 48));
      s4 = f32x4.add(s4, v128.load(r, 64));
      s5 = f32x4.add(s5, v128.load(r, 80));
      s6 = f32x4.add(s6, v128.load(r, 96));
      s7 = f32x4.add(s7, v128.load(r, 112));
    }
    v128.store(to + offset, s0);
    v128.store(to + offset, s1, 16);
    v128.store(to + offset, s2, 32);
    v128.store(to + offset, s3, 48);
    v128.store(to + offset, s4, 64);
    v128.store(to + offset, s5, 80);
    v128.store(to + offset, s6, 96);
    v128.store(to + offset, s7, 112);
  }
  for (; offset < size; offset += 16) {
    const from = d + offset;
    let sum = v128.load(from + load<usize>(begin) * dStep);
    for (let at = begin + 4; at < end; at += 4) sum = f32x4.add(sum, v128.load(from + load<usize>(at) * dStep));
    v128.store(to + offset, sum);
  }
}

function copy(to: usize, from: usize, size: usize): void {
  for (let c: usize = 0; c < size; c += 16) v128.store(to + c, v128.load(from + c));
}
