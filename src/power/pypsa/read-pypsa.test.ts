import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { createSolver } from '../../milp/index.ts'
import { solveDispatch } from '../dispatch/solve-dispatch.ts'
import { readPypsa } from './read-pypsa.ts'

const solver = createSolver({ workers: 1 })
afterAll(() => solver.dispose())

/** Two campuses and a tie line with losses. */
const campuses = new Map([
  ['buses.csv', 'name,v_nom\na,380\nb,380\n'],
  ['snapshots.csv', ',snapshot,objective,stores,generators\n0,t0,1,1,1\n1,t1,1,1,1\n2,t2,1,1,1\n'],
  ['generators.csv', 'name,bus,p_nom,color\na,a,200,red\nb,b,150,blue\n'],
  ['generators-marginal_cost.csv', ',b,a\n0,50,40\n1,45,100\n2,52,55\n'],
  ['loads.csv', 'name,bus\nla,a\nlb,b\n'],
  ['loads-p_set.csv', ',la,lb\n0,80,50\n1,100,60\n2,90,70\n'],
  [
    'links.csv',
    'name,bus0,bus1,p_nom_extendable,capital_cost,efficiency,p_min_pu\ntie,b,a,True,20,0.97,-1\n',
  ],
])

const withFile = (name: string, content: string): ReadonlyMap<string, string> =>
  new Map([...campuses, [name, content]])

async function objectiveOf(linkConvention: 'physical' | 'pypsa'): Promise<number | undefined> {
  const read = readPypsa(campuses, { linkConvention, capitalPer: 'horizon' })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  const outcome = await solveDispatch(read.value, solver.solve)
  return outcome.status === 'optimal' ? outcome.dispatch.objectiveUsd : undefined
}

it('a tie line that runs backwards costs what each convention says', async () => {
  expect(await objectiveOf('pypsa')).toBeCloseTo(23_442, 6)
  expect(await objectiveOf('physical')).toBeCloseTo(23_563.85567, 4)
})

const codesOf = (files: ReadonlyMap<string, string>): readonly string[] => {
  const read = readPypsa(files, { capitalPer: 'horizon' })
  return (read.ok ? read.notes : read.diagnostics).map(({ code, pointer }) => `${code} ${pointer}`)
}

it('columns are found by name, in whatever order they stand', () => {
  const shuffled = withFile('generators.csv', 'name,color,p_nom,bus\na,red,200,a\nb,blue,150,b\n')
  expect(readPypsa(shuffled, { capitalPer: 'horizon' })).toEqual(
    readPypsa(campuses, { capitalPer: 'horizon' }),
  )
})

it('capital costs are refused where the horizon is not a year and nothing says what they are per', () => {
  const read = readPypsa(campuses)
  expect(read.ok ? [] : read.diagnostics.map(({ code }) => code)).toEqual(['energy/csv-capital'])
})

it('what would change the answer and is not supported is refused at its cell', () => {
  const ramps = 'name,bus,p_nom,ramp_limit_up\na,a,200,0.1\nb,b,150,\n'
  expect(codesOf(withFile('generators.csv', ramps))).toEqual([
    'energy/csv-unsupported /generators.csv/0/ramp_limit_up',
  ])
  expect(codesOf(withFile('transformers.csv', 'name,bus0,bus1\nt,a,b\n'))).toEqual([
    'energy/csv-unsupported /transformers.csv',
  ])
  expect(codesOf(withFile('links-p_set.csv', ',tie\n0,1\n1,1\n2,1\n'))).toEqual([
    'energy/csv-unsupported /links-p_set.csv',
  ])
})

it('defaults written out are no reason to refuse', () => {
  const plain =
    'name,bus,p_nom,ramp_limit_up,lifetime,active\na,a,200,nan,inf,True\nb,b,150,,inf,True\n'
  expect(codesOf(withFile('generators.csv', plain))).toEqual([])
})

it('broken files are told, with the place', () => {
  expect(codesOf(new Map())).toContain('energy/csv-missing /buses.csv')
  expect(codesOf(withFile('loads.csv', 'name,bus\n"la,a\n'))).toContain(
    'energy/csv-unreadable /loads.csv',
  )
  expect(codesOf(withFile('loads.csv', 'name,bus,bus\nla,a,a\n'))).toContain(
    'energy/csv-unreadable /loads.csv',
  )
  expect(codesOf(withFile('loads-p_set.csv', ',la,lb\n0,x,50\n1,100,60\n2,90,70\n'))).toContain(
    'energy/csv-value /loads-p_set.csv/0/la',
  )
  expect(codesOf(withFile('loads-p_set.csv', ',la,lb\n0,80,50\n'))).toContain(
    'energy/series-length /loads/0/loadMw',
  )
})

it('no content of any file makes it throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...campuses.keys()),
      fc.string({ unit: 'binary' }),
      (name, text) => {
        expect(typeof readPypsa(withFile(name, text)).ok).toBe('boolean')
      },
    ),
  )
})

it('what no list of names holds and changes the answer is refused too', () => {
  const ports = 'name,bus0,bus1,bus4,efficiency4,p_nom\ntie,b,a,b,0.1,90\n'
  expect(codesOf(withFile('links.csv', ports))).toEqual([
    'energy/csv-unsupported /links.csv/0/bus4',
    'energy/csv-unsupported /links.csv/0/efficiency4',
  ])
  const unused = 'name,bus0,bus1,bus4,p_nom\ntie,b,a,,90\n'
  expect(codesOf(withFile('links.csv', unused))).toEqual([])
  const perBus = 'name,v_nom,nom_max_solar\na,380,40\nb,380,\n'
  expect(codesOf(withFile('buses.csv', perBus))).toEqual([
    'energy/csv-unsupported /buses.csv/0/nom_max_solar',
  ])
  const growth = 'name,co2_emissions,max_growth,max_relative_growth\nsolar,0,5,0\nwind,0,inf,0\n'
  expect(codesOf(withFile('carriers.csv', growth))).toEqual([
    'energy/csv-unsupported /carriers.csv/0/max_growth',
  ])
})

it('flags per investment period mean nothing without periods, as PyPSA has it', () => {
  const stores = 'name,bus,e_nom,e_cyclic,e_cyclic_per_period,e_initial\npile,a,10,False,True,4\n'
  const read = readPypsa(withFile('stores.csv', stores), { capitalPer: 'horizon' })
  expect(read.ok ? read.value.stores?.[0] : read).toMatchObject({
    isCyclic: false,
    isPerPeriod: false,
    initialMwh: 4,
  })
})
