import { describe, expect, it } from 'vitest'
import { estimateAcross } from './estimate.ts'
import { impliedGbps } from './required-rate.ts'
import {
  nemotronTwoSites,
  twoSitePublishedUtilisation,
  type TwoSitePreset,
} from './two-site-preset.ts'

const utilisation = (preset: TwoSitePreset): number => {
  const outcome = estimateAcross(nemotronTwoSites(preset))
  return outcome.kind === 'estimated' ? outcome.estimate.computeUtilisation : -1
}

const implied = (preset: Omit<TwoSitePreset, 'linkGbps'>): number => {
  const request = nemotronTwoSites({ ...preset, linkGbps: 1 })
  const [row] = impliedGbps(request, twoSitePublishedUtilisation, [preset.precision]).byPrecision
  return row?.rate.kind === 'needs' ? row.rate.gbps : -1
}

const rates = [100, 400, 800, 1600]

describe('Nemotron-4 340B at two sites, 21 ms apart', () => {
  it('follows the plain law at 2,304 sequences: bytes at 90 % of the line less 60 % of compute', () => {
    const at = rates.map((linkGbps) =>
      utilisation({ sequences: 2304, linkGbps, precision: 'bf16' }),
    )
    const expected = [0.23, 0.73, 1, 1]
    at.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThan(0.006))
    const mixed = utilisation({ sequences: 2304, linkGbps: 800, precision: 'mixed-fp32' })
    expect(mixed).toBeCloseTo(0.88, 2)
  })

  it('gives the earlier table once the last of 24 buckets cannot hide', () => {
    const at = rates.map((linkGbps) =>
      utilisation({ sequences: 2304, linkGbps, precision: 'bf16', buckets: 24 }),
    )
    const table = [0.22, 0.71, 0.98, 0.99]
    at.forEach((value, i) => expect(Math.abs(value - (table[i] ?? 0))).toBeLessThan(0.011))
    const mixed = { sequences: 2304, linkGbps: 800, precision: 'mixed-fp32', buckets: 24 } as const
    expect(Math.abs(utilisation(mixed) - 0.86)).toBeLessThan(0.006)
  })

  it('falls with the batch: at 1,536 sequences the same link is worth less', () => {
    const bf16 = utilisation({ sequences: 1536, linkGbps: 800, precision: 'bf16' })
    const mixed = utilisation({ sequences: 1536, linkGbps: 800, precision: 'mixed-fp32' })
    expect(bf16).toBeCloseTo(0.88, 2)
    expect(mixed).toBeCloseTo(0.67, 2)
  })

  it('0.96 implies 0.61 to 0.92 Tb/s at 2,304 sequences and 0.92 to 1.38 Tb/s at 1,536', () => {
    const cases = [
      [2304, 'bf16', 611],
      [2304, 'mixed-fp32', 916],
      [1536, 'bf16', 917],
      [1536, 'mixed-fp32', 1376],
    ] as const
    for (const [sequences, precision, gbps] of cases) {
      expect(Math.abs(implied({ sequences, precision }) - gbps)).toBeLessThan(1)
    }
    const [low, high] = [
      implied({ sequences: 2304, precision: 'bf16', buckets: 24 }),
      implied({ sequences: 2304, precision: 'mixed-fp32', buckets: 24 }),
    ]
    expect(Math.abs(low - 630)).toBeLessThan(10)
    expect(Math.abs(high - 950)).toBeLessThan(10)
  })

  it('prints the batch with the inversion', () => {
    const request = nemotronTwoSites({ sequences: 1536, linkGbps: 1, precision: 'bf16' })
    expect(impliedGbps(request, 0.96).tokensPerStep).toBe(1536 * 4096)
  })
})
