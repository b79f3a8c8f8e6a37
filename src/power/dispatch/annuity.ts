import { hoursPerYear } from './model-parts.ts'

/**
 * What a sum spent today costs per year.
 *
 * annuity(r, n) = r / (1 - (1 + r)^-n), and 1/n at r = 0; a yearly cost is overnight x (annuity + share of fixed operation and
 * maintenance). Payments fall at the end of each year. Source: the standard annuity; as `pypsa.common.annuity` in PyPSA 1.3.
 * Left out: taxes, depreciation, residual values, interest during construction.
 */
export interface Financing {
  /** Real discount rate, 0.08 for 8 %; at least 0. */
  readonly rate: number
  /** Lifetime, years; above 0. */
  readonly years: number
  /** Fixed operation and maintenance per year as a share of the overnight cost; 0 where left out. */
  readonly fixedShare?: number
}

/** Share of an overnight cost that falls due each year; undefined for a negative rate or no lifetime. */
export function annuity({ rate, years, fixedShare = 0 }: Financing): number | undefined {
  if (!(rate >= 0 && years > 0 && fixedShare >= 0)) return undefined
  const share = rate === 0 ? 1 / years : rate / -Math.expm1(-years * Math.log1p(rate))
  const sum = share + fixedShare
  return Number.isFinite(sum) ? sum : undefined
}

/** A flat load through a year under a blended tariff: energy, and demand charged each month on the peak. */
export interface FlatBill {
  readonly energyUsd: number
  readonly demandUsd: number
}

const monthsPerYear = 12

/** Yearly bill of a flat load, USD; prices in USD per kWh and per kW and month. */
export function flatBill(load: {
  readonly kwhPerYear: number
  readonly usdPerKwh: number
  readonly usdPerKwMonth: number
}): FlatBill {
  const peakKw = load.kwhPerYear / hoursPerYear
  return {
    energyUsd: load.kwhPerYear * load.usdPerKwh,
    demandUsd: peakKw * load.usdPerKwMonth * monthsPerYear,
  }
}
