import { tenthNanometreHz } from './constants.ts'
import { dbmOfWatts, dbOfRatio, ratioOfDb } from './decibel.ts'
import type { Spectrum } from './spectrum.ts'

/**
 * What a receiver finds, per channel, as mean over the channels and for the worst of them. Noise of the transmitter and of the add and
 * drop parts of ROADMs, stated as ratios x in 0.1 nm, joins here:
 *
 *   1 / GSNR = 1 / GSNR of the line + sum of 1 / x,  all in one bandwidth;  x in the signal's bandwidth = x in 0.1 nm - 10 log10(R / 12.5 GHz)
 *
 * A mean is the mean of dB values over channels, which is what GNPy prints; the worst channel is what a link must be planned for.
 */
export interface ChannelFigures<T> {
  /** Signal over amplifier, transmitter and ROADM noise, in the bandwidth of the signal. */
  readonly osnrDb: T
  /** The same in 0.1 nm (12.5 GHz). */
  readonly osnr01NmDb: T
  /** Signal over interference, in the bandwidth of the signal. */
  readonly nliSnrDb: T
  /** Signal over all noise, in the bandwidth of the signal, and in 0.1 nm. */
  readonly gsnrDb: T
  readonly gsnr01NmDb: T
  readonly dispersionPsPerNm: T
  readonly pmdPs: T
  readonly latencyMs: T
  readonly powerDbm: T
}

export interface Received {
  readonly frequencyThz: Float64Array
  readonly channels: ChannelFigures<Float64Array>
  /** Mean over channels of the values in dB. */
  readonly channelMean: ChannelFigures<number>
  /** The channel of least GSNR in 0.1 nm. */
  readonly worstChannel: ChannelFigures<number> & { readonly index: number }
}

/** What a ratio without noise is given as, so that no output is infinite: nothing real comes near it. */
const noiseFreeDb = 100

const decibels = (ratio: number): number => Math.min(dbOfRatio(ratio), noiseFreeDb)

export function receive(spectrum: Spectrum, addedOsnrDb: readonly number[]): Received {
  const { comb, signalShare, aseShare, nliShare } = spectrum
  const added = addedOsnrDb.reduce((sum, db) => sum + ratioOfDb(-db), 0)
  const per = (read: (channel: number) => number): Float64Array =>
    comb.frequencyHz.map((_, channel) => read(channel))
  const bandwidths = per((i) => (comb.symbolRateHz[i] ?? 0) / tenthNanometreHz)
  const signalOf = (i: number): number => signalShare[i] ?? 0
  const ase = per(
    (i) =>
      (aseShare[i] ?? 0) / signalOf(i) +
      (added + ratioOfDb(-(comb.transmitterOsnrDb[i] ?? Infinity))) * (bandwidths[i] ?? 0),
  )
  const nli = per((i) => (nliShare[i] ?? 0) / signalOf(i))
  const channels: ChannelFigures<Float64Array> = {
    osnrDb: ase.map((noise) => decibels(1 / noise)),
    osnr01NmDb: ase.map((noise, i) => decibels((bandwidths[i] ?? 0) / noise)),
    nliSnrDb: nli.map((noise) => decibels(1 / noise)),
    gsnrDb: ase.map((noise, i) => decibels(1 / (noise + (nli[i] ?? 0)))),
    gsnr01NmDb: ase.map((noise, i) => decibels((bandwidths[i] ?? 0) / (noise + (nli[i] ?? 0)))),
    dispersionPsPerNm: spectrum.dispersionSPerM.map((sum) => sum * 1e3),
    pmdPs: spectrum.pmdS.map((sum) => sum * 1e12),
    latencyMs: spectrum.latencyS.map((sum) => sum * 1e3),
    powerDbm: spectrum.powerW.map(dbmOfWatts),
  }
  const frequencyThz = comb.frequencyHz.map((hz) => hz * 1e-12)
  const index = indexOfLeast(channels.gsnr01NmDb)
  return {
    frequencyThz,
    channels,
    channelMean: eachOf(channels, meanOf),
    worstChannel: { index, ...eachOf(channels, (values) => values[index] ?? 0) },
  }
}

/** Mean over some of the channels, e.g. those of one band. */
export function meanWithin(
  { channels, frequencyThz }: Received,
  isWithin: (thz: number) => boolean,
): ChannelFigures<number> {
  return eachOf(channels, (values) =>
    meanOf(values.filter((_, channel) => isWithin(frequencyThz[channel] ?? 0))),
  )
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)

const indexOfLeast = (values: Float64Array): number =>
  values.reduce((least, value, i) => (value < (values[least] ?? 0) ? i : least), 0)

const eachOf = (
  channels: ChannelFigures<Float64Array>,
  read: (values: Float64Array) => number,
): ChannelFigures<number> => ({
  osnrDb: read(channels.osnrDb),
  osnr01NmDb: read(channels.osnr01NmDb),
  nliSnrDb: read(channels.nliSnrDb),
  gsnrDb: read(channels.gsnrDb),
  gsnr01NmDb: read(channels.gsnr01NmDb),
  dispersionPsPerNm: read(channels.dispersionPsPerNm),
  pmdPs: read(channels.pmdPs),
  latencyMs: read(channels.latencyMs),
  powerDbm: read(channels.powerDbm),
})
