import type { LocalState } from './state.ts'

/**
 * Adam moves memory: it reads and writes the 32-bit master weight and two moments, reads the gradient and writes the
 * 16-bit weight. Gradients are cleared, cast and read once more for the norm that clips them, wherever they lie.
 */
const adamBytes = 3 * 8 + 4 + 2
const gradientBytes = 3 * 4

export function optimizerS(
  local: LocalState,
  cut: {
    readonly sharers: { readonly shared: number; readonly routed: number }
    readonly isFullySharded: boolean
  },
  memoryBytesPerS: number,
): number {
  const { sharers, isFullySharded } = cut
  const own = local.shared / sharers.shared + local.routed / sharers.routed
  const gradients = isFullySharded ? own : local.shared + local.routed
  return (adamBytes * own + gradientBytes * gradients) / memoryBytesPerS
}
