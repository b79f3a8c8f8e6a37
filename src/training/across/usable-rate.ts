import type { AcrossLink } from './request.ts'

/**
 * What payload gets of a booked wave.
 *
 * Three ceilings, the lowest holds:
 *   line    booked rate x share left after framing, headers and gaps (0.9 assumed where nothing is stated);
 *   window  flows x window / RTT: a flow cannot have more under way than its window holds;
 *   loss    flows x 1.22 x MSS / (RTT x sqrt(loss)): Mathis, Semke, Mahdavi, Ott, "The macroscopic behavior of the TCP
 *           congestion avoidance algorithm", 1997. It is the law of a classic loss-driven transport; a transport that paces
 *           or repairs is better, a go-back-N one worse, and neither is modelled.
 */
export interface UsableRate {
  readonly gbps: number
  readonly limit: 'line' | 'window' | 'loss'
  /** Megabytes under way when the booked rate is full over one round trip. */
  readonly bandwidthDelayMb: number
}

/** assumed: payload share of an Ethernet or InfiniBand line with large packets. */
const assumedLineShare = 0.9
/** Payload of one packet with jumbo frames of 9,000 bytes, 40 bytes of headers less. */
const segmentBytes = 8960
const mathisConstant = Math.sqrt(3 / 2)
const bitsPerByte = 8

export const usableRate = (link: AcrossLink): UsableRate => {
  const rttS = (2 * link.oneWayMs) / 1000
  const flows = link.flows ?? 1
  const line = link.gbps * (link.lineShare ?? assumedLineShare)
  const bandwidthDelayMb = (link.gbps * rttS * 1e9) / bitsPerByte / 1e6
  const window =
    link.windowMb === undefined || rttS === 0
      ? Infinity
      : (flows * link.windowMb * bitsPerByte) / 1e3 / rttS
  const loss =
    !link.lossRatio || rttS === 0
      ? Infinity
      : (flows * mathisConstant * segmentBytes * bitsPerByte) /
        (rttS * Math.sqrt(link.lossRatio) * 1e9)
  const gbps = Math.min(line, window, loss)
  const limit = gbps === line ? 'line' : gbps === window ? 'window' : 'loss'
  return { gbps, limit, bandwidthDelayMb }
}
