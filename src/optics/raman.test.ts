import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ramanLine } from './cases/gnpy-raman.ts'
import { standardFibre } from './cases/gnpy-parts.ts'
import type { Span } from './element.ts'
import { estimateLine } from './line.ts'
import type { Line } from './line-input.ts'
import { ramanPerWm } from './raman-gain.ts'
import { ramanProfile } from './raman-profile.ts'
import type { PowerProfile } from './raman-profile.ts'
import type { Received } from './receive.ts'

const received = (line: Line): Received => {
  const outcome = estimateLine(line)
  if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
  return outcome.received
}
const span: Span = { kind: 'span', fibre: standardFibre, lengthKm: 80 }
const wide = [{ channels: 24, firstThz: 186.5, spacingGhz: 400, symbolRateGbd: 32 }]

const solved = (lossDbPerKm: number, inputW: readonly number[], backward = 0): PowerProfile => {
  const hz = Float64Array.of(192e12, 195e12, 204e12).slice(0, inputW.length)
  const section = {
    fibre: { ...standardFibre, lossDbPerKm },
    lengthM: 40_000,
    lumpedLosses: [],
  }
  const waves = { hz, inputW: Float64Array.from(inputW), backward }
  const profile = ramanProfile(section, waves)
  if (profile === undefined) throw new Error('unsolved')
  return profile
}

it('light gives energy to lower frequencies only, and photon for photon', () => {
  const gain = ramanPerWm({ fibre: standardFibre }, 192e12, 205e12)
  const loss = ramanPerWm({ fibre: standardFibre }, 205e12, 192e12)
  expect(gain).toBeGreaterThan(0)
  expect(loss).toBeCloseTo((-gain * 205) / 192, 12)
  expect(ramanPerWm({ fibre: standardFibre }, 192e12, 192e12)).toBe(0)
})

it('without loss the photons of all waves together stay as many', () => {
  const { powerW, points } = solved(1e-9, [0.05, 0.1, 0.2])
  const photonsAt = (point: number): number =>
    [192, 195, 204].reduce((sum, thz, i) => sum + (powerW[i * points + point] ?? 0) / thz, 0)
  for (const point of [50, 100, points - 1])
    expect(photonsAt(point) / photonsAt(0)).toBeCloseTo(1, 4)
})

it('waves too weak to scatter decay as loss says', () => {
  const { powerW, points } = solved(0.2, [1e-9, 1e-9, 1e-9])
  expect((powerW[points - 1] ?? 0) / 1e-9).toBeCloseTo(10 ** -0.8, 7)
})

it('a pump from the end amplifies most near the end', () => {
  const { powerW, points } = solved(0.2, [1e-4, 1e-4, 0.3], 1)
  const plain = solved(0.2, [1e-4, 1e-4])
  const gainAt = (share: number): number => {
    const [k, l] = [Math.round(share * (points - 1)), Math.round(share * (plain.points - 1))]
    return (powerW[k] ?? 0) / (plain.powerW[l] ?? 1)
  }
  expect(gainAt(0.5)).toBeGreaterThan(1)
  expect(gainAt(1) / gainAt(0.75)).toBeGreaterThan(gainAt(0.5) / gainAt(0.25))
})

it('scattering between channels tilts a wide comb towards low frequencies', () => {
  const raman = { interference: 'closed-form' } as const
  const tilted = received({ channels: wide, launchDbm: 8, elements: [span], raman })
  const level = received({ channels: wide, launchDbm: 8, elements: [span] })
  const changeDb = tilted.channels.powerDbm.map((db, i) => db - (level.channels.powerDbm[i] ?? 0))
  expect(changeDb[0]).toBeGreaterThan(0.1)
  expect(changeDb[23]).toBeLessThan(-0.1)
})

it('where power only decays the generalised model agrees with the closed form', () => {
  const channels = [{ channels: 9, firstThz: 193, spacingGhz: 50, symbolRateGbd: 32, rollOff: 0 }]
  const line: Line = { channels, launchDbm: -20, elements: [span] }
  const closed = received(line).channels.nliSnrDb
  const general = received({ ...line, raman: {} }).channels.nliSnrDb
  general.forEach((db, i) => expect(Math.abs(db - (closed[i] ?? 0))).toBeLessThan(0.5))
})

it('a stronger pump leaves more power and more noise', () => {
  const [pumped] = ramanLine.elements
  if (pumped?.kind !== 'span') throw new Error('no span')
  const at = (powerMw: number): Received => {
    const pumps = [{ powerMw, frequencyThz: 205, direction: 'backward' as const }]
    const channels = [{ channels: 4, firstThz: 193, spacingGhz: 100, symbolRateGbd: 32 }]
    return received({ channels, launchDbm: 0, elements: [{ ...pumped, pumps }] })
  }
  const [weak, strong] = [at(100), at(300)]
  expect(strong.channels.powerDbm[0]).toBeGreaterThan((weak.channels.powerDbm[0] ?? 0) + 3)
  expect(strong.channels.osnrDb[0]).toBeLessThan(weak.channels.osnrDb[0] ?? 0)
})

it('too many spans with Raman scattering are refused, not computed for minutes', () => {
  const elements = Array.from({ length: 300 }, () => span)
  const outcome = estimateLine({ channels: wide, launchDbm: 0, elements, raman: {} })
  if (outcome.kind !== 'refused') throw new Error(outcome.kind)
  expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['line/too-much-raman'])
})

it.each([
  ['closed-form', 60],
  ['generalised', 6],
] as const)(
  'no pump, however strong, gives a figure that is not finite (%s)',
  (interference, numRuns) => {
    const pump = fc.record({
      powerMw: fc.double({ min: 1e-3, max: 10_000, noNaN: true }),
      frequencyThz: fc.double({ min: 180, max: 215, noNaN: true }),
      direction: fc.constantFrom('forward' as const, 'backward' as const),
    })
    const kinds = new Set<string>()
    fc.assert(
      fc.property(fc.array(pump, { minLength: 1, maxLength: 3 }), (pumps) => {
        const channels = [{ channels: 3, firstThz: 193, spacingGhz: 100, symbolRateGbd: 32 }]
        const outcome = estimateLine({
          channels,
          launchDbm: 0,
          elements: [{ ...span, pumps }],
          raman: { interference },
        })
        kinds.add(outcome.kind)
        if (outcome.kind !== 'estimated') return
        const figures = Object.values(outcome.received.channels).flatMap((each) => [...each])
        expect(figures.filter((each) => !Number.isFinite(each))).toEqual([])
      }),
      { numRuns },
    )
    expect(kinds).toContain('estimated')
  },
)
