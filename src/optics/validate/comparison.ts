import type { Comparison } from '../../catalog/index.ts'
import { estimateLine } from '../line.ts'
import type { Line } from '../line-input.ts'
import type { Received } from '../receive.ts'

/** What the comparisons of one case share. */
export interface CaseFacts {
  readonly family: string
  readonly id: string
  readonly source: string
  readonly note?: string
}

/** No constant of this room is fitted, so no case has a split. */
export function comparison(
  facts: CaseFacts,
  quantity: readonly [name: string, unit: string, error: Comparison['error']],
  [published, predicted]: readonly [published: number, predicted: number],
): Comparison {
  const [name, unit, error] = quantity
  const id = `${facts.id}, ${name}`
  return { ...facts, id, quantity: name, unit, published, predicted, error, split: 'none' }
}

/** What comes out of a line of a public case. One that is refused is an error of this project, and is shown as such. */
export function receivedOf(line: Line): Received {
  const outcome = estimateLine(line)
  if (outcome.kind === 'estimated') return outcome.received
  throw new Error(`defect: a public case is ${outcome.kind}: ${JSON.stringify(outcome)}`)
}

/** How each figure of a channel is called and compared. Ratios in dB, absolutely; the others relatively. */
export const figureNames = {
  osnrDb: ['OSNR in signal bandwidth, channel mean', 'dB', 'absolute'],
  osnr01NmDb: ['OSNR in 0.1 nm, channel mean', 'dB', 'absolute'],
  gsnrDb: ['GSNR in signal bandwidth, channel mean', 'dB', 'absolute'],
  gsnr01NmDb: ['GSNR in 0.1 nm, channel mean', 'dB', 'absolute'],
  dispersionPsPerNm: ['chromatic dispersion', 'ps/nm', 'relative'],
  pmdPs: ['polarisation-mode dispersion', 'ps', 'relative'],
  latencyMs: ['latency', 'ms', 'relative'],
} as const
