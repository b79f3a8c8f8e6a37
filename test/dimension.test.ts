import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceleratorKinds, transformers } from '../src/catalog/index.ts'
import { createSolver } from '../src/milp/index.ts'
import { buildEnergyCost, powerOf, solveSite, usdPerItMw, whatAMegawattGives } from '../src/power/index.ts' // prettier-ignore
import { chipOf, constantsOf, estimateRun, layoutFaults, prepareStep, stepTimeOf } from '../src/training/index.ts' // prettier-ignore
import type { Chip, Parallelism, RunRequest } from '../src/training/index.ts'
import { hourMs } from '../src/units/index.ts'
import { sketchSite, startMs } from '../src/decide/test-world.ts'

/**
 * Laws that hold whatever the constants are, because they follow from what the quantities are. A factor of eight, a rate per
 * direction taken for one of both, or a PUE that is counted twice breaks one of them.
 */
const power = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: most }).map((exponent) => 2 ** exponent)

const layouts: fc.Arbitrary<Parallelism> = fc
  .record({
    tensor: power(3),
    pipeline: power(3),
    context: power(1),
    data: power(5),
    microBatchSequences: power(1),
    recompute: fc.constantFrom('none', 'selective', 'full'),
  })
  .map((some) => ({ ...some, virtualStages: 1, expert: 1, isFullySharded: some.pipeline === 1 }))

const dense = transformers.filter(
  ({ experts, stateSpace }) => experts === undefined && stateSpace === undefined,
)

const sequenceLength = 4096
const batch = 512

/** The step of a layout on a chip, or undefined for a layout that cannot be built. */
function stepS(model: (typeof dense)[number], layout: Parallelism, chip: Chip): number | undefined {
  const size = { sequenceLength, globalBatchSequences: batch }
  if (layoutFaults(model, layout, size).length > 0) return undefined
  const constants = constantsOf(chip.kind)!
  const evaluator = prepareStep({ model, chip, constants, precision: 'bf16', sequenceLength })!
  return stepTimeOf(evaluator.clock(layout, batch).clock)
}

describe('bandwidth', () => {
  const rates = ['memoryBytesPerS', 'scaleUpBytesPerS', 'nicBytesPerS'] as const

  it('doubled anywhere inside a site never slows a step', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dense), layouts, fc.constantFrom(...rates), (model, layout, rate) => {
        const chip = chipOf('h100-sxm')!
        const before = stepS(model, layout, chip)
        fc.pre(before !== undefined)
        const after = stepS(model, layout, { ...chip, [rate]: chip[rate] * 2 })!
        expect(after).toBeLessThanOrEqual(before! * (1 + 1e-12))
      }),
    ) // prettier-ignore
  })

  const run = (change: Partial<RunRequest>): RunRequest => ({
    model: transformers.find(({ id }) => id === 'llama3-8b')!,
    accelerator: 'h100-sxm',
    accelerators: 32,
    precision: 'bf16',
    sequenceLength,
    batchSequences: 128,
    sites: 2,
    rttMs: 10,
    linkGbps: [100],
    reductions: ['bf16'],
    failures: { preset: 'llama-3', stallS: { low: 3, expected: 10, high: 30 }, restartS: { low: 300, expected: 600, high: 900 }, repairH: 24, spares: 1 }, // prettier-ignore
    ...change,
  })

  const across = (
    change: Partial<RunRequest>,
  ): { readonly stepTimeS: number; readonly insideS: number } => {
    const outcome = estimateRun(run(change))
    if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
    return { stepTimeS: outcome.rows[0]!.stepTimeS, insideS: outcome.inside.estimate.stepTimeS }
  }

  it('doubled between sites never slows a run', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true }), (gbps, rttMs) => {
        expect(across({ linkGbps: [gbps * 2], rttMs }).stepTimeS).toBeLessThanOrEqual(across({ linkGbps: [gbps], rttMs }).stepTimeS) // prettier-ignore
      }),
      { numRuns: 20 },
    ) // prettier-ignore
  })

  it('without end, and without latency, makes several sites one', () => {
    for (const sites of [2, 4]) {
      const { stepTimeS, insideS } = across({ sites, linkGbps: [1e9], rttMs: 0 })
      expect(stepTimeS).toBeCloseTo(insideS, 6)
    }
  })
})

describe('an hour in two halves', () => {
  it('costs the same energy where work is placed', () => {
    const site = sketchSite({ id: 'a', nodes: 1, priceUsdPerMwh: 62 })
    const energy = buildEnergyCost(site, 80)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * 24 }), fc.integer({ min: 1, max: 72 }), fc.integer({ min: 0, max: 72 }), (start, length, cut) => {
        const [from, to] = [startMs + start * hourMs, startMs + (start + length) * hourMs]
        const at = Math.min(to, from + cut * (hourMs / 2))
        expect(usdPerItMw(energy, from, at) + usdPerItMw(energy, at, to)).toBeCloseTo(usdPerItMw(energy, from, to), 8) // prettier-ignore
      }),
    ) // prettier-ignore
  })

  it('costs the same energy where supplies are dispatched', async () => {
    await using solver = createSolver()
    const prices = [30, 900, 60, 45]
    const load = [80, 100, 120, 90]
    const site = (parts: number) => ({
      steps: 4 * parts,
      stepH: 1 / parts,
      loadMw: Float64Array.from({ length: 4 * parts }, (_, i) => load[Math.floor(i / parts)]!),
      supplies: [
        { id: 'grid', maxMw: 110, priceUsdPerMwh: Float64Array.from({ length: 4 * parts }, (_, i) => prices[Math.floor(i / parts)]!) }, // prettier-ignore
        { id: 'gas', maxMw: 60, priceUsdPerMwh: 75 },
      ],
    })
    const costs = await Promise.all([1, 2, 4].map(async (parts) => {
      const outcome = await solveSite(site(parts), solver.solve)
      if (outcome.status !== 'optimal') throw new Error(JSON.stringify(outcome))
      return outcome.site.costUsd
    })) // prettier-ignore
    // By hand: 80 x 30; 60 x 75 + 40 x 900; 110 x 60 + 10 x 75; 90 x 45.
    expect(costs[0]).toBeCloseTo(2400 + 40_500 + 7350 + 4050, 6)
    for (const cost of costs) expect(cost).toBeCloseTo(costs[0]!, 6)
  })
})

describe('accelerators times watts', () => {
  it('chain up exactly once, each level by its own ratio', () => {
    const chain = powerOf({ accelerator: 'h100-sxm', accelerators: 8000, networkStorageShare: 0.12, designPeakRatio: 1.25, pue: 1.2, powerFactor: 0.95, loadFactor: 0.8 }) // prettier-ignore
    if (!chain.ok) throw new Error(JSON.stringify(chain.diagnostics))
    const { chipsMw, nodesMw, itMw, facilityMw, connectionMva, energyMwh } = chain.value
    expect(chipsMw).toBeCloseTo(8000 * 700e-6, 9)
    expect(nodesMw).toBeCloseTo(1000 * 10.2e-3, 9)
    expect(itMw).toBeCloseTo(nodesMw * 1.12, 9)
    expect(facilityMw).toBeCloseTo(itMw * 1.25, 9)
    expect(connectionMva).toBeCloseTo(facilityMw / 0.95, 9)
    expect(energyMwh).toBeCloseTo(itMw * 0.8 * 1.2 * 8760, 6)
  })

  it('what they need feeds as many: the way down is the way up', () => {
    fc.assert(
      fc.property(fc.constantFrom(...acceleratorKinds), fc.integer({ min: 1, max: 2000 }), fc.double({ min: 1, max: 1.6, noNaN: true }), (kind, racks, designPeakRatio) => {
        const up = powerOf({ accelerator: kind, accelerators: racks * 72 * 8, designPeakRatio })
        if (!up.ok) throw new Error(JSON.stringify(up.diagnostics))
        const down = whatAMegawattGives({ accelerator: kind, facilityMw: up.value.facilityMw, designPeakRatio }) // prettier-ignore
        expect(down.ok && down.value.accelerators).toBe(up.value.accelerators)
      }),
    ) // prettier-ignore
  })
})
