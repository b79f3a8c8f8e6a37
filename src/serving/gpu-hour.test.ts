import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capitalRecovery, gpuHourCost, sinkingFund, usdPerMillionTokens } from './gpu-hour.ts'
import type { GpuHourInputs } from './gpu-hour.ts'

const inputs: GpuHourInputs = {
  itUsd: 47_200,
  facilityUsd: 34_700,
  itLifeYears: 5,
  facilityLifeYears: 15,
  interestRate: 0.1,
  facilityKw: 2.34,
  loadShare: 0.8,
  energyUsdPerKwh: 0.06,
  itUpkeepShare: 0.02,
  facilityUpkeepShare: 0.02,
}
const cost = (changes: Partial<GpuHourInputs> = {}) => {
  const outcome = gpuHourCost({ ...inputs, ...changes })
  if (outcome.kind !== 'costed') throw new Error(outcome.why.join('; '))
  return outcome.cost
}
const total = (changes: Partial<GpuHourInputs> = {}): number => cost(changes).totalUsdPerH

it('capital recovery without interest is the straight line, and has no jump there', () => {
  expect(capitalRecovery(0, 5)).toBe(0.2)
  expect(capitalRecovery(1e-9, 5)).toBeCloseTo(0.2, 8)
  expect(capitalRecovery(0.1, 5)).toBeCloseTo(0.263797, 6)
  expect(sinkingFund(0.1, 5)).toBeCloseTo(0.163797, 6)
})

it('shares of the cost: equipment 63.4 %, building 23.2 %, energy 5.0 %, upkeep 8.3 %', () => {
  const { itUsdPerH, facilityUsdPerH, energyUsdPerH, otherUsdPerH, totalUsdPerH } = cost()
  const shares = [itUsdPerH, facilityUsdPerH, energyUsdPerH, otherUsdPerH].map((part) =>
    Number(((100 * part) / totalUsdPerH).toFixed(1)),
  )
  expect(shares).toEqual([63.4, 23.2, 5, 8.3])
})

describe('laws', () => {
  it('falls with life, sale and availability; rises with interest and energy price', () => {
    expect(total({ itLifeYears: 6 })).toBeLessThan(total())
    expect(total({ soldShare: 0.7 })).toBeGreaterThan(total({ soldShare: 0.9 }))
    expect(total({ availability: 0.9 })).toBeGreaterThan(total())
    expect(total({ interestRate: 0.13 })).toBeGreaterThan(total())
    expect(total({ energyUsdPerKwh: 0.12 }) - total()).toBeCloseTo(0.112, 3)
    expect(total({ residualUsd: 5000 })).toBeLessThan(total())
  })

  it('a million tokens cost less the faster and fuller the GPU', () => {
    expect(usdPerMillionTokens(1.3, { tokensPerSPerGpu: 2985.6, utilisation: 1 })).toBeCloseTo(
      0.12,
      2,
    )
    expect(usdPerMillionTokens(2, { tokensPerSPerGpu: 1000, utilisation: 0.5 })).toBeCloseTo(
      1.11,
      2,
    )
    expect(usdPerMillionTokens(2, { tokensPerSPerGpu: 0, utilisation: 0.5 })).toBeUndefined()
  })

  it('hostile numbers are refused or give a finite cost', () => {
    const optional = ['staffUsdPerYear', 'linksUsdPerYear', 'residualUsd', 'availability', 'soldShare'] // prettier-ignore
    const keys = [...Object.keys(inputs), ...optional] as (keyof GpuHourInputs)[]
    const hostile = fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 5e-324, 1e12, 10, NaN)) // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...keys), hostile, hostile, (key, one, other) => {
        const outcome = gpuHourCost({ ...inputs, [key]: one, interestRate: other })
        if (outcome.kind === 'costed')
          expect(Object.values(outcome.cost).every((usd) => Number.isFinite(usd))).toBe(true)
        if (outcome.kind === 'costed') expect(outcome.cost.itUsdPerH).toBeGreaterThanOrEqual(0)
        const usd = usdPerMillionTokens(one, { tokensPerSPerGpu: other, utilisation: 1 })
        expect(usd === undefined || Number.isFinite(usd)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
