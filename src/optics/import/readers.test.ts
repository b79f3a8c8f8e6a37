import { describe, expect, it } from 'vitest'
import type { Result } from '../../diagnostics/index.ts'
import { gnpySample, jsonSample, nativeSample, ofdsGeoJsonSample, ofdsSample, topohubSample } from './fake-files.ts' // prettier-ignore
import { readGnpyTopology } from './gnpy-topology.ts'
import type { ImportedNetwork } from './imported-network.ts'
import { readOfds } from './ofds.ts'
import { readSndlib } from './sndlib.ts'
import { readSndlibModel } from './sndlib-model.ts'
import { readTopohub } from './topohub.ts'

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics))
  return result.value
}
const codesOf = (result: Result<unknown>): string[] =>
  (result.ok ? result.notes : result.diagnostics).map(({ code }) => code)

describe('SNDlib', () => {
  it('native text and JSON are one network', () => {
    const { notes: _, name, ...native } = valueOf(readSndlib(nativeSample, 'triangle.txt'))
    const { notes: __, ...json } = valueOf(readSndlib(JSON.stringify(jsonSample), 'triangle.json'))
    expect(native).toEqual({ ...json, name: undefined } as never)
    expect(name).toBe('triangle')
  })

  it('keeps demands, modules, costs and hop limits', () => {
    const { demands, spans, admissiblePaths } = valueOf(readSndlib(nativeSample, 'triangle.txt'))
    expect(demands[0]).toEqual({ id: 'D1', from: 'Gdansk', to: 'Lodz', volume: 390, routingUnit: 2, value: 195 }) // prettier-ignore
    expect(demands[1]?.hopsMax).toBe(3)
    expect(spans[0]?.capacity).toEqual({
      preinstalled: 0,
      preinstalledCost: 0,
      routingCost: 0.5,
      setupCost: 156,
      modules: [
        { capacity: 155, cost: 156 },
        { capacity: 622, cost: 468 },
      ],
    })
    expect(admissiblePaths).toEqual([{ demandId: 'D1', id: 'P_0', spanIds: ['L1', 'L2'] }])
  })

  it('lengths that the file does not know are the straight line times the factor', () => {
    const { spans, notes } = valueOf(readSndlib(nativeSample, 'a.txt', { routeFactor: 1.5 }))
    const length = spans[0]?.length
    expect(length?.basis).toBe('geometric')
    expect(length?.km).toBeCloseTo((length?.geodesicKm ?? 0) * 1.5, 9)
    // TopoHub gives 273.93 km for this pair, on a sphere.
    expect(length?.geodesicKm).toBeCloseTo(274, -1)
    expect(notes.join()).toContain('times 1.5')
  })

  it('pixels of a drawing are no degrees, and no length is made of them', () => {
    const drawn = nativeSample.replace('18.60 54.20', '516.0 466.0')
    const { nodes, spans } = valueOf(readSndlib(drawn, 'drawn.txt'))
    expect(nodes.every(({ position }) => position === undefined)).toBe(true)
    expect(spans.every(({ length }) => length === undefined)).toBe(true)
  })

  it('every problem is told at once, each with its line', () => {
    const broken = nativeSample
      .replace('( Lodz Warsaw )', '( Lodz Vienna )')
      .replace('195.00', 'many')
      .replace('Gdansk ( 18', 'Lodz ( 18')
    const result = readSndlib(broken, 'broken.txt')
    expect(codesOf(result).toSorted()).toEqual([
      'import/bad-value',
      'import/duplicate-id',
      'import/unknown-node',
      'import/unknown-node',
      'import/unknown-node',
    ])
    const lines = result.ok ? [] : result.diagnostics.map(({ at }) => at?.line)
    expect(lines.toSorted()).toEqual([11, 16, 17, 21, 21])
  })

  it('brackets that do not fit are a diagnostic', () => {
    expect(codesOf(readSndlib('NODES ( a ( 1 2 )', 'a.txt'))).toContain('import/syntax')
    expect(codesOf(readSndlib('NODES )', 'a.txt'))).toContain('import/syntax')
    expect(codesOf(readSndlib('(((((((((', 'a.txt'))).toContain('import/syntax')
    expect(codesOf(readSndlib('', 'a.txt'))).toEqual(['import/empty'])
  })

  it('a model code says what the numbers mean', () => {
    expect(readSndlibModel('D-B-E-Y-S-E-Y-P')).toEqual({
      demand: 'directed',
      link: 'per-direction',
      capacity: 'explicit',
      hasFixedCharge: true,
      routing: 'single-path',
      paths: 'explicit-list',
      hasHopLimits: true,
      survivability: 'one-plus-one',
    })
    expect(readSndlibModel('U-U-M-N-C-A-N-N')?.capacity).toBe('modular')
    expect(['', 'U-U-M', 'U-U-X-N-C-A-N-N', 'constructor'].map(readSndlibModel)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('TopoHub', () => {
  it('distances are straight lines, and the factor is applied and told', () => {
    const { spans, notes, nodes, demands } = valueOf(
      readTopohub(JSON.stringify(topohubSample), 'pair.json', { routeFactor: 1.2 }),
    )
    expect(spans[0]).toMatchObject({ from: '0', to: '7', length: { geodesicKm: 85.7, routeFactor: 1.2 } }) // prettier-ignore
    expect(spans[0]?.length?.km).toBeCloseTo(85.7 * 1.2, 9)
    expect(notes.join()).toContain('straight line')
    expect(nodes[1]).toMatchObject({ id: '7', name: '7', kind: 'Seacable Waypoint' })
    expect(demands).toHaveLength(1)
  })

  it('a link without its node, a negative distance and a place off the globe are told with their lines', () => {
    const text = JSON.stringify(
      {
        ...topohubSample,
        nodes: [
          topohubSample.nodes[0],
          { id: 7, pos: [-73, 239] },
          ...Array.from({ length: 20 }, (_, i) => ({ id: 100 + i, pos: [i, i] })),
        ],
        edges: [
          { dist: -1, source: 0, target: 7 },
          { dist: 1, source: 0, target: 9 },
        ],
      },
      undefined,
      2,
    )
    const result = readTopohub(text, 'pair.json')
    const places = result.ok ? [] : result.diagnostics.map(({ code, pointer, at }) => [code, pointer, at?.line]) // prettier-ignore
    const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length
    expect(places).toContainEqual(['import/bad-value', '/nodes/1/pos', lineOf('"pos": [\n        -73,')]) // prettier-ignore
    expect(places).toContainEqual(['import/bad-value', '/edges/0/dist', lineOf('"dist": -1')])
    expect(places).toContainEqual(['import/unknown-node', '/edges/1', lineOf('"dist": 1,') - 1])
  })

  it('pixels of a drawing give neither places nor lengths', () => {
    const text = JSON.stringify(topohubSample).replace('-74.01', '516')
    const { nodes, spans } = valueOf(readTopohub(text, 'drawn.json'))
    expect(nodes.every(({ position }) => position === undefined)).toBe(true)
    expect(spans.every(({ length }) => length === undefined)).toBe(true)
  })

  it('a route factor outside 1 to 5 is refused', () => {
    for (const routeFactor of [0.5, 6, NaN, -1, Infinity]) {
      const result = readTopohub(JSON.stringify(topohubSample), 'a.json', { routeFactor })
      expect(codesOf(result)).toContain('import/bad-route-factor')
    }
  })
})

describe('Open Fibre Data Standard', () => {
  it('nodes, spans and phases are read, and what is left out is told', () => {
    const network = valueOf(readOfds(JSON.stringify(ofdsSample), 'ghana.json'))
    expect(network.spans[0]).toMatchObject({
      length: { km: 276, basis: 'stated' },
      fibreCount: 24,
      fibreType: 'G.652',
      capacityGbps: 4.976,
      deployment: ['belowGround'],
      phaseId: 'p1',
    })
    expect(network.nodes.map(({ name, kind }) => [name, kind])).toEqual([
      ['Accra', 'pop'],
      ['Kumasi', 'repeaterSite'],
    ])
    expect(network.phases).toEqual([{ id: 'p1', name: 'First phase' }])
    expect(network.notes).toContain('1 contracts of the file are left out')
  })

  it('metres written for kilometres are warned of', () => {
    const text = JSON.stringify(ofdsSample).replace('"fibreLength":276', '"fibreLength":276000')
    const result = readOfds(text, 'ghana.json')
    expect(result.ok && codesOf(result)).toEqual(['import/odd-length'])
  })

  it('without a stated length the drawn route counts, and without a route the straight line', () => {
    const drawn = JSON.stringify(ofdsSample).replace('"fibreLength":276,', '')
    const drawnLength = valueOf(readOfds(drawn, 'a.json')).spans[0]?.length
    expect(drawnLength?.basis).toBe('drawn')
    const plain = drawn.replace('"route"', '"was"')
    const length = valueOf(readOfds(plain, 'a.json', { routeFactor: 1 })).spans[0]?.length
    expect(length?.basis).toBe('geometric')
    expect(drawnLength?.km).toBeGreaterThan(length?.km ?? Infinity)
  })

  it('GeoJSON of spans brings the nodes at their ends', () => {
    const { nodes, spans } = valueOf(readOfds(JSON.stringify(ofdsGeoJsonSample), 'spans.geojson'))
    expect(nodes.map(({ id, name }) => [id, name])).toEqual([
      ['1', 'Accra'],
      ['2', 'Kumasi'],
    ])
    expect(spans[0]).toMatchObject({ from: '1', to: '2', length: { km: 200, basis: 'stated' } })
  })

  it('ids of several networks do not meet', () => {
    const network = ofdsSample.networks[0]
    const both = { networks: [network, { ...network, name: 'Togo' }] }
    const { nodes } = valueOf(readOfds(JSON.stringify(both), 'a.json')) as ImportedNetwork
    expect(nodes.map(({ id }) => id)).toEqual([
      'Ghana Fibre Network/1',
      'Ghana Fibre Network/2',
      'Togo/1',
      'Togo/2',
    ])
  })
})

describe('GNPy', () => {
  it('a cable of two directions is one span between two ROADMs, as long as its fibres', () => {
    const { nodes, spans, notes } = valueOf(readGnpyTopology(JSON.stringify(gnpySample), 'a.json'))
    expect(nodes.map(({ id }) => id)).toEqual(['roadm Brest', 'roadm Rennes'])
    expect(spans.map(({ from, to, length }) => [from, to, length?.km])).toEqual([
      ['roadm Brest', 'roadm Rennes', 245],
    ])
    expect(notes[0]).toMatch(/^2 amplifiers/)
  })

  it('a fibre on no line from node to node is left out and told', () => {
    const text = JSON.stringify(gnpySample).replace('{"from_node":"amp back","to_node":"back 2"},', '') // prettier-ignore
    const result = readGnpyTopology(text, 'a.json')
    expect(result.ok && result.notes.map(({ message }) => message.slice(0, 14))).toEqual([
      'fibre "back 1"',
      'fibre "back 2"',
    ])
  })

  it('a connection to nothing and a fibre without length are told', () => {
    const text = JSON.stringify(gnpySample)
      .replace('"to_node":"out 1"', '"to_node":"out 9"')
      .replace('"length":125', '"was":125')
    expect(codesOf(readGnpyTopology(text, 'a.json'))).toEqual([
      'import/bad-value',
      'import/unknown-node',
    ])
  })
})
