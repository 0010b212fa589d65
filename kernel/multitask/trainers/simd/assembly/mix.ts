import { madd, sumOfLanes } from './vector';

/**
 * out[row] = Σ_e gate[row, e] · expert_e[row]. `experts` holds, per expert, the address and the step of its values (and
 * for the gradient those of its d, 0 for none, and whether d has a value already): five numbers each.
 */
export function mix(
  rows: i32,
  count: i32,
  experts: usize,
  columns: i32,
  gate: usize,
  gateStep: usize,
  out: usize,
  outStep: usize,
): void {
  const last = experts + <usize>count * 20;
  for (let row: usize = 0; row < <usize>rows; row++) {
    let c: usize = 0;
    const end = (<usize>columns) << 2;
    for (; c + 64 <= end; c += 64) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      let weight = gate;
      for (let e = experts; e < last; e += 20) {
        const g = v128.load32_splat(weight);
        const h = load<usize>(e) + row * load<usize>(e, 4) + c;
        s0 = madd(g, v128.load(h), s0);
        s1 = madd(g, v128.load(h, 16), s1);
        s2 = madd(g, v128.load(h, 32), s2);
        s3 = madd(g, v128.load(h, 48), s3);
        weight += 4;
      }
      v128.store(out + c, s0);
      v128.store(out + c, s1, 16);
      v128.store(out + c, s2, 32);
      v128.store(out + c, s3, 48);
    }
    for (; c < end; c += 16) {
      let s = f32x4.splat(0);
      let weight = gate;
      for (let e = experts; e < last; e += 20) {
        s = madd(v128.load32_splat(weight), v128.load(load<usize>(e) + row * load<usize>(e, 4) + c), s);
        weight += 4;
      }
      v128.store(out + c, s);
    }
    gate += gateStep;
    out += outStep;
  }
}

/** dGate[row, e] (+)= ⟨d[row], expert_e[row]⟩ and dExpert_e[row] (+)= gate[row, e] · d[row]. */
export function mixGradient(
  rows: i32,
  count: i32,
  experts: usize,
  columns: i32,
  gate: usize,
  gateStep: usize,
  d: usize,
  dStep: usize,
  dGate: usize,
  dGateStep: usize,
  accumulate: i32,
): void {
  const last = experts + <usize>count * 20;
  const end = (<usize>columns) << 2;
  for (let row: usize = 0; row < <usize>rows; row++) {
    let at: usize = 0;
    for (let e = experts; e < last; e += 20) {
      const h = load<usize>(e) + row * load<usize>(e, 4);
      let sum = f32x4.splat(0);
      for (let c: usize = 0; c < end; c += 16) sum = madd(v128.load(d + c), v128.load(h + c), sum);
      if (dGate) {
        const held: f32 = accumulate ? load<f32>(dGate + at) : 0;
        store<f32>(dGate + at, held + sumOfLanes(sum));
      }
      const target = load<usize>(e, 8);
      if (target) {
        const dh = target + row * load<usize>(e, 12);
        const g = v128.load32_splat(gate + at);
        if (load<i32>(e, 16)) {
          for (let c: usize = 0; c < end; c += 16) v128.store(dh + c, madd(g, v128.load(d + c), v128.load(dh + c)));
        } else {
          for (let c: usize = 0; c < end; c += 16) v128.store(dh + c, f32x4.mul(g, v128.load(d + c)));
        }
      }
      at += 4;
    }
    gate += gateStep;
    d += dStep;
    dGate = dGate ? dGate + dGateStep : 0;
  }
}
