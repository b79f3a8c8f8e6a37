import { describe, expect, it } from 'vitest'
import {
  accelerator,
  acceleratorKinds,
  accelerators,
  fibreDelayMsPerKm,
  fibreFigures,
} from './index.ts'
import { jurisdictions } from './index.ts'
import type { Figure } from './index.ts'

const figuresOf = (entry: object): [string, Figure][] =>
  Object.entries(entry).filter((pair): pair is [string, Figure] => typeof pair[1] === 'object')

const figures = [
  ...accelerators.flatMap((entry) =>
    figuresOf(entry).map(([name, figure]) => ({ name: `${entry.kind} ${name}`, figure })),
  ),
  ...figuresOf(fibreFigures).map(([name, figure]) => ({ name: `fibre ${name}`, figure })),
]

const today = '2026-11-22'

describe('every figure has value, unit, mark, source and date', () => {
  it.each(figures)('$name', ({ figure }) => {
    expect(figure.value).toBeGreaterThan(0)
    expect(figure.unit).not.toBe('')
    expect(['published', 'assumed']).toContain(figure.provenance)
    expect(figure.source.length).toBeGreaterThan(15)
    expect(figure.asOf).toMatch(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    expect(figure.asOf <= today).toBe(true)
  })

  it('each accelerator has all four figures', () => {
    for (const entry of accelerators) expect(figuresOf(entry)).toHaveLength(4)
    expect(figures).toHaveLength(7 * 4 + 4)
  })

  it('so has every jurisdiction', () => {
    for (const { code, name, source, asOf } of jurisdictions) {
      expect(code).toMatch(/^[A-Z]{2,3}(-[A-Z]{2})?$/)
      expect(name).not.toBe('')
      expect(source.length).toBeGreaterThan(15)
      expect(asOf).toMatch(/^\d{4}-\d{2}$/)
    }
  })
})

describe('accelerators', () => {
  it('a kind names one entry and an unknown kind none', () => {
    expect(new Set(acceleratorKinds).size).toBe(7)
    for (const kind of acceleratorKinds) expect(accelerator(kind)?.kind).toBe(kind)
    expect(accelerator('h100')).toBeUndefined()
    expect(accelerator('constructor')).toBeUndefined()
  })

  it('a node draws more than its chips alone, and less than twice as much', () => {
    for (const { chipTdpW, acceleratorsPerNode, nodeItKw } of accelerators) {
      const chipsKw = (chipTdpW.value * acceleratorsPerNode.value) / 1000
      expect(nodeItKw.value).toBeGreaterThan(chipsKw)
      expect(nodeItKw.value).toBeLessThan(2 * chipsKw)
    }
  })
})

it('light needs 4.9 microseconds for a km of fibre, one way', () => {
  expect(fibreDelayMsPerKm * 1000).toBeCloseTo(4.897, 3)
})
