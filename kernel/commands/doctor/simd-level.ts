/** Which WebAssembly vector instructions this Node has; throws where there are none. */
export function simdLevel(): string {
  if (!accepts([0xfd, 0x0f, 0xfd, 0x62])) throw new Error('this Node has no WebAssembly SIMD');
  const relaxed = accepts([0xfd, 0x0f, 0xfd, 0x80, 0x02]);
  return relaxed ? 'relaxed SIMD (fused multiply-add)' : 'SIMD, 128 bit';
}

/**
 * Whether a module validates whose one function is `i32.const 0` followed by `code`, which must leave a v128:
 * i8x16.splat (fd 0f), then i8x16.popcnt (fd 62) or, with a second operand, i8x16.relaxed_swizzle (fd 80 02).
 */
function accepts(code: readonly number[]): boolean {
  const twice = code.length > 4 ? [0x41, 0x00, 0xfd, 0x0f] : [];
  const body = [0x00, ...twice, 0x41, 0x00, ...code, 0x0b];
  const module = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x0a, body.length + 2, 0x01, body.length, ...body],
  ];
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { validate(bytes: Uint8Array): boolean } };
  return WebAssembly.validate(new Uint8Array(module));
}
