import type { ChannelGroup } from '../spectrum.ts'

export type Band = 'C' | 'C+L'

interface BandEdges {
  readonly fromThz: number
  readonly widthGhz: number
  /** Each band has its own amplifier, and each amplifier its own greatest output. */
  readonly amplifiers: number
}

/** 4.8 THz from 191.3 THz (GNPy test files), and as much again below for L (9.6 THz: Nokia 1830 GX multi-rail). */
const bands: Readonly<Record<Band, BandEdges>> = {
  C: { fromThz: 191.3, widthGhz: 4800, amplifiers: 1 },
  'C+L': { fromThz: 186.5, widthGhz: 9600, amplifiers: 2 },
}

export const bandwidthThz = (band: Band): number => bands[band].widthGhz / 1000

export const amplifiersIn = (band: Band): number => bands[band].amplifiers

export const wavesIn = (band: Band, spacingGhz: number): number =>
  Math.floor(bands[band].widthGhz / spacingGhz + 1e-9)

/** The band filled from edge to edge, as planners reckon: whoever lights fewer waves has less to fear. */
export function fullComb(
  band: Band,
  { spacingGhz, symbolRateGbd }: { readonly spacingGhz: number; readonly symbolRateGbd: number },
): ChannelGroup {
  const firstThz = bands[band].fromThz + spacingGhz / 2000
  return { channels: wavesIn(band, spacingGhz), firstThz, spacingGhz, symbolRateGbd }
}
