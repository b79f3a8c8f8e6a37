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

/** A figure may stand in a group, as peaks do, and carry alternatives, which are figures too. */
const figuresOf = (entry: object): [string, Figure][] =>
  Object.entries(entry).flatMap(([name, value]): [string, Figure][] => {
    if (typeof value !== 'object' || value === null) return []
    if (!('unit' in value)) return figuresOf(value)
    const found = value as Figure
    return [
      [name, found],
      ...(found.alternatives ?? []).map((other): [string, Figure] => [`${name} else`, other]),
    ]
  })

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
    expect(['high', 'medium', 'low']).toContain(figure.confidence)
    if (figure.provenance === 'assumed') expect(figure.confidence).toBe('low')
    expect(figure.choice === undefined).toBe(figure.alternatives === undefined)
    for (const other of figure.alternatives ?? []) {
      expect(other.unit).toBe(figure.unit)
      expect(other.value).not.toBe(figure.value)
    }
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
    expect(new Set(acceleratorKinds).size).toBe(18)
    expect(acceleratorKinds).toHaveLength(18)
    for (const kind of acceleratorKinds) expect(accelerator(kind)?.kind).toBe(kind)
    expect(accelerator('h100')).toBeUndefined()
    expect(accelerator('constructor')).toBeUndefined()
  })

  it('keeps what fleets already reckon with', () => {
    const known = accelerators.map(
      ({ kind, chipTdpW, nodeItKw, acceleratorsPerNode, memoryGb }) =>
        `${kind} ${chipTdpW.value} ${nodeItKw.value} ${acceleratorsPerNode.value} ${memoryGb.value}`,
    )
    expect(known).toEqual(
      expect.arrayContaining([
        'h100-sxm 700 10.2 8 80',
        'h200-sxm 700 10.2 8 141',
        'b200 1000 14.3 8 180',
        'gb200-nvl72 1200 132 72 186',
        'gb300-nvl72 1400 132 72 288',
        'mi300x 750 10.6 8 192',
        'mi355x 1400 15.6 8 288',
      ]),
    )
  })

  it('half the precision is never slower', () => {
    for (const { peakTflops } of accelerators) {
      const { bf16, fp8, fp4 } = peakTflops
      expect(fp8?.value ?? Infinity).toBeGreaterThan(bf16.value)
      if (fp4 !== undefined) expect(fp4.value).toBeGreaterThanOrEqual(fp8?.value ?? Infinity)
    }
  })

  it('memory is read faster than the scale-up network carries, and that faster than the NIC', () => {
    for (const { memoryTbPerS, scaleUpGbPerS, nicGbps } of accelerators) {
      expect(memoryTbPerS.value * 1000).toBeGreaterThan(scaleUpGbPerS.value)
      expect(scaleUpGbPerS.value / 2).toBeGreaterThan(nicGbps.value / 8)
    }
  })

  it('the scale-up domain holds whole nodes', () => {
    for (const { scaleUpDomain, acceleratorsPerNode } of accelerators)
      expect(scaleUpDomain.value % acceleratorsPerNode.value).toBe(0)
  })

  it('the watts chain up once: chip, its share of the node, its share at the meter', () => {
    for (const entry of accelerators) {
      const { chipTdpW, nodeItKw, acceleratorsPerNode, facilityWPerAccelerator } = entry
      const shareW = (nodeItKw.value * 1000) / acceleratorsPerNode.value
      expect(shareW).toBeGreaterThan(chipTdpW.value)
      if (facilityWPerAccelerator !== undefined)
        expect(facilityWPerAccelerator.value).toBeGreaterThan(shareW)
    }
  })

  it('a node draws more than its chips alone, and hardly more than twice as much', () => {
    for (const { chipTdpW, acceleratorsPerNode, nodeItKw } of accelerators) {
      const chipsKw = (chipTdpW.value * acceleratorsPerNode.value) / 1000
      expect(nodeItKw.value).toBeGreaterThan(chipsKw)
      // A DGX A100 is the widest: 6.5 kW published for 3.2 kW of chips.
      expect(nodeItKw.value).toBeLessThan(2.05 * chipsKw)
    }
  })
})

it('light needs 4.9 microseconds for a km of fibre, one way', () => {
  expect(fibreDelayMsPerKm * 1000).toBeCloseTo(4.897, 3)
})
