import type { LocalState } from './state.ts'

/**
 * Adam moves memory: it reads and writes the 32-bit master weight and two moments, reads the gradient and writes the
 * 16-bit weight. Gradients are cleared, cast and read once more for the norm that clips them, wherever they lie.
 */
const adamBytes = 3 * 8 + 4 + 2
const gradientBytes = 3 * 4

export function optimizerS(
  local: LocalState,
  shards: { readonly shared: number; readonly routed: number },
  memoryBytesPerS: number,
): number {
  const adam = adamBytes * (local.shared / shards.shared + local.routed / shards.routed)
  return (adam + gradientBytes * (local.shared + local.routed)) / memoryBytesPerS
}
