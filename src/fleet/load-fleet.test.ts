import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Fleet } from './fleet.ts'
import { loadFleet, loadFleetBytes } from './load-fleet.ts'

const laptop = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url), 'utf8')

const load = (text: string): Fleet => {
  const loaded = loadFleet(text, 'fleet.yaml')
  expect(loaded.ok ? [] : loaded.diagnostics).toEqual([])
  return (loaded as { value: Fleet }).value
}

const found = (text: string): readonly string[] => {
  const loaded = loadFleet(text, 'fleet.yaml')
  const diagnostics = loaded.ok ? loaded.notes : loaded.diagnostics
  return diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

it('the smallest fleet comes in canonical units with its defaults', () => {
  const fleet = load(laptop)
  expect(fleet.sites[0]).toMatchObject({
    halls: [{ id: 'hall', itMw: 0.1 }],
    pools: [{ nodeKw: 10.2 }],
    pue: { kind: 'constant', value: 1.2 },
    supplies: [{ capacityMw: 0.2, envelope: [], energyPriceUsdPerMwh: 62, carbonKgPerMwh: 400 }],
    state: 'open',
  })
  expect(fleet.spans[0]).toEqual({
    id: 'desk-shed',
    from: 'desk-gw',
    to: 'shed-gw',
    lengthKm: 1580,
    srlgs: ['duct'],
  })
  expect(fleet.prices).toEqual({
    currency: 'USD',
    accelerators: [
      { accelerator: 'h100-sxm', usdPerAcceleratorH: '2.95', fromMs: Date.UTC(2026, 0, 1) },
    ],
    carbonUsdPerTonne: 0,
    egressUsdPerGb: 0,
  })
  expect(fleet.policy).toEqual({
    fairShareHalfLifeH: 168,
    starvationAfterH: 24,
    startWindowS: 120,
    siteLostAfterS: 600,
    retryBackoffS: { first: 10, max: 900 },
  })
})

it('every optional part of a site is read', () => {
  const text = laptop
    .replace(
      'pue: 1.2\n',
      `pue: { points: [{ temperature: -5 C, pue: 1.1 }, { temperature: 30 C, pue: 1.4 }],
            temperatureByHourUtc: [${Array.from({ length: 24 }, (_, h) => `${h - 4} C`).join(', ')}] }
    wue: 1.4 L/kWh
    water: 500 m3/day
    ramp: 10 MW/min
    interconnection: 400 kVA
    state: drained
`,
    )
    .replace(
      'energyPrice: 62 USD/MWh',
      `energyPrice: [${Array.from({ length: 24 }, (_, h) => `${h} USD/MWh`).join(', ')}],
          envelope: [{ daily: "22:30-06:00", max: 50 kW },
            { from: 2026-07-01T00:00:00Z, to: 2026-07-02T00:00:00+02:00, max: 0 MW }]`,
    )
  const site = load(text).sites[0]
  expect(site).toMatchObject({
    pue: { kind: 'by-temperature', points: [{ temperatureC: -5, value: 1.1 }, {}] },
    wueLPerKwh: 1.4,
    waterMaxM3PerDay: 500,
    rampMaxMwPerMin: 10,
    interconnectionMva: 0.4,
    state: 'drained',
  })
  expect(site?.supplies[0]?.energyPriceUsdPerMwh).toHaveLength(24)
  expect(site?.supplies[0]?.envelope).toEqual([
    { kind: 'daily', fromHourUtc: 22.5, toHourUtc: 6, maxMw: 0.05 },
    {
      kind: 'dated',
      fromMs: Date.UTC(2026, 6, 1),
      toMs: Date.UTC(2026, 6, 1, 22),
      maxMw: 0,
    },
  ])
})

it('all problems come at once: of the schema and of the checks behind it', () => {
  const text = laptop
    .replace('itPower: 100 kW', 'itPower: 100 kW facility')
    .replace('srlgs: [duct]', 'srlgs: [dutc]')
    .replace('desk-shed, from: desk-gw', 'desk-shed, from: desk-gw, lenght: 3')
    .replace('quota: { accelerators: 32', 'quota: { accelerators: -1')
  expect(found(text)).toEqual([
    'units/wrong-power-level 12:34',
    'schema/unknown-key 38:37',
    'schema/out-of-range 42:63',
  ])
  expect(found(laptop.replace('srlgs: [duct]', 'srlgs: [dutc]').replace('1.2\n', '0.5\n'))).toEqual(
    ['schema/out-of-range 15:10', 'fleet/unknown-srlg 38:75'],
  )
})

it('a broken site drags nothing after it: references to it hold', () => {
  expect(found(laptop.replace('nodes: 2', 'nodes: two'))).toEqual(['schema/wrong-type 14:50'])
})

it('a missing key and an unknown one that differ only in case are one message', () => {
  expect(found(laptop.replace('itPower', 'ITpower'))).toEqual(['schema/unknown-key 12:25'])
})

it('a warning does not stop a fleet from loading', () => {
  expect(found(laptop.replace('capacity: 0.2 MW', 'capacity: 0.1 MW'))).toEqual(['fleet/halls-over-supplies 17:7']) // prettier-ignore
})

it('a byte order mark and Windows line ends change nothing', () => {
  expect(load(`\ufeff${laptop.replaceAll('\n', '\r\n')}`)).toEqual(load(laptop))
})

it('a fleet as JSON is the same fleet', () => {
  const text = `{"gridloom":1,"name":"x","sites":[],"tenants":[],"prices":{"currency":"USD","accelerators":[]}}`
  expect(found(text)).toEqual(['schema/out-of-range 1:34', 'schema/out-of-range 1:47'])
})

it('bytes and text give the same', () => {
  expect(loadFleetBytes(new TextEncoder().encode(laptop), 'a')).toEqual(loadFleet(laptop, 'a'))
})
