import { expect, it } from 'vitest'
import { standardFibre } from './cases/gnpy-parts.ts'
import type { Span } from './element.ts'
import { estimateSpans } from './estimate-spans.ts'
import { noiseToSignal, optimumPowerDbm, optimumPowerW, spanBudget } from './launch-power.ts'
import { combOf } from './spectrum.ts'

const group = { channels: 32, firstThz: 191.4, spacingGhz: 150, symbolRateGbd: 130 }
const span: Span = { kind: 'span', fibre: standardFibre, lengthKm: 80, inputConnectorDb: 0.5 }

it('at the best power interference is half the amplifier noise, and no other power is better', () => {
  const budget = spanBudget(span, combOf([group]), 5)
  const best = optimumPowerW(budget)
  expect(budget.etaPerW2 * best ** 3).toBeCloseTo(budget.aseW / 2, 12)
  for (const ratio of [0.5, 0.9, 0.99, 1.01, 1.1, 2])
    expect(noiseToSignal(budget, best * ratio)).toBeGreaterThan(noiseToSignal(budget, best))
})

it('a connector before the fibre raises the best launch power by its loss', () => {
  const bare = { ...span, inputConnectorDb: 0 }
  const request = { channels: [group], noiseFigureDb: 5 }
  const dbm = optimumPowerDbm({ ...request, span })
  expect(dbm - optimumPowerDbm({ ...request, span: bare })).toBeCloseTo(0.5, 9)
})

it('spans at their best power beat spans a dB beside it', () => {
  const spans = Array.from({ length: 10 }, () => ({
    lengthKm: 80,
    lossDbPerKm: 0.2,
    dispersionPsPerNmKm: 16.7,
    effectiveAreaUm2: 83,
    connectorLossDb: 0.3,
  }))
  const gsnrAt = (launch: 'optimum' | number): number => {
    const outcome = estimateSpans({ spans, noiseFigureDb: 5, comb: group, launch })
    if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
    return outcome.received.channels.gsnrDb[16] ?? 0
  }
  const { launchDbm = [] } = estimateSpans({
    spans,
    noiseFigureDb: 5,
    comb: group,
    launch: 'optimum',
  })
  const [best = 0] = launchDbm
  expect(gsnrAt('optimum')).toBeCloseTo(gsnrAt(best), 9)
  expect(gsnrAt(best)).toBeGreaterThan(gsnrAt(best - 1))
  expect(gsnrAt(best)).toBeGreaterThan(gsnrAt(best + 1))
})

it('a request is refused at its own places', () => {
  const outcome = estimateSpans({
    spans: [
      {
        lengthKm: -1,
        lossDbPerKm: 0.2,
        dispersionPsPerNmKm: 16.7,
        effectiveAreaUm2: 83,
        connectorLossDb: 0,
      },
    ],
    noiseFigureDb: 2,
    comb: { ...group, channels: 0 },
    launch: 'optimum',
  })
  if (outcome.kind !== 'refused') throw new Error(outcome.kind)
  expect(outcome.diagnostics.map(({ pointer }) => pointer)).toEqual([
    '/noiseFigureDb',
    '/comb/channels',
    '/spans/0/lengthKm',
  ])
})
