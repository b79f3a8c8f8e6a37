import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accelerator, acceleratorKinds } from '../../catalog/index.ts'
import { chainRows } from './chain-rows.ts'
import { powerOf, whatAMegawattGives, type Chain, type ChainRequest } from './chain.ts'
import type { Result } from '../../diagnostics/index.ts'

const planning = { designPeakRatio: 1.25, pue: 1.25, networkStorageShare: 0.12 }

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error(result.diagnostics.map(({ message }) => message).join())
}

const gives = (facilityMw: number, request: ChainRequest): Chain =>
  valueOf(whatAMegawattGives({ facilityMw, ...request }))

const chains: fc.Arbitrary<ChainRequest> = fc.record({
  accelerator: fc.constantFrom(...acceleratorKinds),
  designPeakRatio: fc.double({ min: 1, max: 3, noNaN: true }),
  pue: fc.double({ min: 1, max: 3, noNaN: true }),
  networkStorageShare: fc.double({ min: 0, max: 1, noNaN: true }),
  loadFactor: fc.double({ min: 0, max: 1, noNaN: true }),
})

describe('a gigawatt at the meter', () => {
  it('feeds 560 thousand H100 of 1,275 W a GPU with 12 % for network and storage', () => {
    const chain = gives(1000, { accelerator: 'h100-sxm', ...planning })
    expect(chain.nodeKw).toBe(10.2)
    // 1e9 / (10,200 / 8 x 1.12 x 1.25) = 560,224.
    expect(chain.accelerators).toBe(560_224)
    expect(chain.facilityWPerAccelerator).toBeCloseTo(1785, 9)
  })

  it('feeds 390 thousand GB200 if network and storage are counted on top of the rack, and says that it counts twice', () => {
    const asked = { facilityMw: 1000, accelerator: 'gb200-nvl72', ...planning }
    const result = whatAMegawattGives(asked)
    expect(valueOf(result).accelerators).toBe(389_592)
    expect(result.ok && result.notes.map(({ code }) => code)).toEqual(['energy/network-in-node'])
  })

  it('feeds 436 thousand GB200 where the network of the rack counts once', () => {
    const chain = gives(1000, { accelerator: 'gb200-nvl72', designPeakRatio: 1.25 })
    expect(chain.networkStorageShare).toBe(0)
    expect(chain.accelerators).toBe(Math.floor(1e6 / (132 * 1.25)) * 72)
  })
})

describe('watts chain up exactly once', () => {
  it('every stage is the one before it times one factor', () => {
    fc.assert(
      fc.property(chains, fc.integer({ min: 0, max: 1_000_000 }), (request, accelerators) => {
        const chain = valueOf(powerOf({ ...request, accelerators }))
        const perNode = accelerator(request.accelerator)!.acceleratorsPerNode.value
        expect(chain.nodes).toBe(Math.ceil(accelerators / perNode))
        expect(chain.chipsMw).toBeCloseTo((accelerators * chain.chipW) / 1e6, 6)
        expect(chain.nodesMw).toBeCloseTo((chain.nodes * chain.nodeKw) / 1000, 6)
        expect(chain.itMw).toBeCloseTo(chain.nodesMw * (1 + chain.networkStorageShare), 6)
        expect(chain.facilityMw).toBeCloseTo(chain.itMw * chain.designPeakRatio, 6)
        expect(chain.connectionMva).toBeCloseTo(chain.facilityMw / 0.95, 6)
        const energyMwh = chain.itMw * (request.loadFactor ?? 1) * chain.pue * 8760
        expect(Math.abs(chain.energyMwh - energyMwh)).toBeLessThanOrEqual(1e-9 * energyMwh + 1e-9)
      }),
    )
  })

  it('the chain and its inverse agree on whole nodes', () => {
    fc.assert(
      fc.property(chains, fc.integer({ min: 1, max: 20_000 }), (request, nodes) => {
        const perNode = accelerator(request.accelerator)!.acceleratorsPerNode.value
        const needed = valueOf(powerOf({ ...request, accelerators: nodes * perNode }))
        const fed = gives(needed.facilityMw, request)
        expect(fed.nodes).toBe(nodes)
        expect(fed.facilityMw).toBe(needed.facilityMw)
      }),
    )
  })

  it('the peak ratio sizes the connection and leaves energy per node alone, the yearly PUE the other way round', () => {
    const base = { accelerator: 'b200', accelerators: 8000 }
    const plain = valueOf(powerOf({ ...base, designPeakRatio: 1.2, pue: 1.1 }))
    const peakier = valueOf(powerOf({ ...base, designPeakRatio: 1.4, pue: 1.1 }))
    const wasteful = valueOf(powerOf({ ...base, designPeakRatio: 1.2, pue: 1.3 }))
    expect(peakier.connectionMva / plain.connectionMva).toBeCloseTo(1.4 / 1.2, 12)
    expect(peakier.energyMwh).toBe(plain.energyMwh)
    expect(wasteful.connectionMva).toBe(plain.connectionMva)
    expect(wasteful.energyMwh / plain.energyMwh).toBeCloseTo(1.3 / 1.1, 12)
  })

  it('more power never feeds fewer accelerators', () => {
    fc.assert(
      fc.property(
        chains,
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 1e3, noNaN: true }),
        (request, mw, more) => {
          const before = gives(mw, request)
          expect(gives(mw + more, request).accelerators).toBeGreaterThanOrEqual(before.accelerators)
          expect(before.facilityMw).toBeLessThanOrEqual(mw * (1 + 1e-9) + 1e-6)
        },
      ),
    )
  })
})

it('a table of the chain names each unit once', () => {
  const rows = chainRows(gives(100, { accelerator: 'h100-sxm' }))
  expect(rows.map(({ unit }) => unit)).toEqual(['W', 'MW', 'kW', 'MW', 'MW IT', 'MW facility', 'MVA', 'MWh/yr']) // prettier-ignore
})

it('all faults of a request are told at once', () => {
  const result = whatAMegawattGives({
    facilityMw: Number.NaN,
    accelerator: 'h100-smx',
    pue: 0.9,
    designPeakRatio: Number.POSITIVE_INFINITY,
    priceUsdPerMwh: Number.NaN,
  })
  expect(result.ok ? [] : result.diagnostics.map(({ pointer }) => pointer)).toEqual([
    '/facilityMw',
    '/accelerator',
    '/designPeakRatio',
    '/pue',
    '/priceUsdPerMwh',
  ])
})
