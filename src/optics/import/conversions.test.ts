import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadFleet, writeYaml } from '../../fleet/index.ts'
import { gnpySample, jsonSample, nativeSample, ofdsGeoJsonSample, ofdsSample, topohubSample } from './fake-files.ts' // prettier-ignore
import { createFleetIds } from './fleet-id.ts'
import { readGnpyTopology } from './gnpy-topology.ts'
import type { ImportedNetwork } from './imported-network.ts'
import { readOfds } from './ofds.ts'
import { readSndlib } from './sndlib.ts'
import { toFleetNetwork } from './to-fleet-network.ts'
import { toGeoJson } from './to-geojson.ts'
import { readTopohub } from './topohub.ts'

const readers = [readSndlib, readTopohub, readOfds, readGnpyTopology] as const
const samples = [
  nativeSample,
  ...[jsonSample, topohubSample, ofdsSample, ofdsGeoJsonSample, gnpySample].map((one) =>
    JSON.stringify(one),
  ),
]
const importedSamples = [
  readSndlib(nativeSample, 'a.txt'),
  readTopohub(samples[2] ?? '', 'a.json'),
  readOfds(samples[3] ?? '', 'a.json'),
  readOfds(samples[4] ?? '', 'a.json'),
  readGnpyTopology(samples[5] ?? '', 'a.json'),
].map((result) => {
  if (!result.ok) throw new Error('a sample is refused')
  return result.value
})

const rest = `
gridloom: 1
name: imported
sites:
  - id: here
    name: Here
    place: { town: Here, country: US, latitude: 10, longitude: 10 }
    grid: MISO
    balancingArea: MISO
    jurisdiction: { ground: [US], operator: [US] }
    halls: [{ id: hall, itPower: 1 MW }]
    pools: [{ id: h100, accelerator: h100-sxm, nodes: 1, acceleratorsPerNode: 8, nodePower: 11 kW }]
    pue: 1.2
    supplies: [{ id: firm, kind: grid-firm, capacity: 3 MW, energyPrice: 50 USD/MWh, carbon: 400 kg/MWh }]
    engine: { kind: simulated, seed: 1, allocate: 1 s, failureRate: 0 /h }
tenants: [{ id: acme, name: Acme, shares: 1, quota: { accelerators: 8, priorityMax: 9 } }]
prices:
  currency: USD
  accelerators: [{ accelerator: h100-sxm, price: 2.95 USD/h, from: 2026-01-01T00:00:00Z }]
`

describe('to a fleet file', () => {
  it('what was imported loads as the network of a fleet', () => {
    for (const imported of importedSamples) {
      const network = toFleetNetwork(imported)
      if (!network.ok) throw new Error(JSON.stringify(network.diagnostics))
      const { comments, ...lists } = network.value
      const yaml = writeYaml(lists, comments)
      const loaded = loadFleet(rest + yaml, 'fleet.yaml')
      expect(loaded.ok ? [] : loaded.diagnostics.map(({ message }) => message)).toEqual([])
      expect(lists.nodes).toHaveLength(imported.nodes.length)
      expect(lists.spans).toHaveLength(imported.spans.length)
    }
  })

  it('a node without a place is an error that names it', () => {
    const [first] = importedSamples
    const nodes = (first?.nodes ?? []).map(({ position: _, ...node }) => node)
    const network = toFleetNetwork({ ...(first as ImportedNetwork), nodes })
    expect(network.ok ? [] : network.diagnostics.map(({ code }) => code)).toEqual(['import/no-position']) // prettier-ignore
  })

  it('ids are valid and none stands twice, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 })), (names) => {
        const idOf = createFleetIds()
        const ids = names.map(idOf)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]{0,62}$/)
      }),
    )
    const idOf = createFleetIds()
    expect(['Düsseldorf', 'dusseldorf', '7', '', '東京'].map(idOf)).toEqual([
      'dusseldorf',
      'dusseldorf-2',
      'n-7',
      'n',
      'n-2',
    ])
  })

  it('a name with a line end cannot leave its comment', () => {
    const yaml = writeYaml({ nodes: [] }, ['Lodz\nsites: []'])
    expect(yaml.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['nodes: []']) // prettier-ignore
  })
})

describe('GeoJSON', () => {
  const node = (id: string, longitudeDeg: number) =>
    ({ id, kind: 'pop', latitudeDeg: 10, longitudeDeg }) as const
  const span = { id: 'a-b', from: 'a', to: 'b', lengthKm: 400, srlgs: ['duct'] }
  const route = { id: 'r', spans: ['b-c', 'a-b'], capacityGbps: 400, priceUsdPerGbpsH: 0 }

  it('longitude stands first and properties end in their unit', () => {
    const network = { nodes: [node('a', 1), node('b', 3)], spans: [span], routes: [], srlgs: [] }
    const { features } = toGeoJson(network)
    expect(features[0]?.geometry).toEqual({ type: 'Point', coordinates: [1, 10] })
    expect(features[2]).toMatchObject({
      geometry: { type: 'LineString', coordinates: [[1, 10], [3, 10]] }, // prettier-ignore
      properties: { lengthKm: 400, srlgs: ['duct'] },
    })
  })

  it('a route follows its spans whichever way round they are written', () => {
    const spans = [span, { ...span, id: 'b-c', from: 'c', to: 'b' }]
    const nodes = [node('a', 1), node('b', 3), node('c', 5)]
    const found = toGeoJson({ nodes, spans, routes: [route], srlgs: [] }).features.at(-1)
    expect(found?.geometry.coordinates).toEqual([[5, 10], [3, 10], [1, 10]]) // prettier-ignore
    expect(found?.properties).toMatchObject({ lengthKm: 800, capacityGbps: 400 })
  })

  it('a line over the antimeridian is cut there', () => {
    const nodes = [node('a', 170), node('b', -170)]
    const found = toGeoJson({ nodes, spans: [span], routes: [], srlgs: [] }).features.at(-1)
    expect(found?.geometry).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [[170, 10], [180, 10]], // prettier-ignore
        [[-180, 10], [-170, 10]], // prettier-ignore
      ],
    })
  })

  it('no line has a coordinate that is no number', () => {
    const longitude = fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 180, 0)) // prettier-ignore
    fc.assert(
      fc.property(longitude, longitude, (a, b) => {
        const nodes = [node('a', a), node('b', b)]
        const text = JSON.stringify(toGeoJson({ nodes, spans: [span], routes: [], srlgs: [] }))
        expect(text).not.toContain('null')
      }),
    )
  })
})

/** Cuts, doubles and overwrites parts of a sound file: nearer to what arrives than random bytes are. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.record({
        at: fc.nat(4000),
        cut: fc.nat(20),
        put: fc.constantFrom('', '(', ')', '{', ']', '"', '-1', '1e999', 'null', '#', '\n', ',', '__proto__'), // prettier-ignore
      }),
      { maxLength: 8 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((now, { at, cut, put }) => {
      const from = at % (now.length + 1)
      return now.slice(0, from) + put + now.slice(from + cut)
    }, text),
  )

/** Sound JSON whose values are of any kind, where the formats look. */
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 6 }, fc.constant(null), fc.double(), fc.string(), fc.boolean(), fc.array(tie('value')), tie('object')), // prettier-ignore
  object: fc.dictionary(
    fc.constantFrom('nodes', 'edges', 'links', 'demands', 'networks', 'spans', 'features', 'type', 'id', 'source', 'target', 'start', 'end', 'pos', 'dist', 'graph', 'properties', 'geometry', 'coordinates', 'location', 'route', 'meta', 'modules', 'elements', 'connections', 'uid', 'params', 'length', 'phases', '__proto__'), // prettier-ignore
    tie('value'),
  ),
})).object.map((value) => JSON.stringify(value)) // prettier-ignore

describe('whatever the file holds', () => {
  const never = (text: string): void => {
    for (const read of readers) {
      const result = read(text, 'any')
      if (!result.ok) {
        expect(result.diagnostics.length).toBeGreaterThan(0)
        continue
      }
      for (const { length } of result.value.spans) {
        if (length !== undefined) expect(length.km).toSatisfy((km: number) => Number.isFinite(km) && km >= 0) // prettier-ignore
      }
      const network = toFleetNetwork(result.value)
      if (!network.ok) continue
      for (const { latitude, longitude } of network.value.nodes) expect([latitude, longitude].every(Number.isFinite)).toBe(true) // prettier-ignore
      for (const { length } of network.value.spans) expect(length).toMatch(/^\d+(\.\d+)? km$/)
    }
  }

  it('a mutated file gives a network or diagnostics', () => {
    fc.assert(fc.property(mutated, never), { numRuns: 500 })
  })
  it('random text gives a network or diagnostics', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), never))
  })
  it('JSON of any shape gives a network or diagnostics', () => {
    fc.assert(fc.property(anyJson, never), { numRuns: 500 })
  })
  it('a figure that no network has is a diagnostic, whatever the format and the unit', () => {
    const huge = fc.oneof(fc.double({ min: 1e13, max: 1e300, noNaN: true }), fc.double({ min: -1e300, max: -1e-3, noNaN: true })) // prettier-ignore
    const files: readonly (readonly [typeof readSndlib, (value: string) => string])[] = [
      [readSndlib, (value) => `NODES ( a ( 1 2 ) b ( 3 4 ) ) LINKS ( l ( a b ) ${value} 0 0 0 ( ) )`], // prettier-ignore
      [readSndlib, (value) => `NODES ( a ( 1 2 ) b ( 3 4 ) ) LINKS ( l ( a b ) 0 0 0 0 ( ${value} 1 ) )`], // prettier-ignore
      [readSndlib, (value) => `NODES ( a ( 1 2 ) b ( 3 4 ) ) DEMANDS ( d ( a b ) 1 ${value} UNLIMITED )`], // prettier-ignore
      [readTopohub, (value) => `{"nodes":[{"id":0,"pos":[1,2]},{"id":1,"pos":[3,4]}],"edges":[{"source":0,"target":1,"dist":${value}}]}`], // prettier-ignore
      [readOfds, (value) => `{"nodes":[{"id":"1"},{"id":"2"}],"spans":[{"id":"s","start":"1","end":"2","fibreLength":${value}}]}`], // prettier-ignore
      [readGnpyTopology, (value) => `{"elements":[{"uid":"a","type":"Roadm"},{"uid":"b","type":"Roadm"},{"uid":"f","type":"Fiber","params":{"length":${value}}}],"connections":[{"from_node":"a","to_node":"f"},{"from_node":"f","to_node":"b"}]}`], // prettier-ignore
    ]
    for (const [read, textOf] of files) expect(read(textOf('7'), 'any').ok).toBe(true)
    fc.assert(
      fc.property(fc.constantFrom(...files), huge, ([read, textOf], value) => {
        expect(read(textOf(String(value)), 'any').ok).toBe(false)
      }),
    )
    const twice = `NODES ( a ( 1 2 ) b ( 3 4 ) ) DEMANDS ( d ( a b ) 1e200 1e200 UNLIMITED )`
    expect(readSndlib(twice, 'any').ok).toBe(false)
  })
  it('a large file with a fault in each line is read in one walk', () => {
    const nodes = Array.from({ length: 20_000 }, (_, i) => ({ id: i, pos: 'here' }))
    const result = readTopohub(JSON.stringify({ nodes, edges: [] }, undefined, 1), 'large.json')
    expect(result.ok || result.diagnostics.length).toBe(1001)
  })
  it('deep nesting is no stack overflow, and heads without an end are walked through once', () => {
    never('['.repeat(200_000))
    never('{"nodes":'.repeat(50_000))
    never('NODES ' + '('.repeat(200_000))
    // A million heads without an end: with a search from each of them this would take an hour.
    expect(readSndlib('META (\n'.repeat(1_000_000), 'any').ok).toBe(false)
  })
})
