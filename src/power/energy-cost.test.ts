import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Site, Supply } from '../fleet/index.ts'
import { hourMs } from '../units/index.ts'
import { buildEnergyCost, usdPerItMw } from './energy-cost.ts'

const numRuns = Number(process.env['GRIDLOOM_RUNS'] ?? 100)
const startMs = Date.UTC(2026, 10, 22)

const site = (supplies: readonly Partial<Supply>[], pueByHour: readonly number[]): Site => ({
  id: 'site',
  name: 'Site',
  place: { town: 'Town', country: 'US', latitudeDeg: 0, longitudeDeg: 0 },
  grid: 'grid',
  balancingArea: 'area',
  jurisdiction: { ground: ['US'], operator: ['US'] },
  halls: [],
  pools: [],
  pue: { kind: 'by-hour-utc', values: pueByHour },
  supplies: supplies.map((part) => ({
    id: 'supply',
    kind: 'grid-firm',
    capacityMw: 100,
    envelope: [],
    energyPriceUsdPerMwh: 0,
    carbonKgPerMwh: 0,
    ...part,
  })),
  engine: { kind: 'simulated', seed: 1, allocateS: 1, failureRatePerH: 0 },
  state: 'open',
})

const flat = (value: number): number[] => Array.from({ length: 24 }, () => value)

describe('the energy cost of one megawatt of IT power', () => {
  it.each([
    { what: '60 USD/MWh at PUE 1.25, an hour', parts: [{ energyPriceUsdPerMwh: 60 }], usd: 75 },
    // 400 kg/MWh at 80 USD a tonne are 32 USD/MWh more.
    {
      what: 'with carbon',
      parts: [{ energyPriceUsdPerMwh: 60, carbonKgPerMwh: 400 }],
      carbon: 80,
      usd: 115,
    },
    // (30 x 20 + 10 x 100) / 40 = 40 USD/MWh.
    {
      what: 'two supplies, weighted by capacity',
      parts: [
        { capacityMw: 30, energyPriceUsdPerMwh: 20 },
        { capacityMw: 10, energyPriceUsdPerMwh: 100 },
      ],
      usd: 50,
    },
    { what: 'no supply', parts: [], usd: 0 },
  ])('$what: $usd USD', ({ parts, carbon, usd }) => {
    const cost = buildEnergyCost(site(parts, flat(1.25)), carbon ?? 0)
    expect(usdPerItMw(cost, startMs, startMs + hourMs)).toBeCloseTo(usd, 10)
    expect(usdPerItMw(cost, startMs, startMs + 48 * hourMs)).toBeCloseTo(48 * usd, 8)
  })

  it('equals the sum over its minutes, wherever it begins and ends', () => {
    const prices = fc.array(fc.integer({ min: -50, max: 300 }), { minLength: 24, maxLength: 24 })
    const pues = fc.array(fc.integer({ min: 100, max: 160 }), { minLength: 24, maxLength: 24 })
    const minutes = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 6000 }))
    fc.assert(
      fc.property(prices, pues, minutes, (energyPriceUsdPerMwh, percent, [from, length]) => {
        const pueByHour = percent.map((value) => value / 100)
        const cost = buildEnergyCost(site([{ energyPriceUsdPerMwh }], pueByHour), 0)
        let usd = 0
        for (let minute = from; minute < from + length; minute++) {
          const hour = Math.floor(minute / 60) % 24
          usd += (energyPriceUsdPerMwh[hour]! * pueByHour[hour]!) / 60
        }
        const [fromMs, toMs] = [startMs + from * 60_000, startMs + (from + length) * 60_000]
        expect(Math.abs(usdPerItMw(cost, fromMs, toMs) - usd)).toBeLessThan(1e-6)
      }),
      { numRuns },
    )
  })
})
