import { accelerator } from '../catalog/index.ts'
import type { Accelerator } from '../catalog/index.ts'
import type { Precision } from './step.ts'

/**
 * An accelerator as the clock sees it, in SI units: FLOP/s dense, bytes, bytes/s in one direction. Bandwidths may be
 * infinite, which is how the laws of the clock are tested.
 */
export interface Chip {
  readonly kind: string
  /** Dense peak by precision; a precision that the chip lacks is absent. */
  readonly peakFlops: Readonly<Partial<Record<Precision, number>>>
  readonly memoryBytes: number
  readonly memoryBytesPerS: number
  /** Accelerators that share one scale-up network (NVLink and its kin). */
  readonly scaleUpDomain: number
  readonly scaleUpBytesPerS: number
  /** Of the one network port that an accelerator has to itself. */
  readonly nicBytesPerS: number
}

const giga = 1e9
const tera = 1e12
const bitsPerByte = 8
/** Data sheets add up both directions of a scale-up link. */
const directions = 2

const peaksOf = ({ peakTflops: { bf16, fp8, fp4 } }: Accelerator): Chip['peakFlops'] => ({
  bf16: bf16.value * tera,
  ...(fp8 === undefined ? {} : { fp8: fp8.value * tera, mxfp8: fp8.value * tera }),
  ...(fp4 === undefined ? {} : { fp4: fp4.value * tera }),
})

/** The chip of a catalog kind; undefined for a kind that the catalog does not know. */
export function chipOf(kind: string): Chip | undefined {
  const entry = accelerator(kind)
  if (entry === undefined) return undefined
  return {
    kind,
    peakFlops: peaksOf(entry),
    memoryBytes: entry.memoryGb.value * giga,
    memoryBytesPerS: entry.memoryTbPerS.value * tera,
    scaleUpDomain: entry.scaleUpDomain.value,
    scaleUpBytesPerS: (entry.scaleUpGbPerS.value * giga) / directions,
    nicBytesPerS: (entry.nicGbps.value * giga) / bitsPerByte,
  }
}
