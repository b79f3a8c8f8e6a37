import type { AcrossRequest, ExchangePrecision } from './request.ts'

/**
 * How many bytes an exchange moves for each parameter.
 *
 * All parameters are synchronised, of a mixture of experts too, although its step time follows only the active ones.
 * `mixed-fp32` sums gradients in fp32 (4 bytes out) and hands updated weights back in bf16 (2 bytes): 3 bytes each way
 * on average, 1.5 times bf16. Scales and zero points of the small formats are left out; they add below 1 %.
 */
export const exchangeBytesPerParameter: Readonly<Record<ExchangePrecision, number>> = {
  fp32: 4,
  'mixed-fp32': 3,
  bf16: 2,
  fp8: 1,
  int8: 1,
  fp4: 0.5,
}

export const exchangePrecisions = Object.keys(exchangeBytesPerParameter) as ExchangePrecision[]

/** Bytes of one full copy of what is exchanged. */
export const payloadBytes = (
  { model, exchange }: AcrossRequest,
  precision: ExchangePrecision = exchange.precision,
): number => (model.parameters * exchangeBytesPerParameter[precision]) / (exchange.compression ?? 1)
