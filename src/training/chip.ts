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
  /** Exponentials that softmax can take; infinite where no source states it. */
  readonly exponentialsPerS: number
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

/**
 * Hopper and Blackwell take 16 exponentials per clock and multiprocessor (FlashAttention-4, arXiv 2603.05451): 132 at 1.83 GHz are
 * 3.9 T/s on H100, 5 T/s on Blackwell; Blackwell Ultra has twice as many, 10.7 T/s (NVIDIA, "Making softmax more efficient with
 * Blackwell Ultra", 2026; Verda, GB300 NVL72 architecture). Assumed alike on A100: 108 at 1.41 GHz.
 */
const exponentialsPerS: ReadonlyMap<string, number> = new Map([
  ['a100-sxm-40g', 2.44e12],
  ['a100-sxm-80g', 2.44e12],
  ['h100-sxm', 3.9e12],
  ['h200-sxm', 3.9e12],
  ['h800', 3.9e12],
  ['b200', 5e12],
  ['gb200-nvl72', 5e12],
  ['b300', 10.7e12],
  ['gb300-nvl72', 10.7e12],
])

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
    exponentialsPerS: exponentialsPerS.get(kind) ?? Number.POSITIVE_INFINITY,
    nicBytesPerS: (entry.nicGbps.value * giga) / bitsPerByte,
  }
}

export const isBlackwell = (kind: string): boolean => /^g?b[23]00/.test(kind)
