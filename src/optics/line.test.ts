import { expect, it } from 'vitest'
import { amplifiers, amplifierOf, standardFibre } from './cases/gnpy-parts.ts'
import { cleanLines, lineFor } from './cases/clean-lines.ts'
import type { Element, Span } from './element.ts'
import { estimateLine } from './line.ts'
import type { LineOutcome } from './line.ts'
import type { Line } from './line-input.ts'
import type { Received } from './receive.ts'

const group = { channels: 40, firstThz: 192, spacingGhz: 50, symbolRateGbd: 32 }
const span: Span = { kind: 'span', fibre: standardFibre, lengthKm: 80 }
const withConnector = (inputConnectorDb: number): Span => ({ ...span, inputConnectorDb })
const lineOf = (elements: readonly Element[], launchDbm = 0): Line => ({
  channels: [group],
  launchDbm,
  elements,
})
const received = (line: Line): Received => {
  const outcome = estimateLine(line)
  if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
  return outcome.received
}
const codesOf = (outcome: LineOutcome): readonly string[] =>
  outcome.kind === 'refused' ? outcome.diagnostics.map(({ code }) => code) : []

it('a dB more at launch is a dB less in the first connector', () => {
  const louder = received(lineOf([withConnector(1), amplifierOf(amplifiers.medium, 16)], 1))
  const cleaner = received(lineOf([withConnector(0), amplifierOf(amplifiers.medium, 16)], 0))
  louder.channels.gsnrDb.forEach((db, i) => {
    expect(db).toBeCloseTo(cleaner.channels.gsnrDb[i] ?? 0, 9)
  })
})

it('dispersion and latency add up, PMD adds as squares', () => {
  const short: Span = {
    ...span,
    lengthKm: 30,
    fibre: { ...standardFibre, dispersionPsPerNmKm: 4, pmdPsPerSqrtKm: 0.2 },
  }
  const { channelMean } = received(lineOf([span, short, span, short]))
  expect(channelMean.dispersionPsPerNm).toBeCloseTo(2 * (80 * 16.7 + 30 * 4), 6)
  expect(channelMean.pmdPs).toBeCloseTo(Math.sqrt(2 * (80 * 0.04 ** 2 + 30 * 0.2 ** 2)), 9)
  expect(channelMean.latencyMs).toBeCloseTo((220 * 1.468) / 299.792458, 9)
})

it('twice the spans of one kind halve the GSNR, but for what is depleted', () => {
  const [clean] = cleanLines
  if (clean === undefined) throw new Error('no case')
  for (const spans of [1, 2, 4]) {
    const gsnrOf = (count: number): number =>
      received(lineFor({ ...clean, spans: count }, -3)).channels.gsnrDb[48] ?? 0
    const lost = gsnrOf(spans) - gsnrOf(2 * spans)
    expect(Math.abs(lost - 10 * Math.log10(2))).toBeLessThan(0.02)
  }
})

it('a longer line is never better, whatever the launch power', () => {
  for (const dbm of [-10, -2, 4, 9]) {
    let last = Infinity
    for (const spans of [1, 2, 3, 5, 8]) {
      const unit = [span, amplifierOf(amplifiers.medium, 16)]
      const elements = Array.from({ length: spans }, () => unit).flat()
      const { gsnrDb } = received(lineOf(elements, dbm)).worstChannel
      expect(gsnrDb).toBeLessThan(last)
      last = gsnrDb
    }
  }
})

it('a saturated amplifier gives its power and no more', () => {
  const outcome = estimateLine(lineOf([span, amplifierOf(amplifiers.medium, 26)], 12))
  if (outcome.kind !== 'estimated') throw new Error(JSON.stringify(outcome))
  const state = outcome.amplifiers[0]?.bands[0]
  expect(state?.isSaturated).toBe(true)
  expect(state?.outputDbm).toBeCloseTo(21, 2)
  expect((state?.inputDbm ?? 0) + (state?.gainDb ?? 0)).toBeCloseTo(21, 9)
})

it('a ROADM attenuates to its target and amplifies nothing', () => {
  const roadm: Element = { kind: 'roadm', target: { kind: 'channel', dbm: -20 } }
  expect(received(lineOf([roadm], 0)).channels.powerDbm[0]).toBeCloseTo(-20, 9)
  expect(received(lineOf([roadm], -25)).channels.powerDbm[0]).toBeCloseTo(-25, 9)
  const density: Element = { kind: 'roadm', target: { kind: 'symbol-rate', mwPerGhz: 1e-3 } }
  expect(received(lineOf([density], 0)).channels.powerDbm[0]).toBeCloseTo(-14.9485, 3)
})

it('two symbol rates share a comb, and channels keep the order of their frequencies', () => {
  const channels = [
    { channels: 10, firstThz: 194, spacingGhz: 75, symbolRateGbd: 64 },
    { channels: 10, firstThz: 193, spacingGhz: 50, symbolRateGbd: 32 },
  ]
  const { frequencyThz, channels: found } = received({ channels, launchDbm: 0, elements: [span] })
  expect([...frequencyThz]).toEqual([...frequencyThz].toSorted((a, b) => a - b))
  // Twice the rate at equal power is half the density: less interference.
  expect(found.nliSnrDb[15]).toBeGreaterThan(found.nliSnrDb[5] ?? 0)
})

it.each([
  ['no length', { ...span, lengthKm: 0 }, 'line/out-of-range'],
  ['a negative length', { ...span, lengthKm: -80 }, 'line/out-of-range'],
  ['a length that is no number', { ...span, lengthKm: NaN }, 'line/out-of-range'],
  ['a negative loss', { kind: 'loss', lossDb: -3 }, 'line/out-of-range'],
  ['no gain', amplifierOf(amplifiers.test, NaN), 'line/out-of-range'],
  ['a negative gain', amplifierOf(amplifiers.test, -1), 'line/out-of-range'],
  ['no amplifier for a band', { kind: 'amplifier', bands: [] }, 'line/no-amplifier'],
  [
    'a noise figure below the quantum limit',
    amplifierOf({ ...amplifiers.fixed, noise: { kind: 'fixed', noiseFigureDb: 2.5 } }, 20),
    'line/below-quantum-limit',
  ],
  [
    'a noise figure that no two coils have',
    amplifierOf(
      {
        gainMinDb: 5,
        gainMaxDb: 24,
        noise: { kind: 'two-stage', noiseFigureMinDb: 6.1, noiseFigureMaxDb: 19.2 },
      },
      20,
    ),
    'line/no-two-stage',
  ],
  [
    'a mode that is not guided',
    { ...span, fibre: { ...standardFibre, effectiveAreaUm2: 8000 } },
    'line/mode-not-guided',
  ],
] as const satisfies readonly (readonly [string, Element, string])[])(
  'a line with %s is refused',
  (_, element, code) => {
    expect(codesOf(estimateLine(lineOf([element])))).toEqual([code])
  },
)

it('all that is wrong is said at once, each at its place', () => {
  const outcome = estimateLine({
    channels: [{ ...group, spacingGhz: 20 }],
    launchDbm: 99,
    elements: [{ ...span, lengthKm: -1, paddingDb: -1 }],
  })
  if (outcome.kind !== 'refused') throw new Error(outcome.kind)
  expect(outcome.diagnostics.map(({ pointer }) => pointer)).toEqual([
    '/launchDbm',
    '/channels',
    '/elements/0/lengthKm',
    '/elements/0/paddingDb',
  ])
})

it('a channel without signal is dark, and where it went dark is said', () => {
  const lost: Element = { kind: 'loss', lossDb: 199 }
  expect(estimateLine(lineOf([span, lost]))).toEqual({ kind: 'dark', element: 1, channel: 0 })
})
