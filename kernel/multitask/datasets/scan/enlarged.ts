/** An array of the same kind with at least `length` entries, the old ones first: at least twice as many, so that appending
 * one by one stays linear. The array itself when it is long enough. */
export function enlarged<Values extends Float32Array | Int32Array | Uint32Array | Uint8Array>(
  values: Values,
  length: number,
): Values {
  if (length <= values.length) return values;
  const longer = create(values, Math.max(length, 2 * values.length));
  longer.set(values);
  return longer as Values; // `create` keeps the kind, which the compiler cannot see
}

function create(values: Float32Array | Int32Array | Uint32Array | Uint8Array, length: number) {
  if (values instanceof Float32Array) return new Float32Array(length);
  if (values instanceof Int32Array) return new Int32Array(length);
  return values instanceof Uint32Array ? new Uint32Array(length) : new Uint8Array(length);
}
