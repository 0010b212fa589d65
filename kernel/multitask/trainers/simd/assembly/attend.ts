import { exp, sigmoid } from './exponential';
import { lanesBelow, madd, sumOfLanes } from './vector';

/**
 * Target attention over lists: out[row] = Σ_j a_j e_j. A row of `lists` is the number of its codes, then the codes, and e_j is the
 * row of `table` for code j. With q the row's query, M = W₁ + q ⊙ W₂ scores every code, s_j = v · relu(fromQuery + e_j M), as
 * [e ⊕ e ⊙ q] · W is e · M. a_j is the softmax of s over the list, or its sigmoid, and stays in `weights`, a number for each code.
 *
 * `how` holds the addresses of W, [2 · units][hidden], and v, 1 for sigmoid, and room for M, dM and two rows of `hidden` numbers.
 * `hidden` is a multiple of 4, `units` need not be. An empty list gives zeros.
 */
export function attend(
  rows: i32,
  lists: usize,
  listStep: usize,
  weights: usize,
  weightsStep: usize,
  table: usize,
  recordStep: usize,
  units: i32,
  hidden: i32,
  how: usize,
  query: usize,
  queryStep: usize,
  fromQuery: usize,
  fromQueryStep: usize,
  out: usize,
  outStep: usize,
): void {
  const w = load<usize>(how);
  const v = load<usize>(how, 4);
  const isSigmoid = load<i32>(how, 8);
  const m = load<usize>(how, 12);
  for (let row = 0; row < rows; row++) {
    const count = load<i32>(lists);
    for (let c = 0; c < units; c += 4) v128.store(out + ((<usize>c) << 2), f32x4.splat(0));
    if (count > 0) {
      forQuery(m, w, query, units, hidden);
      let top: f32 = -Infinity;
      for (let j = 0; j < count; j++) {
        const s = score(recordOf(lists, j, table, recordStep), m, fromQuery, v, units, hidden);
        store<f32>(weights + ((<usize>j) << 2), s);
        top = max<f32>(top, s);
      }
      let sum: f32 = 0;
      for (let j = 0; j < count; j++) {
        const at = weights + ((<usize>j) << 2);
        const s = v128.load32_splat(at);
        const a = f32x4.extract_lane(isSigmoid ? sigmoid(s) : exp(f32x4.sub(s, f32x4.splat(top))), 0);
        store<f32>(at, a);
        sum += a;
      }
      const share: f32 = isSigmoid ? 1 : 1 / sum;
      for (let j = 0; j < count; j++) {
        const at = weights + ((<usize>j) << 2);
        const a = share * load<f32>(at);
        store<f32>(at, a);
        const e = recordOf(lists, j, table, recordStep);
        for (let c = 0; c < units; c += 4) {
          const place = (<usize>c) << 2;
          const values = v128.and(v128.load(e + place), lanesBelow(units - c));
          v128.store(out + place, madd(f32x4.splat(a), values, v128.load(out + place)));
        }
      }
    }
    lists += listStep;
    weights += weightsStep;
    query += queryStep;
    fromQuery += fromQueryStep;
    out += outStep;
  }
}

/**
 * The gradients of every code's embedding, one behind the other in `gradients`, from the a_j that `attend` left in `weights`; of
 * the query and of its part of the layer, where these are not 0; and of W and v. `how` goes on with address and step of the
 * query and of its part; `into` holds address and step of d, then of both their gradients with whether these have a value, then
 * the addresses of W's gradient and of v's.
 */
export function attendGradient(
  rows: i32,
  lists: usize,
  listStep: usize,
  weights: usize,
  weightsStep: usize,
  gradients: usize,
  gradientsStep: usize,
  table: usize,
  recordStep: usize,
  units: i32,
  hidden: i32,
  how: usize,
  into: usize,
): void {
  const w = load<usize>(how);
  const v = load<usize>(how, 4);
  const isSigmoid = load<i32>(how, 8);
  const m = load<usize>(how, 12);
  let query = load<usize>(how, 16);
  let fromQuery = load<usize>(how, 24);
  let d = load<usize>(into);
  let dQuery = load<usize>(into, 8);
  let dFromQuery = load<usize>(into, 20);
  const end = (<usize>hidden) << 2;
  const size = <usize>units * end;
  const dm = m + size;
  const dLayer = dm + size;
  const dz = dLayer + end;
  const each = (<usize>((units + 3) & ~3)) << 2;
  for (let row = 0; row < rows; row++) {
    const count = load<i32>(lists);
    memory.fill(dm, 0, size + end);
    if (count > 0) {
      forQuery(m, w, query, units, hidden);
      let mean: f32 = 0;
      for (let j = 0; j < count; j++) {
        const along = product(d, recordOf(lists, j, table, recordStep), units);
        store<f32>(gradients + <usize>j * each, along);
        mean += load<f32>(weights + ((<usize>j) << 2)) * along;
      }
      for (let j = 0; j < count; j++) {
        const e = recordOf(lists, j, table, recordStep);
        const a = load<f32>(weights + ((<usize>j) << 2));
        const de = gradients + <usize>j * each;
        const along = load<f32>(de);
        const ds = f32x4.splat(a * (isSigmoid ? along * (1 - a) : along - mean));
        const gScores = load<usize>(into, 36);
        for (let c: usize = 0; c < end; c += 16) {
          const z = layer(e, m + c, end, v128.load(fromQuery + c), units);
          const active = f32x4.gt(z, f32x4.splat(0));
          v128.store(gScores + c, madd(ds, v128.and(z, active), v128.load(gScores + c)));
          const delta = v128.and(f32x4.mul(ds, v128.load(v + c)), active);
          v128.store(dz + c, delta);
          v128.store(dLayer + c, f32x4.add(delta, v128.load(dLayer + c)));
        }
        v128.store(de + each - 16, f32x4.splat(0));
        for (let k: usize = 0; k < <usize>units; k++) {
          const at = k * end;
          const x = v128.load32_splat(e + (k << 2));
          let sum = f32x4.splat(0);
          for (let c: usize = 0; c < end; c += 16) {
            const delta = v128.load(dz + c);
            sum = madd(v128.load(m + at + c), delta, sum);
            v128.store(dm + at + c, madd(x, delta, v128.load(dm + at + c)));
          }
          store<f32>(de + (k << 2), a * load<f32>(d + (k << 2)) + sumOfLanes(sum));
        }
      }
    }
    ofQuery(dm, w, load<usize>(into, 32), query, dQuery, load<i32>(into, 16), units, hidden);
    if (dFromQuery) {
      for (let c: usize = 0; c < end; c += 16) {
        const held = load<i32>(into, 28) ? v128.load(dFromQuery + c) : f32x4.splat(0);
        v128.store(dFromQuery + c, f32x4.add(held, v128.load(dLayer + c)));
      }
      dFromQuery += load<usize>(into, 24);
    }
    lists += listStep;
    weights += weightsStep;
    gradients += gradientsStep;
    query += load<usize>(how, 20);
    fromQuery += load<usize>(how, 28);
    d += load<usize>(into, 4);
    dQuery = dQuery ? dQuery + load<usize>(into, 12) : 0;
  }
}

function recordOf(list: usize, j: i32, table: usize, recordStep: usize): usize {
  return table + <usize>load<i32>(list + ((<usize>j) << 2), 4) * recordStep;
}

/** M = W₁ + q ⊙ W₂ */
function forQuery(m: usize, w: usize, query: usize, units: i32, hidden: i32): void {
  const end = (<usize>hidden) << 2;
  const w2 = w + <usize>units * end;
  for (let k: usize = 0; k < <usize>units; k++) {
    const q = v128.load32_splat(query + (k << 2));
    const at = k * end;
    for (let c: usize = at; c < at + end; c += 16) v128.store(m + c, madd(q, v128.load(w2 + c), v128.load(w + c)));
  }
}

/** gW₁ += dM, gW₂ += q ⊙ dM, dQuery_k (+)= Σ_h W₂[k, h] dM[k, h] */
function ofQuery(
  dm: usize,
  w: usize,
  gw: usize,
  query: usize,
  dQuery: usize,
  accumulate: i32,
  units: i32,
  hidden: i32,
): void {
  const end = (<usize>hidden) << 2;
  const second = <usize>units * end;
  if (dQuery && !accumulate) memory.fill(dQuery, 0, (<usize>((units + 3) & ~3)) << 2);
  for (let k: usize = 0; k < <usize>units; k++) {
    const q = v128.load32_splat(query + (k << 2));
    const at = k * end;
    let sum = f32x4.splat(0);
    for (let c: usize = at; c < at + end; c += 16) {
      const delta = v128.load(dm + c);
      v128.store(gw + c, f32x4.add(v128.load(gw + c), delta));
      v128.store(gw + second + c, madd(q, delta, v128.load(gw + second + c)));
      sum = madd(v128.load(w + second + c), delta, sum);
    }
    if (dQuery) store<f32>(dQuery + (k << 2), load<f32>(dQuery + (k << 2)) + sumOfLanes(sum));
  }
}

/** start + Σ_k e_k M[k], four of the layer's units; rows of M are `step` bytes apart. */
function layer(e: usize, m: usize, step: usize, start: v128, units: i32): v128 {
  let z = start;
  for (let last = e + ((<usize>units) << 2); e < last; e += 4) {
    z = madd(v128.load32_splat(e), v128.load(m), z);
    m += step;
  }
  return z;
}

/** v · relu(fromQuery + e M) */
function score(e: usize, m: usize, fromQuery: usize, v: usize, units: i32, hidden: i32): f32 {
  const end = (<usize>hidden) << 2;
  const last = e + ((<usize>units) << 2);
  const zero = f32x4.splat(0);
  let sum = zero;
  let c: usize = 0;
  for (; c + 64 <= end; c += 64) {
    let z0 = v128.load(fromQuery + c);
    let z1 = v128.load(fromQuery + c, 16);
    let z2 = v128.load(fromQuery + c, 32);
    let z3 = v128.load(fromQuery + c, 48);
    let at = m + c;
    for (let k = e; k < last; k += 4) {
      const x = v128.load32_splat(k);
      z0 = madd(x, v128.load(at), z0);
      z1 = madd(x, v128.load(at, 16), z1);
      z2 = madd(x, v128.load(at, 32), z2);
      z3 = madd(x, v128.load(at, 48), z3);
      at += end;
    }
    sum = madd(f32x4.pmax(z0, zero), v128.load(v + c), sum);
    sum = madd(f32x4.pmax(z1, zero), v128.load(v + c, 16), sum);
    sum = madd(f32x4.pmax(z2, zero), v128.load(v + c, 32), sum);
    sum = madd(f32x4.pmax(z3, zero), v128.load(v + c, 48), sum);
  }
  for (; c < end; c += 16) {
    const z = layer(e, m + c, end, v128.load(fromQuery + c), units);
    sum = madd(f32x4.pmax(z, zero), v128.load(v + c), sum);
  }
  return sumOfLanes(sum);
}

/** ⟨a, b⟩ */
function product(a: usize, b: usize, units: i32): f32 {
  let sum: f32 = 0;
  for (let last = a + ((<usize>units) << 2); a < last; a += 4) {
    sum += load<f32>(a) * load<f32>(b);
    b += 4;
  }
  return sum;
}
