import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cables, hubs, links } from './backbone-links.ts'
import { quickestWay, wayMs } from './backbone.ts'
import type { RouteFactors } from './backbone.ts'
import { rttBetween, rttFactors, rttFloorMs, rttP95Ratio } from './rtt.ts'
import { rttCases } from './rtt-cases.ts'
import { rttMetros } from './rtt-metros.ts'
import { greatCircleKm } from './distance.ts'
import type { Place } from './distance.ts'

const metro = (name: string): Place => {
  const place = rttMetros[name]
  if (place === undefined) throw new Error(`no ${name}`)
  return place
}
const median = (a: string, b: string): number => {
  const outcome = rttBetween({ a: metro(a), b: metro(b) })
  return outcome.kind === 'estimated' ? outcome.p50Ms : NaN
}

const fitted = rttCases.filter(({ split }) => split === 'fitted')
const meanError = (factors: RouteFactors): number =>
  fitted.reduce((sum, { a, b, rttMs }) => {
    const ms = factors.endsMs + wayMs(quickestWay(a, b, factors), factors)
    return sum + Math.abs(ms / rttMs - 1)
  }, 0) / fitted.length

describe('the factors', () => {
  it('are the best near them on the fitted rows: none can move by a twentieth and gain', () => {
    const least = meanError(rttFactors)
    for (const key of ['land', 'sea', 'perHubMs', 'endsMs'] as const)
      for (const scale of [0.95, 1.05])
        expect(meanError({ ...rttFactors, [key]: rttFactors[key] * scale })).toBeGreaterThan(
          least - 1e-4,
        )
  })

  it('no metro of a fitted row is in a held-out metro, and neither half is small', () => {
    const heldOut = rttCases.filter(({ split }) => split === 'held-out')
    const seen = new Set(fitted.flatMap(({ a, b }) => [a, b]))
    for (const { a, b } of heldOut) expect(seen.has(a) && seen.has(b)).toBe(false)
    expect(fitted).toHaveLength(147)
    expect(heldOut).toHaveLength(169)
  })

  it('the ratio of the tail is the median of the fitted rows', () => {
    const ratios = fitted
      .flatMap(({ rttMs, rttP95Ms }) => (rttP95Ms === undefined ? [] : [rttP95Ms / rttMs]))
      .sort((a, b) => a - b)
    expect(ratios[Math.floor(ratios.length / 2)]).toBeCloseTo(rttP95Ratio, 3)
  })
})

describe('detours that a great circle misses', () => {
  it('Israel reaches the Gulf by way of Europe', () => {
    expect(median('Tel Aviv', 'Dubai')).toBeGreaterThan(
      4 * rttFloorMs(metro('Tel Aviv'), metro('Dubai')),
    )
  })
  it('Cape Town reaches Singapore by way of Europe', () => {
    const direct = rttFloorMs(metro('Cape Town'), metro('Singapore'))
    expect(median('Cape Town', 'Singapore')).toBeGreaterThan(2.5 * direct)
  })
  it('Frankfurt reaches Osaka round Asia or America, not through Russia', () => {
    expect(median('Frankfurt', 'Osaka')).toBeGreaterThan(200)
  })
})

describe('a round trip below its floor is refused', () => {
  const [a, b] = [metro('San Jose'), metro('Quincy')]
  it('as a measurement', () => {
    expect(rttBetween({ a, b, measuredMs: 6 }).kind).toBe('below-floor')
    expect(rttBetween({ a, b, measuredMs: 25 })).toMatchObject({ p50Ms: 25, basis: 'measured' })
  })
  it('as a route', () => {
    expect(rttBetween({ a, b, routeKm: 900 }).kind).toBe('below-floor')
    expect(rttBetween({ a, b, routeKm: 1400 })).toMatchObject({ basis: 'route' })
  })
  it('none of the public rows is', () => {
    for (const { a: from, b: to, rttMs } of rttCases)
      expect(rttBetween({ a: from, b: to, measuredMs: rttMs }).kind).toBe('estimated')
  })
})

it('a known route is light in fibre and nothing else, so that zero length takes no time', () => {
  const a = metro('Paris')
  expect(rttBetween({ a, b: a, routeKm: 0 })).toMatchObject({ p50Ms: 0, p95Ms: 0 })
  const outcome = rttBetween({ a, b: metro('London'), routeKm: 1000 })
  expect(outcome.kind === 'estimated' && outcome.p50Ms).toBeCloseTo(9.79, 2)
})

it('within a metro it is as within a region, and nearer is never slower', () => {
  const paris = metro('Paris')
  const at = (degreesNorth: number): number => {
    const outcome = rttBetween({
      a: paris,
      b: { ...paris, latitude: paris.latitude + degreesNorth },
    })
    return outcome.kind === 'estimated' ? outcome.p50Ms : NaN
  }
  expect(at(0)).toBeCloseTo(3, 6)
  const times = [0, 0.2, 0.5, 0.85, 1, 1.5].map(at)
  expect([...times].sort((a, b) => a - b)).toEqual(times)
})

describe('where the map has no hub near', () => {
  const at = (latitude: number, longitude: number): Place => ({ latitude, longitude })
  const told = (a: Place, b: Place) => {
    const outcome = rttBetween({ a, b })
    if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
    return outcome
  }
  it('neighbours do not meet over another sea: Istanbul and Sofia, Baghdad and Kuwait', () => {
    expect(told(at(41.01, 28.98), at(42.7, 23.32)).p50Ms).toBeLessThan(20)
    expect(told(at(33.31, 44.36), at(29.37, 47.98)).p50Ms).toBeLessThan(20)
  })
  it('the answer says that its error is not known, and elsewhere does not', () => {
    expect(told(at(41.01, 28.98), at(42.7, 23.32)).note).toContain('its error is not known')
    expect(told(metro('Paris'), metro('London')).note).not.toContain('not known')
  })
  it('two places of one metro are near whichever hubs they have: Calais and Lille', () => {
    expect(told(at(50.95, 1.86), at(50.63, 3.06)).p50Ms).toBeLessThan(6)
  })
})

it('a cable of published length lies on a drawn link and is no shorter than the line', () => {
  for (const { name, from, to, lengthKm } of cables) {
    const link = links.find((each) => each.from === from && each.to === to)
    expect(link?.cableKm, name).toBe(lengthKm)
    const [a, b] = [hubs[from], hubs[to]]
    const shortestKm = greatCircleKm(
      { latitude: a[1], longitude: a[2] },
      { latitude: b[1], longitude: b[2] },
    )
    expect(lengthKm).toBeGreaterThan(shortestKm)
  }
})

it('every hub is on a link, and every place on Earth has a way to every other', () => {
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]))
  expect(Object.keys(hubs).filter((hub) => !linked.has(hub as keyof typeof hubs))).toEqual([])
})

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
})

it('any two places have a finite round trip above the floor, the same both ways', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const [there, back] = [rttBetween({ a, b }), rttBetween({ a: b, b: a })]
      if (there.kind !== 'estimated' || back.kind !== 'estimated') throw new Error(there.kind)
      expect(Number.isFinite(there.p50Ms)).toBe(true)
      expect(there.p50Ms).toBeGreaterThanOrEqual(there.floorMs)
      expect(there.p95Ms).toBeGreaterThanOrEqual(there.p50Ms)
      expect(back.p50Ms).toBeCloseTo(there.p50Ms, 6)
    }),
    { numRuns: 300 },
  )
})

it('hostile coordinates and times are refused', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.double(), (latitude, longitude, measuredMs) => {
      const outcome = rttBetween({ a: { latitude, longitude }, b: metro('Paris'), measuredMs })
      const numbers = Object.values(outcome).filter((value) => typeof value === 'number')
      expect(numbers.every(Number.isFinite)).toBe(true)
    }),
  )
})
