import type { Amplifier, NoiseFigureOf } from './amplifier.ts'
import { noiseFigureOf } from './amplifier.ts'
import { planckJs } from './constants.ts'
import { dbmOfWatts, ratioOfDb } from './decibel.ts'
import type { AmplifierSetting, AmplifierSite } from './element.ts'
import { gainProfileDb, sampled } from './gain-profile.ts'
import { addAse, addSquares, at, attenuate, scale, totalW } from './spectrum.ts'
import type { Comb, Spectrum } from './spectrum.ts'

/**
 * What an amplifier does to a spectrum. Noise enters at its input, behind the input attenuator:
 *
 *   P_ASE = NF h f R   (both polarisations, in the bandwidth of the signal; no "-1" term), then the gain applies to all
 *
 * Gain is held down to the largest total output power: gain = min(asked, p_max - total input). As in GNPy 2.14 (`core/elements.py`).
 */
export interface Amplified {
  readonly after: Spectrum
  readonly bands: readonly AmplifierState[]
}

/** How an amplifier ended up standing: what it was asked for may not be what it can. */
export interface AmplifierState {
  /** Index of the band in the site; a band without channels has no state. */
  readonly band: number
  readonly gainDb: number
  /** Left out for one that makes no noise of its own. */
  readonly noiseFigureDb?: number
  readonly inputDbm: number
  readonly outputDbm: number
  readonly isSaturated: boolean
}

export type NoiseOf = (amplifier: Amplifier) => NoiseFigureOf | undefined

/** Coils are solved once per kind of amplifier. */
export function noiseModels(): NoiseOf {
  const known = new Map<Amplifier, NoiseFigureOf | undefined>()
  return (amplifier) => {
    if (!known.has(amplifier)) known.set(amplifier, noiseFigureOf(amplifier))
    return known.get(amplifier)
  }
}

export function passAmplifiers(before: Spectrum, site: AmplifierSite, noiseOf: NoiseOf): Amplified {
  const [only] = site.bands
  if (site.bands.length === 1 && only !== undefined && only.band === undefined) {
    const { after, state } = amplify(before, only, noiseOf(only.amplifier))
    return { after, bands: [{ band: 0, ...state }] }
  }
  const parts = site.bands.map((setting, index) => {
    const channels = channelsOf(before.comb, site.bands, index)
    return { channels, ...amplify(pick(before, channels), setting, noiseOf(setting.amplifier)) }
  })
  const bands = parts.flatMap(({ channels, state }, band) =>
    channels.length === 0 ? [] : [{ band, ...state }],
  )
  return { after: merge(before, parts), bands }
}

/** The band that amplifies a channel: the first that holds it; -1 for none. */
export const bandOf = (bands: readonly AmplifierSetting[], hz: number): number =>
  bands.findIndex(
    ({ band }) => band === undefined || (hz >= band.minThz * 1e12 && hz <= band.maxThz * 1e12),
  )

const channelsOf = (
  { frequencyHz }: Comb,
  bands: readonly AmplifierSetting[],
  index: number,
): readonly number[] =>
  [...frequencyHz.keys()].filter((channel) => bandOf(bands, frequencyHz[channel] ?? 0) === index)

function amplify(
  before: Spectrum,
  setting: AmplifierSetting,
  noise: NoiseFigureOf | undefined,
): { readonly after: Spectrum; readonly state: Omit<AmplifierState, 'band'> } {
  const { amplifier, gainDb, inputVoaDb = 0, outputVoaDb = 0, tiltDb = 0 } = setting
  const atInput = attenuate(before, inputVoaDb)
  const { frequencyHz, symbolRateHz } = atInput.comb
  const inputDbm = dbmOfWatts(totalW(atInput))
  const possible = (amplifier.powerMaxDbm ?? Infinity) - inputDbm
  const setDb = frequencyHz.length === 0 ? gainDb : Math.min(gainDb, possible)
  const noiseFigureDb =
    noise?.({ gainDb: setDb, inputDbmPer50Ghz: inputPer50Ghz(atInput, inputDbm) }) ?? 0
  const { shape } = amplifier
  const ripple = shape === undefined ? undefined : sampled(shape, shape.noiseRippleDb, frequencyHz)
  const perHz2 = ratioOfDb(noiseFigureDb) * planckJs
  const aseW = new Float64Array(frequencyHz.length)
  for (let i = 0; i < aseW.length; i++)
    aseW[i] = perHz2 * at(frequencyHz, i) * at(symbolRateHz, i) * ratioOfDb(ripple?.[i] ?? 0)
  const amplified = addAse(atInput, aseW)
  const profile = gainProfileDb(atInput, { gainDb: setDb, tiltDb, shape })
  const scaled =
    profile === undefined
      ? attenuate(amplified, outputVoaDb - setDb)
      : scale(
          amplified,
          profile.map((db) => ratioOfDb(db - outputVoaDb)),
        )
  const pmdS = addSquares(scaled.pmdS, (amplifier.pmdPs ?? 0) * 1e-12)
  const after = { ...scaled, pmdS }
  const outputDbm = dbmOfWatts(totalW(after))
  const isSaturated = setDb < gainDb
  const state = { gainDb: setDb, inputDbm, outputDbm, isSaturated }
  return { after, state: noiseFigureDb === -Infinity ? state : { ...state, noiseFigureDb } }
}

/** Mean input per channel as if each filled 50 GHz: OpenROADM states its noise for that. */
function inputPer50Ghz({ comb: { frequencyHz } }: Spectrum, inputDbm: number): number {
  const count = frequencyHz.length
  if (count < 2) return inputDbm
  const spacingHz = (frequencyHz[1] ?? 0) - (frequencyHz[0] ?? 0)
  return inputDbm - 10 * Math.log10(count) + 10 * Math.log10(50e9 / spacingHz)
}

const perChannel = [
  'powerW',
  'signalShare',
  'aseShare',
  'nliShare',
  'dispersionSPerM',
  'pmdS',
  'latencyS',
] as const

const chosen = (values: Float64Array, channels: readonly number[]): Float64Array =>
  Float64Array.from(channels, (channel) => values[channel] ?? 0)

function pick(spectrum: Spectrum, channels: readonly number[]): Spectrum {
  const { comb } = spectrum
  const part = (values: Float64Array): Float64Array => chosen(values, channels)
  return {
    comb: {
      frequencyHz: part(comb.frequencyHz),
      symbolRateHz: part(comb.symbolRateHz),
      slotWidthHz: part(comb.slotWidthHz),
      rollOff: part(comb.rollOff),
      offsetDb: part(comb.offsetDb),
      transmitterOsnrDb: part(comb.transmitterOsnrDb),
    },
    powerW: part(spectrum.powerW),
    signalShare: part(spectrum.signalShare),
    aseShare: part(spectrum.aseShare),
    nliShare: part(spectrum.nliShare),
    dispersionSPerM: part(spectrum.dispersionSPerM),
    pmdS: part(spectrum.pmdS),
    latencyS: part(spectrum.latencyS),
  }
}

interface Part {
  readonly channels: readonly number[]
  readonly after: Spectrum
}

/** The bands together again, in the order of the comb. */
function merge(before: Spectrum, parts: readonly Part[]): Spectrum {
  const merged = Object.fromEntries(
    perChannel.map((name) => {
      const values = before[name].slice()
      for (const { channels, after } of parts) {
        channels.forEach((channel, i) => (values[channel] = after[name][i] ?? 0))
      }
      return [name, values]
    }),
  ) as Pick<Spectrum, (typeof perChannel)[number]>
  return { comb: before.comb, ...merged }
}
