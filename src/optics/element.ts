import type { Amplifier } from './amplifier.ts'
import type { Fibre } from './fibre.ts'
import type { RamanExchange } from './raman-gain.ts'

/** What a line is made of, in the order in which the light passes. Plain data; all elements work in one direction. */
export type Element = Span | AmplifierSite | Roadm | Loss

export interface Span {
  readonly kind: 'span'
  readonly name?: string
  readonly fibre: Fibre
  readonly lengthKm: number
  readonly inputConnectorDb?: number
  readonly outputConnectorDb?: number
  /** Attenuator at the input, before the fibre. */
  readonly paddingDb?: number
  /** Splices and patches along the fibre. The closed form of interference takes them at the end: it errs to the safe side. */
  readonly lumpedLosses?: readonly { readonly positionKm: number; readonly lossDb: number }[]
  /** Pumps that make the fibre amplify by Raman scattering; then its temperature counts too. */
  readonly pumps?: readonly RamanPump[]
  readonly temperatureK?: number
}

/** A pump laser of a Raman amplifier, as it enters the fibre from its end, before the connector there. */
export interface RamanPump {
  readonly powerMw: number
  readonly frequencyThz: number
  /** With the signals from the fibre's input, or against them from its output. */
  readonly direction: 'forward' | 'backward'
}

/** One amplifier, or one for each band where the line has two: a channel is amplified by the first whose band holds it. */
export interface AmplifierSite {
  readonly kind: 'amplifier'
  readonly name?: string
  readonly bands: readonly AmplifierSetting[]
}

export interface AmplifierSetting {
  readonly amplifier: Amplifier
  readonly gainDb: number
  readonly inputVoaDb?: number
  readonly outputVoaDb?: number
  /** Of the gain over the band of the amplifier's shape, in dB; above 0 where high frequencies have less. */
  readonly tiltDb?: number
  /** Channels that pass: all without it. */
  readonly band?: { readonly minThz: number; readonly maxThz: number }
}

export interface Roadm {
  readonly kind: 'roadm'
  readonly name?: string
  readonly target: RoadmTarget
  /** Loss of a signal that is not attenuated on purpose. */
  readonly lossDb?: number
  /** Noise of this pass as a ratio in 0.1 nm; none without it. An add and a drop of add-drop OSNR x have x + 3 dB each. */
  readonly osnrDb?: number
  readonly pmdPs?: number
}

/** What a ROADM levels its channels to; it attenuates and never amplifies. */
export type RoadmTarget =
  | { readonly kind: 'channel'; readonly dbm: number }
  | { readonly kind: 'symbol-rate'; readonly mwPerGhz: number }
  | { readonly kind: 'slot'; readonly mwPerGhz: number }

export interface Loss {
  readonly kind: 'loss'
  readonly name?: string
  readonly lossDb: number
}

/** How Raman scattering is computed where it counts. */
export interface RamanSettings {
  /** Distance between points at which profiles enter interference and noise; 2 km without it. */
  readonly profileStepKm?: number
  /** Channels, counted from 0, whose interference is computed; between them it is taken as linear. Some 20 without it, most at the edges. */
  readonly computedChannels?: readonly number[]
  /** `generalised` without it; the closed form knows nothing of the profile. */
  readonly interference?: 'generalised' | 'closed-form'
  /** `photons` without it. */
  readonly exchange?: RamanExchange
}
