import type { Diagnostic, Result } from '../../diagnostics/index.ts'
import type { Ratio, Usd, UsdPerMwh } from '../../units/index.ts'
import { annuity } from '../dispatch/annuity.ts'
import { hoursPerYear } from './hourly.ts'
import { createSiteCheck, price, share } from './site-check.ts'

/**
 * What does a month of waiting for power cost, and how much dearer may power be that comes earlier?
 *
 * Carrying cost per year = capital x share spread x share bought x annuity(rate, years); a twelfth of it is a month of delay.
 * A premium on the price of power costs premium x MW x 8,760 h a year; their ratio is the months of premium that one month
 * earlier pays for. Source: capital of 35 billion USD per GW at the meter (Bernstein, 2025-10); the rest is arithmetic.
 * Two settings decide the answer and have no default: how much of the capital is spread over the life of accelerators
 * (buildings last longer), and how much of it is bought already and idle (an order that slips carries no cost).
 * Left out: revenue forgone, price falls of the hardware while it waits, penalties to tenants.
 */
export interface DelayRequest {
  readonly facilityMw: number
  readonly capitalUsdPerMw: number
  /** Yearly rate, e.g. 0.08. */
  readonly rate: Ratio
  readonly lifeYears: number
  /** Of the capital, the part spread over `lifeYears`: 1 spreads all of it, as the reference figure does. */
  readonly spreadShare: Ratio
  /** Of the capital, the part that is bought and waits: 1 where every accelerator stands idle, 0 where the order can slip. */
  readonly boughtShare: Ratio
  readonly delayMonths?: number
  /** How much dearer the earlier power is. */
  readonly premiumUsdPerMwh?: UsdPerMwh
}

export interface DelayCost {
  readonly usdPerYear: number
  readonly usdPerMonth: number
  readonly delayUsd: Usd
  readonly premiumUsdPerYear?: number
  /** Months of the premium that one month earlier pays for; absent without a premium above 0. */
  readonly premiumMonthsPerMonth?: number
}

const monthsPerYear = 12

export function delayCost(request: DelayRequest): Result<DelayCost> {
  const check = createSiteCheck()
  check.number('/facilityMw', request.facilityMw, { min: 0, max: 1e6, unit: 'MW' })
  check.number('/capitalUsdPerMw', request.capitalUsdPerMw, { min: 0, max: 1e10, unit: 'USD/MW' })
  check.number('/rate', request.rate, share)
  check.number('/lifeYears', request.lifeYears, { min: 0.1, max: 100, unit: 'years' })
  check.number('/spreadShare', request.spreadShare, share)
  check.number('/boughtShare', request.boughtShare, share)
  check.number('/delayMonths', request.delayMonths, { min: 0, max: 1200, unit: 'months' })
  check.number('/premiumUsdPerMwh', request.premiumUsdPerMwh, price)
  const { rate, lifeYears, facilityMw, premiumUsdPerMwh } = request
  const yearly = annuity({ rate, years: lifeYears })
  if (check.found.length > 0 || yearly === undefined) return { ok: false, diagnostics: check.found }
  const carried = facilityMw * request.capitalUsdPerMw * request.spreadShare * request.boughtShare
  const usdPerYear = carried * yearly
  const usdPerMonth = usdPerYear / monthsPerYear
  const premiumUsdPerYear = (premiumUsdPerMwh ?? 0) * facilityMw * hoursPerYear
  const value: DelayCost = {
    usdPerYear,
    usdPerMonth,
    delayUsd: usdPerMonth * (request.delayMonths ?? 1),
    ...(premiumUsdPerMwh === undefined ? {} : { premiumUsdPerYear }),
    ...(premiumUsdPerYear > 0
      ? { premiumMonthsPerMonth: usdPerMonth / (premiumUsdPerYear / monthsPerYear) }
      : {}),
  }
  return { ok: true, value, notes: request.boughtShare === 1 ? [allIdle] : [] }
}

const allIdle: Diagnostic = {
  code: 'energy/all-idle',
  severity: 'note',
  pointer: '/boughtShare',
  message: 'the cost of delay takes every accelerator for bought and idle; an order that can slip costs less', // prettier-ignore
}
