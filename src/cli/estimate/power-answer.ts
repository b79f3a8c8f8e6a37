import { accelerator, acceleratorKinds } from '../../catalog/index.ts'
import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import { headroom, powerOf, waterOf, whatAMegawattGives } from '../../power/index.ts'
import type { Chain, ChainRequest, Climate, Headroom, WaterYear } from '../../power/index.ts'
import { given } from './given.ts'
import type { PowerOptions } from './power-options.ts'

/** What is asked, with files read. */
export interface PowerQuestion {
  readonly options: PowerOptions
  readonly climate?: Climate
  /** Hourly load of a grid, a series for each year. */
  readonly loadMwByHour?: readonly (readonly number[])[]
}

export interface PowerAnswer {
  readonly chain: Chain
  readonly perMw: PerMegawatt
  readonly water?: WaterYear
  readonly headroom?: Omit<Headroom, 'peakMw'>
  readonly compared: readonly (PerMegawatt & { readonly chain: Chain })[]
  readonly notes: readonly Diagnostic[]
}

/** What one MW at the meter gives on the design day. */
export interface PerMegawatt {
  readonly accelerators: number
  readonly itMw: number
  /** Dense, in 16 bits: peaks compare, what is reached does not. */
  readonly peakBf16Pflops: number
}

export function answerPower(question: PowerQuestion): Result<PowerAnswer> {
  const { options } = question
  const request = requestOf(options)
  const first = chainOf(options, request)
  if (!first.ok) return first
  const water = waterYear(question, first.value)
  if (water?.ok === false) return water
  // What the climate makes of cooling stands where nothing was stated.
  const byClimate = water === undefined ? {} : { pue: water.value.pue, wueLPerKwh: water.value.wueLPerKwh } // prettier-ignore
  const chain = chainOf(options, { ...byClimate, ...request })
  if (!chain.ok) return chain
  const room = headroomOf(question)
  if (room?.ok === false) return room
  const kinds = options.compare === true ? acceleratorKinds : []
  return {
    ok: true,
    notes: [],
    value: {
      chain: chain.value,
      perMw: perMegawatt(chain.value),
      ...(water && { water: water.value }),
      ...(room && { headroom: withoutPeaks(room.value) }),
      compared: kinds.flatMap((kind) => compare(options, kind)),
      notes: [...chain.notes, ...(water?.notes ?? []), ...(room?.notes ?? [])],
    },
  }
}

export const defaultKind = 'gb200-nvl72'

const requestOf = (options: PowerOptions): ChainRequest => ({
  accelerator: options.accelerator ?? defaultKind,
  ...given({
    designPeakRatio: options.designPeak,
    pue: options.pue,
    networkStorageShare: options.networkShare,
    powerFactor: options.powerFactor,
    loadFactor: options.loadFactor,
    nodeKw: options.nodePower,
    priceUsdPerMwh: options.price,
    carbonGPerKwh: options.carbon,
    wueLPerKwh: options.wue,
  }),
})

function chainOf({ facility, gpus }: PowerOptions, request: ChainRequest): Result<Chain> {
  return gpus === undefined
    ? whatAMegawattGives({ ...request, facilityMw: facility ?? 0 })
    : powerOf({ ...request, accelerators: gpus })
}

function perMegawatt({
  kind,
  facilityMw,
  accelerators,
  itMw,
  facilityWPerAccelerator,
}: Chain): PerMegawatt {
  // prettier-ignore
  const each = facilityWPerAccelerator > 0 ? 1e6 / facilityWPerAccelerator : 0
  const peakTflops = accelerator(kind)?.peakTflops.bf16.value ?? 0
  return {
    accelerators: accelerators > 0 && facilityMw > 0 ? accelerators / facilityMw : each,
    itMw: facilityMw > 0 ? itMw / facilityMw : 0,
    peakBf16Pflops: (each * peakTflops) / 1000,
  }
}

/** Every kind with its own node: what was measured of one says nothing of another. */
function compare(options: PowerOptions, kind: string): PowerAnswer['compared'] {
  const { nodePower: _, ...rest } = options
  const chain = chainOf(rest, { ...requestOf(rest), accelerator: kind })
  return chain.ok ? [{ chain: chain.value, ...perMegawatt(chain.value) }] : []
}

function waterYear({ options, climate }: PowerQuestion, { itMw }: Chain) {
  const { cooling, loadFactor = 1 } = options
  if (cooling === undefined || climate === undefined) return undefined
  return waterOf({ itMw: itMw * loadFactor, cooling: { kind: cooling, climate } })
}

function headroomOf({ options, loadMwByHour }: PowerQuestion) {
  if (loadMwByHour === undefined) return undefined
  return headroom({ loadMwByHour, limitShare: options.limit ?? limitDefault })
}

/** Half a percent of the new load's energy: the middle of what the study of headroom looks at. */
export const limitDefault = 0.005

const withoutPeaks = ({ peakMw: _, ...rest }: Headroom): Omit<Headroom, 'peakMw'> => rest
