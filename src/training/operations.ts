import type { Chip } from './chip.ts'
import type { StepConstants } from './constants.ts'
import type { Precision } from './step.ts'

/**
 * How long does one operation keep an accelerator busy? A matrix product of m x k by k x n takes
 *
 *   t = 2 m n k / (peak x share) + exposed traffic / memory rate,   traffic = b (m k + k n) + 2 m n
 *
 * so its efficiency follows from its shape: cut a dimension (a small micro-batch, many tensor ranks, few tokens per
 * expert) and the second term grows against the first. b is the bytes of an operand, the result is written in 16 bit.
 * Attention runs at its own share of the 16-bit peak (8-bit where a recipe says so), and its exponentials on units of their own,
 * which Blackwell did not multiply as it did products (FlashAttention-4, arXiv 2603.05451): small heads feel them most. Everything
 * else moves memory.
 * Left out: quantisation into waves of tiles, clock rates under power limits (both are in the fitted share).
 */
export interface Rates {
  /** FLOP/s that matrix products of the chosen precision reach. */
  readonly gemmFlopsPerS: number
  /** The same in 16 bit, for the output matrix and routers, which stay there. */
  readonly wideGemmFlopsPerS: number
  readonly attentionFlopsPerS: number
  /** The same where attention itself is 8 bit wide. */
  readonly narrowAttentionFlopsPerS: number
  readonly exponentialsPerS: number
  readonly memoryBytesPerS: number
  /** Bytes of one operand. */
  readonly operandBytes: number
  /** Part of a product's traffic that adds to its time. */
  readonly trafficShare: number
  /** Bytes per element moved to convert an operand into the narrow format. */
  readonly castBytes: number
}

const operandBytes: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, mxfp8: 1, fp4: 0.5 }
/**
 * A narrow operand is read in 16 bit and written twice, as it is and transposed for the backward pass; scaled by blocks,
 * it is read twice, because the blocks of the transpose are others.
 */
const castBytes: Readonly<Record<Precision, number>> = { bf16: 0, fp8: 4, mxfp8: 6, fp4: 5 }

/** Undefined where the chip lacks the precision or no constant is known for it. */
export function ratesOf(
  chip: Chip,
  constants: StepConstants,
  precision: Precision,
): Rates | undefined {
  const peak = chip.peakFlops[precision]
  const widePeak = chip.peakFlops.bf16
  const share = constants.gemmShare[precision]
  const wideShare = constants.gemmShare.bf16
  if (peak === undefined || widePeak === undefined) return undefined
  if (share === undefined || wideShare === undefined) return undefined
  return {
    gemmFlopsPerS: peak * share,
    wideGemmFlopsPerS: widePeak * wideShare,
    attentionFlopsPerS: widePeak * constants.attentionShare,
    narrowAttentionFlopsPerS: (chip.peakFlops.fp8 ?? widePeak) * constants.attentionShare,
    exponentialsPerS: chip.exponentialsPerS,
    memoryBytesPerS: chip.memoryBytesPerS * constants.memoryShare,
    operandBytes: operandBytes[precision],
    trafficShare: constants.gemmTrafficShare,
    castBytes: castBytes[precision],
  }
}

/** Columns and rows of a weight: what a row of the other operand becomes, and what it is. */
export type Matrix = readonly [columns: number, rows: number]

/** One matrix product of m rows, seconds. */
export function gemmS(rates: Rates, m: number, [n, k]: Matrix): number {
  const traffic = rates.operandBytes * k * (m + n) + 2 * m * n
  return (
    (2 * m * n * k) / rates.gemmFlopsPerS +
    (rates.trafficShare * traffic + rates.castBytes * m * k) / rates.memoryBytesPerS
  )
}

/** One matrix product in 16 bit, seconds. */
export function wideGemmS(rates: Rates, m: number, [n, k]: Matrix): number {
  const traffic = 2 * (k * (m + n) + m * n)
  return (
    (2 * m * n * k) / rates.wideGemmFlopsPerS +
    (rates.trafficShare * traffic) / rates.memoryBytesPerS
  )
}
