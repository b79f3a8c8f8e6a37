/**
 * What a GPU-hour costs to whoever owns it, and what a million tokens then cost.
 *
 *   [C_IT·CRF(r, n_IT) + C_fac·CRF(r, n_fac) + 8760·kW·load·price + o_IT·C_IT + o_fac·C_fac + staff + links
 *      − residual·SFF(r, n_IT)] / (8760 · availability · share sold)
 *
 * with CRF(r, n) = r(1+r)^n / ((1+r)^n − 1) and SFF = CRF − r, which is 1/n for both at r = 0 (any text of engineering
 * economics). Power is at the meter, PUE in it. Left out: taxes, construction interest, price paths.
 */
export interface GpuHourInputs {
  /** US dollars per GPU: servers and network, and building with power and cooling. */
  readonly itUsd: number
  readonly facilityUsd: number
  readonly itLifeYears: number
  readonly facilityLifeYears: number
  /** Cost of capital, 0.1 for 10 %. */
  readonly interestRate: number
  /** Per GPU at the meter, at full load. */
  readonly facilityKw: number
  /** Mean power over full power. */
  readonly loadShare: number
  readonly energyUsdPerKwh: number
  /** Yearly upkeep over capital. */
  readonly itUpkeepShare: number
  readonly facilityUpkeepShare: number
  readonly staffUsdPerYear?: number
  readonly linksUsdPerYear?: number
  readonly residualUsd?: number
  readonly availability?: number
  readonly soldShare?: number
}

export interface GpuHourCost {
  readonly itUsdPerH: number
  readonly facilityUsdPerH: number
  readonly energyUsdPerH: number
  readonly otherUsdPerH: number
  readonly totalUsdPerH: number
}

export type GpuHourOutcome =
  | { readonly kind: 'costed'; readonly cost: GpuHourCost }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

const hoursPerYear = 8760

/** Yearly payment for one dollar over a life, and what to put by each year for one dollar at its end. */
export const capitalRecovery = (rate: number, years: number): number =>
  sinkingFund(rate, years) + rate
export const sinkingFund = (rate: number, years: number): number =>
  rate === 0 ? 1 / years : rate / Math.expm1(years * Math.log1p(rate))

export function gpuHourCost(inputs: GpuHourInputs): GpuHourOutcome {
  const why = faultsOf(inputs)
  if (why.length > 0) return { kind: 'impossible', why }
  const { itUsd, facilityUsd, itLifeYears, facilityLifeYears, interestRate } = inputs
  const { staffUsdPerYear = 0, linksUsdPerYear = 0, residualUsd = 0 } = inputs
  const soldH = hoursPerYear * (inputs.availability ?? 1) * (inputs.soldShare ?? 1)
  const back = residualUsd * sinkingFund(interestRate, itLifeYears)
  const it = itUsd * capitalRecovery(interestRate, itLifeYears) - back
  const facility = facilityUsd * capitalRecovery(interestRate, facilityLifeYears)
  const energy = hoursPerYear * inputs.facilityKw * inputs.loadShare * inputs.energyUsdPerKwh
  const upkeep = inputs.itUpkeepShare * itUsd + inputs.facilityUpkeepShare * facilityUsd
  const other = upkeep + staffUsdPerYear + linksUsdPerYear
  const cost = {
    itUsdPerH: it / soldH,
    facilityUsdPerH: facility / soldH,
    energyUsdPerH: energy / soldH,
    otherUsdPerH: other / soldH,
    totalUsdPerH: (it + facility + energy + other) / soldH,
  }
  return Object.values(cost).every(Number.isFinite)
    ? { kind: 'costed', cost }
    : { kind: 'impossible', why: ['the numbers leave the range of arithmetic'] }
}

/** Bounds that no project leaves: outside of them a unit was mistaken. */
const ranges: Readonly<Partial<Record<keyof GpuHourInputs, readonly [number, number]>>> = {
  itLifeYears: [0.1, 100],
  facilityLifeYears: [0.1, 100],
  interestRate: [0, 10],
  loadShare: [0, 1],
  availability: [0.001, 1],
  soldShare: [0.001, 1],
  energyUsdPerKwh: [-10, 1000],
}
const otherwise: readonly [number, number] = [0, 1e12]

function faultsOf(inputs: GpuHourInputs): readonly string[] {
  const { residualUsd = 0, itUsd } = inputs
  const tooMuchBack =
    residualUsd > itUsd
      ? ['residualUsd is more than itUsd: nothing is sold for more than it cost']
      : []
  const outside = (Object.entries(inputs) as [keyof GpuHourInputs, number][]).flatMap(
    ([name, value]) => {
      const [least, most] = ranges[name] ?? otherwise
      return value >= least && value <= most
        ? []
        : [`${name} must lie between ${least} and ${most}, not ${value}`]
    },
  )
  return [...outside, ...tooMuchBack]
}

/** Dollars per million tokens: state whether the rate counts input, output or both, and how full the GPU is. */
export function usdPerMillionTokens(
  gpuHourUsd: number,
  {
    tokensPerSPerGpu,
    utilisation,
  }: { readonly tokensPerSPerGpu: number; readonly utilisation: number },
): number | undefined {
  const perHour = tokensPerSPerGpu * utilisation * 3600
  const usd = (gpuHourUsd / perHour) * 1e6
  return perHour > 0 && Number.isFinite(usd) ? usd : undefined
}
