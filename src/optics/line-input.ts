import type { Element, RamanSettings } from './element.ts'
import type { ChannelGroup } from './spectrum.ts'

/** A line as plain data: what is sent, with how much power, and over what. */
export interface Line {
  readonly channels: readonly ChannelGroup[]
  /** Of each channel, as it enters the first element. */
  readonly launchDbm: number
  readonly elements: readonly Element[]
  /** Where it stands, Raman scattering between channels counts in every span; spans with pumps count theirs without it. */
  readonly raman?: RamanSettings
  /** Further noise as ratios in 0.1 nm, added at the receiver. */
  readonly addedOsnrDb?: readonly number[]
}
