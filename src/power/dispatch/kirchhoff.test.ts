import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findLoops } from './kirchhoff.ts'
import type { EnergyModel } from './model.ts'

const arbitraryNetwork = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc.record({
      count: fc.constant(count),
      ends: fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), {
        maxLength: 14,
      }),
    }),
  )
  .map(({ count, ends }): EnergyModel => ({
    snapshots: { count: 1 },
    buses: Array.from({ length: count }, (_, index) => ({ id: `${index}` })),
    lines: ends.map(([from, to], index) => ({
      id: `${index}`,
      from: `${from}`,
      to: `${to}`,
      reactanceOhm: 1,
      capacityMw: { kind: 'fixed', amount: 1 },
    })),
  }))

const componentsOf = ({ buses, lines = [] }: EnergyModel): number => {
  const rootOf = new Map(buses.map(({ id }) => [id, id]))
  for (const { from, to } of lines) {
    const [old, next] = [rootOf.get(from), rootOf.get(to)]
    for (const [id, root] of rootOf) if (root === old) rootOf.set(id, next ?? id)
  }
  return new Set(rootOf.values()).size
}

it('there are as many loops as lines beyond a spanning tree', () => {
  fc.assert(
    fc.property(arbitraryNetwork, (model) => {
      const lines = model.lines?.length ?? 0
      const beyond = lines - model.buses.length + componentsOf(model)
      expect(findLoops(model).length).toBe(beyond)
    }),
  )
})

it('a flow around any loop changes no balance', () => {
  fc.assert(
    fc.property(arbitraryNetwork, (model) => {
      for (const { lines } of findLoops(model)) {
        const net = new Map<string, number>()
        for (const { index, direction } of lines) {
          const line = model.lines?.[index]
          if (line === undefined) continue
          net.set(line.from, (net.get(line.from) ?? 0) - direction)
          net.set(line.to, (net.get(line.to) ?? 0) + direction)
        }
        expect([...net.values()].every((sum) => sum === 0)).toBe(true)
      }
    }),
  )
})
