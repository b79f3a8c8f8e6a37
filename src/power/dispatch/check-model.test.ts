import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import { checkModel } from './check-model.ts'
import { describeDispatch } from './describe.ts'
import type { EnergyModel } from './model.ts'
import { solveDispatch } from './solve-dispatch.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

const bus = { id: 'site' }
const fixed = (amount: number) => ({ kind: 'fixed', amount }) as const

it('a battery without energy, a negative capacity, an unknown bus, a short series and NaN are told at once', () => {
  const model: EnergyModel = {
    snapshots: { count: 3, weightH: [1, 1, 0] },
    buses: [bus],
    loads: [{ id: 'load', bus: 'sit', loadMw: [1, 2] }],
    generators: [
      { id: 'gas', bus: 'site', capacityMw: fixed(-1), costUsdPerMwh: [1, Number.NaN, 3] },
      { id: 'coal', bus: 'site', capacityMw: fixed(1), efficiency: 0, minShare: 2 },
    ],
    storageUnits: [{ id: 'battery', bus: 'site', capacityMw: fixed(1), maxH: 0 }],
    limits: [{ id: 'co2', kind: 'co2', sense: 'at-most', tonnes: Infinity }],
  }
  expect(checkModel(model).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'energy/out-of-range /snapshots/weightH/2',
    'energy/out-of-range /generators/0/capacityMw/amount',
    'energy/not-a-number /generators/0/costUsdPerMwh/1',
    'energy/out-of-range /generators/1/efficiency',
    'energy/out-of-range /generators/1/minShare',
    'energy/unknown-bus /loads/0/bus',
    'energy/series-length /loads/0/loadMw',
    'energy/storage-without-energy /storageUnits/0/maxH',
    'energy/not-a-number /limits/0/tonnes',
  ])
  expect(checkModel(model)[5]?.hint).toBe('did you mean "site"?')
})

it('what cannot be a problem is refused: chosen and switched, a reversed gain, a loop without impedance', () => {
  const line = (id: string) =>
    ({ id, from: 'site', to: 'b', reactanceOhm: 0, capacityMw: fixed(1) }) as const
  const model: EnergyModel = {
    snapshots: { count: 1 },
    buses: [bus, { id: 'b' }],
    generators: [
      {
        id: 'gas',
        bus: 'site',
        capacityMw: { kind: 'extendable', capital: { usdPerUnit: 1, per: 'year' } },
        commitment: {},
      },
    ],
    links: [
      {
        id: 'pump',
        from: 'site',
        to: 'b',
        efficiency: 3,
        minShare: -1,
        capacityMw: fixed(1),
      },
    ],
    lines: [line('1'), line('2')],
    limits: [
      { id: 'budget', kind: 'energy', carrier: 'none', sense: 'at-most', mwh: 1 },
      { id: 'hours', kind: 'hours', generator: 'none', sense: 'at-most', hours: 1 },
    ],
  }
  expect(checkModel(model).map(({ code }) => code)).toEqual([
    'energy/committed-and-extendable',
    'energy/reversed-gain',
    'energy/line-without-impedance',
    'energy/line-without-impedance',
    'energy/unknown-carrier',
    'energy/unknown-generator',
  ])
})

const hostile = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 200 }),
  fc.constantFrom(0, -0, 1, Number.NaN, Infinity, -Infinity, 1e300, 1e-300, Number.MAX_VALUE),
)
const series = fc.oneof(hostile, fc.array(hostile, { maxLength: 3 }))
const capacity = fc.oneof(
  hostile.map(fixed),
  fc.record({
    kind: fc.constant('extendable' as const),
    capital: fc.record({ usdPerUnit: hostile, per: fc.constantFrom('horizon', 'year') }),
    min: hostile,
    max: hostile,
    existing: hostile,
  }),
)
const place = fc.constantFrom('site', 'b', 'nowhere')
const hostileModel: fc.Arbitrary<EnergyModel> = fc.record({
  snapshots: fc.record({ count: fc.constantFrom(1, 2, 3, -1, Number.NaN), weightH: series }),
  buses: fc.constant([bus, { id: 'b' }]),
  loads: fc.array(fc.record({ id: fc.string(), bus: place, loadMw: series }), { maxLength: 2 }),
  generators: fc.array(
    fc.record({
      id: fc.string(),
      bus: place,
      capacityMw: capacity,
      costUsdPerMwh: series,
      maxShare: series,
      efficiency: series,
    }),
    { maxLength: 2 },
  ),
  storageUnits: fc.array(
    fc.record({
      id: fc.string(),
      bus: place,
      capacityMw: capacity,
      maxH: hostile,
      dischargeEfficiency: hostile,
      standingLossPerH: hostile,
      isCyclic: fc.boolean(),
    }),
    { maxLength: 1 },
  ),
  links: fc.array(
    fc.record({
      id: fc.string(),
      from: place,
      to: place,
      efficiency: series,
      minShare: series,
      capacityMw: capacity,
    }),
    { maxLength: 1 },
  ),
})

/** Numbers of an answer, however deep. */
const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value]
  if (value instanceof Float64Array) return [...value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

/** A share of hostile figures are made tame, or no model would ever be solved. */
const tame = (model: EnergyModel): EnergyModel => ({
  ...model,
  snapshots: { count: 1, weightH: 2 },
  loads: [{ id: 'load', bus: 'b', loadMw: 5 }],
})

it('hostile figures end as diagnostics or a named outcome, never as NaN or Infinity', async () => {
  let solved = 0
  await fc.assert(
    fc.asyncProperty(hostileModel, fc.boolean(), async (model, isTame) => {
      const outcome = await solveDispatch(isTame ? tame(model) : model, solver.solve)
      if (outcome.status === 'refused') expect(outcome.diagnostics.length).toBeGreaterThan(0)
      else {
        solved += 1
        expect(numbersIn(outcome).every(Number.isFinite)).toBe(true)
      }
    }),
    { numRuns: 400 },
  )
  expect(solved).toBeGreaterThan(0)
})

it('rows and columns carry names that can be printed', () => {
  const described = describeDispatch({
    snapshots: { count: 24 },
    buses: [{ id: 'lulea' }],
    generators: [{ id: 'grid', bus: 'lulea', capacityMw: fixed(1) }],
  })
  if (!described.ok) throw new Error('expected a problem')
  const { problem, places } = described.value
  expect(problem.rowName((places.balances[0] ?? 0) + 17)).toBe('power/balance[lulea,h=17]')
  expect(problem.columnName(3)).toBe('power/output[grid,h=3]')
})
