/** Typed arrays that grow by doubling: a problem of millions of entries is built without an object per entry. */
const smallest = 1024

/** The same array if it has room for `length`, else a larger one that begins with the same values. */
export function roomFor<T extends Float64Array | Int32Array | Uint8Array>(
  array: T,
  length: number,
): T {
  if (length <= array.length) return array
  const make = array.constructor as new (length: number) => T
  const larger = new make(Math.max(length, 2 * array.length, smallest))
  larger.set(array)
  return larger
}
