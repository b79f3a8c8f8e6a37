import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fleet, WorkloadSpec } from '../fleet/index.ts'
import { arbitraryFleet, arbitraryRuns, arbitraryTimeoutMs } from './arbitrary-fleet.ts'
import type { FleetShape } from './arbitrary-fleet.ts'
import { arbitraryHistory, take } from './arbitrary-history.ts'
import { arbitrarySpec, arbitraryTrains } from './arbitrary-spec.ts'
import { bruteForce } from './laws-brute-force.ts'
import type { Question } from './laws-brute-force.ts'
import { search } from './search.ts'
import { bench, gangSpec, sketchSite } from './test-world.ts'

/** The greatest relative difference of cost that is let pass: sums of floats in another order. */
const boundOnCost = 1e-9

const newCount = () => ({ instances: 0, placed: 0, gangs: 0, modelled: 0, ties: 0, onTheEdge: 0, worst: 0 }) // prettier-ignore

type Instance = Omit<Question, 'marginW'>

/** Both must find a placement or both none; and the costs must agree. */
function compare(seen: ReturnType<typeof newCount>, instance: Instance): void {
  const { state, spec, fromMs } = instance
  const found = search(state, { spec, legsMax: spec.legs.max, fromMs }).layout
  const strict = bruteForce({ ...instance, marginW: -2 })
  const mild = bruteForce({ ...instance, marginW: 2 })
  // Without reasons to give, sets are left out that cannot win: the same must win.
  const silent = search(state, { spec, legsMax: spec.legs.max, fromMs, isSilent: true }).layout
  expect(silent?.costUsd).toBe(found?.costUsd)
  seen.instances++
  if (strict?.costUsd !== mild?.costUsd || strict?.costMaxUsd !== mild?.costMaxUsd) {
    seen.onTheEdge++
    return
  }
  if (strict === undefined) return expect(found).toBeUndefined()
  expect(found, `brute force places it on ${strict.siteIds.join(' + ')}`).toBeDefined()
  const { costUsd, costMaxUsd } = strict
  const off = Math.max(costUsd - found!.costUsd, found!.costUsd - costMaxUsd, 0)
  const difference = off / Math.max(1, Math.abs(costUsd))
  expect(difference, `${found!.costUsd} against ${costUsd} to ${costMaxUsd}`).toBeLessThanOrEqual(
    boundOnCost,
  )
  seen.placed++
  if (spec.trains?.profile !== undefined) seen.modelled++
  if (costMaxUsd > costUsd) seen.ties++
  if (found!.sites.length > 1) seen.gangs++
  seen.worst = Math.max(seen.worst, difference)
}

function tell(name: string, seen: ReturnType<typeof newCount>): void {
  console.info(
    `${name}: ${seen.instances} instances, ${seen.placed} placed (${seen.gangs} as gangs, ` +
      `${seen.modelled} modelled, ${seen.ties} over ways of one price and several lengths), ` +
      `${seen.onTheEdge} within 2 W of a limit and left out; worst relative difference of cost ` +
      `${seen.worst.toExponential(1)}, bound ${boundOnCost.toExponential(0)}`,
  )
  expect(seen.onTheEdge).toBeLessThan(seen.instances / 4)
  expect(seen.placed).toBeGreaterThan(seen.instances / 10)
}

/** Sites with room for everything, so that only the network decides. */
const roomyFleet = (shape: FleetShape) =>
  fc
    .tuple(arbitraryFleet(shape), fc.infiniteStream(fc.integer({ min: 10, max: 900 })))
    .map(([fleet, prices]): Fleet => ({
      ...fleet,
      sites: fleet.sites.map((site) => ({
        ...sketchSite({ id: site.id, nodes: 8, priceUsdPerMwh: prices.next().value }),
        engine: site.engine,
      })),
    }))

const wanSpec = fc
  .record({
    range: fc.constantFrom([2, 2], [2, 3], [3, 3], [3, 3]),
    gbps: fc.constantFrom(3, 6, 9, 12),
    disjointPaths: fc.constantFrom(1 as const, 1 as const, 2 as const),
    isNear: fc.boolean(),
  })
  .map(({ range, gbps, disjointPaths, isNear }) =>
    gangSpec({
      accelerators: { kind: 'h100-sxm', count: 6 },
      legs: { min: range[0]!, max: range[1]!, startTogether: true },
      wan: { gbps, disjointPaths, ...(isNear ? { rttMaxMs: 6.5 } : {}) },
    }),
  )

/** Gangs that say what they train, in a network that is too narrow for the best of their rates. */
const modelledSpec = fc
  .record({
    range: fc.constantFrom([2, 2], [2, 3], [3, 3]),
    trains: arbitraryTrains,
    durationMaxH: fc.constantFrom(0.1, 0.3, 1, 5),
    wan: fc.constantFrom(undefined, undefined, undefined, 3, 9),
  })
  .map(({ range, trains, durationMaxH, wan }) => {
    const { wan: stated, ...spec } = gangSpec({
      accelerators: { kind: 'h100-sxm', count: 6 },
      legs: { min: range[0]!, max: range[1]!, startTogether: true },
      trains,
      durationMaxH,
    })
    return wan === undefined ? spec : { ...spec, wan: { ...stated!, gbps: wan } }
  })

describe('search against brute force', { timeout: arbitraryTimeoutMs }, () => {
  it(`finds a placement exactly when there is one, at the least cost within ${boundOnCost}`, () => {
    const seen = newCount()
    fc.assert(
      fc.property(
        arbitraryFleet({ sitesMax: 4, spansMax: 6 }),
        arbitraryHistory(40),
        fc.array(arbitrarySpec, { minLength: 4, maxLength: 4 }),
        fc.constantFrom(0, 0, 1_800_000, 14_400_001),
        (fleet, history, specs, laterMs) => {
          const world = bench(fleet)
          for (const [index, step] of history.entries()) take(world, step, index)
          const { state } = world
          for (const spec of specs)
            compare(seen, { fleet, state, spec, fromMs: state.nowMs + laterMs })
        },
      ),
      arbitraryRuns,
    )
    tell('any workload', seen)
  })

  /** Gangs come one after the other until the network is full. */
  function fill(name: string, shape: FleetShape, gang: fc.Arbitrary<WorkloadSpec> = wanSpec): void {
    const seen = newCount()
    const gangs = fc.array(gang, { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(roomyFleet(shape), gangs, (fleet, specs) => {
        const world = bench(fleet)
        for (const [i, spec] of specs.entries()) {
          compare(seen, { fleet, state: world.state, spec, fromMs: world.nowMs })
          world.submit(`gang${i}-1`, spec)
          world.pass()
        }
      }),
      arbitraryRuns,
    )
    tell(name, seen)
  }

  it('shares a narrow network out among the legs of a gang whenever that can be done', () => {
    fill('narrow networks', { sitesMax: 4, spansMax: 7 })
  })

  it('gives a modelled gang the sites and the rate at which it costs least', () => {
    fill('modelled gangs', { sitesMax: 4, spansMax: 7 }, modelledSpec)
  })

  it('leaves out no set of sites for a modelled gang that could win', () => {
    fill('modelled gangs among many sets', { sitesMin: 7, sitesMax: 8, spansMax: 2 }, modelledSpec)
  })

  it('misses no cheaper set among more of them than it lists', () => {
    fill('many sets of sites', { sitesMin: 7, sitesMax: 8, spansMax: 2 })
  })
})
