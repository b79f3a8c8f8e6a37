import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadFleet, type DeriveCapacity } from './index.ts'

const laptop = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url), 'utf8')

/** Two sites, 1,580 km apart, and one route of which the test says what it is made of. */
const fleetWith = (route: string): string =>
  laptop.replace('capacity: 1 Gb/s, ', route === '' ? '' : `${route}, `)

/** 1 Gb/s for each fibre pair, less with each km: no physics, only something to be asked. */
const derive: DeriveCapacity = ({ spansKm, line }) =>
  line.fibre === 'ssmf'
    ? { ok: true, capacityGbps: (line.fibrePairs * 1580) / spansKm[0]!, because: 'so it is' }
    : { ok: false, why: `no fibre is named "${line.fibre}"` }

const load = (route: string, withPhysics = true) => {
  const loaded = loadFleet(fleetWith(route), 'f.yaml', withPhysics ? derive : undefined)
  const diagnostics = loaded.ok ? loaded.notes : loaded.diagnostics
  return {
    ok: loaded.ok,
    route: loaded.ok ? loaded.value.routes[0] : undefined,
    codes: diagnostics.map(({ code, severity }) => `${severity} ${code}`).filter((text) => !text.startsWith('note')), // prettier-ignore
  }
}

it('a route without a capacity carries what its line gives', () => {
  const { route, codes } = load('line: { fibrePairs: 100 }')
  expect(codes).toEqual([])
  expect(route!.capacityGbps).toBeCloseTo(100)
  expect(route!.isCapacityDerived).toBe(true)
})

it('a stated capacity up to what physics gives stands as it is', () => {
  const { route, codes } = load('capacity: 90 Gb/s, line: { fibrePairs: 100 }')
  expect(codes).toEqual([])
  expect(route!.capacityGbps).toBe(90)
  expect(route!.isCapacityDerived).toBeUndefined()
})

it('a stated capacity above physics is a warning at its place, and stands', () => {
  const { route, codes } = load('capacity: 110 Gb/s, line: { fibrePairs: 100 }')
  expect(codes).toEqual(['warning fleet/capacity-above-physics'])
  expect(route!.capacityGbps).toBe(110)
})

it('a route that says nothing of what it carries is refused', () => {
  expect(load('')).toMatchObject({ ok: false, codes: ['error fleet/no-capacity'] }) // prettier-ignore
  expect(load('line: { fibrePairs: 2 }', false)).toMatchObject({ ok: false, codes: ['error fleet/no-capacity'] }) // prettier-ignore
})

it('a line that no light passes is refused with the reason', () => {
  const { ok, codes } = load('line: { fibrePairs: 1, fibre: string }')
  expect({ ok, codes }).toEqual({ ok: false, codes: ['error fleet/dark-line'] })
})
