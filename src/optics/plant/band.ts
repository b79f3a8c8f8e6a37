import type { ChannelGroup } from '../spectrum.ts'

export type Band = 'C' | 'C+L'

export interface BandEdges {
  readonly fromThz: number
  readonly widthGhz: number
  /** Each band has its own amplifier, and each amplifier its own greatest output. */
  readonly amplifiers: number
}

/** 4.8 THz from 191.3 THz (GNPy test files), and as much again below for L (9.6 THz: Nokia 1830 GX multi-rail). */
export const bandEdges: Readonly<Record<Band, BandEdges>> = {
  C: { fromThz: 191.3, widthGhz: 4800, amplifiers: 1 },
  'C+L': { fromThz: 186.5, widthGhz: 9600, amplifiers: 2 },
}

export const wavesIn = ({ widthGhz }: BandEdges, spacingGhz: number): number =>
  Math.floor(widthGhz / spacingGhz + 1e-9)

/** The band filled from edge to edge, as planners reckon: whoever lights fewer waves has less to fear. */
export function fullComb(
  edges: BandEdges,
  { spacingGhz, symbolRateGbd }: { readonly spacingGhz: number; readonly symbolRateGbd: number },
): ChannelGroup {
  const firstThz = edges.fromThz + spacingGhz / 2000
  return { channels: wavesIn(edges, spacingGhz), firstThz, spacingGhz, symbolRateGbd }
}
