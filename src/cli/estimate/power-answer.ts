import { accelerator, acceleratorKinds } from '../../catalog/index.ts'
import { estimatePower, type Climate } from '../../power/index.ts'
import type { Chain, PowerEstimate, PowerEstimateRequest, PowerOutcome } from '../../power/index.ts'
import { given } from './given.ts'
import type { PowerOptions } from './power-options.ts'

/** What is asked, with files read. */
export interface PowerQuestion {
  readonly options: PowerOptions
  readonly climate?: Climate
  /** Hourly load of a grid, a series for each year. */
  readonly loadMwByHour?: readonly (readonly number[])[]
}

type Headroom = NonNullable<PowerEstimate['headroom']>

export interface PowerAnswer extends Omit<PowerEstimate, 'kind' | 'headroom'> {
  readonly perMw: PerMegawatt
  readonly headroom?: Omit<Headroom, 'peakMw'>
  readonly compared: readonly (PerMegawatt & { readonly chain: Chain })[]
}

/** What one MW at the meter gives on the design day. */
export interface PerMegawatt {
  readonly accelerators: number
  readonly itMw: number
  /** Dense, in 16 bits: peaks compare, what is reached does not. */
  readonly peakBf16Pflops: number
}

type Refused = Extract<PowerOutcome, { kind: 'refused' }>

export function answerPower(question: PowerQuestion): PowerAnswer | Refused {
  const { options } = question
  const estimate = estimatePower(requestOf(question))
  if (estimate.kind === 'refused') return estimate
  const { kind: _, headroom, ...parts } = estimate
  const kinds = options.compare === true ? acceleratorKinds : []
  return {
    ...parts,
    perMw: perMegawatt(estimate.chain),
    ...(headroom && { headroom: withoutPeaks(headroom) }),
    compared: kinds.flatMap((kind) => compare(question, kind)),
  }
}

const defaultKind = 'gb200-nvl72'
/** Half a percent of the new load's energy, the middle one of the three limits that the study of headroom puts first. */
export const limitDefault = 0.005

function requestOf({ options, climate, loadMwByHour }: PowerQuestion): PowerEstimateRequest {
  const { cooling, limit = limitDefault } = options
  return {
    accelerator: options.accelerator ?? defaultKind,
    ...given({
      facilityMw: options.facility,
      accelerators: options.gpus,
      grid: options.grid,
      cooling: cooling === undefined || climate === undefined ? undefined : { kind: cooling, climate }, // prettier-ignore
      load: loadMwByHour === undefined ? undefined : { loadMwByHour, limitShare: limit },
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
  }
}

function perMegawatt({ kind, itMw, facilityMw, facilityWPerAccelerator }: Chain): PerMegawatt {
  const accelerators = facilityWPerAccelerator > 0 ? 1e6 / facilityWPerAccelerator : 0
  const peakTflops = accelerator(kind)?.peakTflops.bf16.value ?? 0
  return {
    accelerators,
    itMw: facilityMw > 0 ? itMw / facilityMw : 0,
    peakBf16Pflops: (accelerators * peakTflops) / 1000,
  }
}

/** Every kind with its own node: what was measured of one says nothing of another. */
function compare(question: PowerQuestion, kind: string): PowerAnswer['compared'] {
  const { nodePower: _, loadSeries: __, ...options } = question.options
  const { loadMwByHour: ___, ...rest } = question
  const estimate = estimatePower(requestOf({ ...rest, options: { ...options, accelerator: kind } }))
  return estimate.kind === 'estimated' ? [{ chain: estimate.chain, ...perMegawatt(estimate.chain) }] : [] // prettier-ignore
}

const withoutPeaks = ({ peakMw: _, ...rest }: Headroom): Omit<Headroom, 'peakMw'> => rest
