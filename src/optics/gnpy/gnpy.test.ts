import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateLine } from '../line.ts'
import { readGnpyEquipment } from './equipment.ts'
import type { GnpyEquipment } from './equipment.ts'
import { gnpyLine } from './line.ts'
import { readGnpyNetwork } from './network.ts'
import type { GnpyNetwork } from './network.ts'
import { gnpyLines } from '../cases/gnpy-lines.ts'

const standard = { type_variety: 'SSMF', dispersion: 1.67e-5, effective_area: 8.3e-11, pmd_coef: 1.265e-15 } // prettier-ignore
const low = { type_variety: 'low', type_def: 'variable_gain', gain_flatmax: 16, gain_min: 8, p_max: 23, nf_min: 6.5, nf_max: 11 } // prettier-ignore
const equipment = {
  Edfa: [
    low,
    { type_variety: 'stages', type_def: 'dual_stage', gain_min: 20, preamp_variety: 'low', booster_variety: 'low' }, // prettier-ignore
    { type_variety: 'detailed', type_def: 'advanced_model', gain_flatmax: 25, gain_min: 15, p_max: 21, advanced_config_from_json: 'curves.json' }, // prettier-ignore
  ],
  Fiber: [standard],
  Span: [{ con_in: 0.5, con_out: 0.3, EOL: 0.2 }],
  Roadm: [{ target_pch_out_db: -20, add_drop_osnr: 38 }],
  SI: [{ f_min: 191.3e12, f_max: 195.1e12, baud_rate: 32e9, spacing: 50e9, power_dbm: 0, roll_off: 0.15, tx_osnr: 40 }], // prettier-ignore
}
const span = { uid: 'span', type: 'Fiber', type_variety: 'SSMF', params: { length: 80, length_units: 'km', loss_coef: 0.2, con_in: null, con_out: null, pmd_coef: 3e-15 } } // prettier-ignore
const amplifier = { uid: 'amp', type: 'Edfa', type_variety: 'low', operational: { gain_target: 15, tilt_target: 0, out_voa: null } } // prettier-ignore
const chain = (...middle: readonly { readonly uid: string }[]): object => {
  const elements = [{ uid: 'a', type: 'Transceiver' }, ...middle, { uid: 'b', type: 'Transceiver' }]
  const connections = elements.slice(1).map(({ uid }, i) => ({ from_node: elements[i]?.uid, to_node: uid })) // prettier-ignore
  return { network_name: 'two sites', elements, connections }
}

const networkOf = (value: object): GnpyNetwork => {
  const read = readGnpyNetwork(JSON.stringify(value))
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return read.value
}
const equipmentOf = (value: object = equipment, attachments = {}): GnpyEquipment => {
  const read = readGnpyEquipment(JSON.stringify(value), { attachments })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return read.value
}
const faultsOf = (
  network: object,
  kinds: GnpyEquipment = equipmentOf(),
): readonly (readonly [code: string, pointer: string])[] => {
  const read = readGnpyNetwork(JSON.stringify(network))
  if (!read.ok) return read.diagnostics.map(({ code, pointer }) => [code, pointer])
  const line = gnpyLine({ network: read.value, equipment: kinds, from: 'a', to: 'b' })
  return line.ok ? [] : line.diagnostics.map(({ code, pointer }) => [code, pointer])
}

it('the files of a public case give the figures of that case', () => {
  const line = gnpyLine({
    network: networkOf(chain(span, amplifier)),
    equipment: equipmentOf(),
    from: 'a',
    to: 'b',
  })
  if (!line.ok) throw new Error(JSON.stringify(line.diagnostics))
  const outcome = estimateLine(line.value)
  if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
  const published = gnpyLines[0]?.published
  expect(outcome.received.channels.gsnrDb).toHaveLength(76)
  expect(outcome.received.channelMean.gsnr01NmDb).toBeCloseTo(published?.gsnr01NmDb ?? 0, 1)
  expect(outcome.received.channelMean.pmdPs).toBeCloseTo(published?.pmdPs ?? 0, 2)
})

it('the way is the shortest by fibre, and no light passes a transceiver', () => {
  const far = { ...span, uid: 'far', params: { ...span.params, length: 90_000, length_units: 'm' } }
  const between = { uid: 'between', type: 'Transceiver' }
  const network = networkOf({
    elements: [{ uid: 'a', type: 'Transceiver' }, far, span, between, { uid: 'b', type: 'Transceiver' }], // prettier-ignore
    connections: [
      { from_node: 'a', to_node: 'far' },
      { from_node: 'far', to_node: 'b' },
      { from_node: 'a', to_node: 'between' },
      { from_node: 'between', to_node: 'b' },
      { from_node: 'a', to_node: 'span' },
      { from_node: 'span', to_node: 'b' },
    ],
  })
  const request = { network, equipment: equipmentOf(), from: 'a', to: 'b' }
  const lengthsOf = (via: readonly string[]): readonly (number | undefined)[] => {
    const line = gnpyLine({ ...request, via })
    if (!line.ok) throw new Error(JSON.stringify(line.diagnostics))
    return line.value.elements.map((each) => (each.kind === 'span' ? each.lengthKm : undefined))
  }
  expect(lengthsOf([])).toEqual([80])
  expect(lengthsOf(['far'])).toEqual([90])
})

it('an unknown type, an unknown part and a missing gain are each named at their place', () => {
  expect(faultsOf(chain({ uid: 'x', type: 'Laser' } as { uid: string }))[0]).toEqual([
    'gnpy/unknown-element',
    '/elements/1/type',
  ])
  const strange = { ...span, type_variety: 'XXL' }
  const bare = { ...amplifier, operational: {} }
  const unknown = { ...amplifier, uid: 'other', type_variety: 'none' }
  expect(faultsOf(chain(strange, bare, unknown))).toEqual([
    ['gnpy/unknown-variety', '/elements/1/type_variety'],
    ['gnpy/not-designed', '/elements/2/operational/gain_target'],
    ['gnpy/unknown-variety', '/elements/3/type_variety'],
  ])
})

it('an amplifier whose curves stand in another file needs that file', () => {
  const detailed = { ...amplifier, type_variety: 'detailed', operational: { gain_target: 20 } }
  expect(faultsOf(chain(span, detailed))).toEqual([
    ['gnpy/unknown-variety', '/elements/2/type_variety'],
  ])
  const curves = { nf_fit_coeff: [0.000168241, 0.0469961, 0.0359549, 5.82851], f_min: 191.275e12, f_max: 196.125e12, gain_ripple: [0.1, -0.1], nf_ripple: [0, 0.4] } // prettier-ignore
  const kinds = equipmentOf(equipment, { 'curves.json': JSON.stringify(curves) })
  expect(faultsOf(chain(span, detailed), kinds)).toEqual([])
})

it('an amplifier of two stages is put together from the two it names', () => {
  const line = gnpyLine({
    network: networkOf(chain(span, { ...amplifier, type_variety: 'stages' } as typeof amplifier)),
    equipment: equipmentOf(),
    from: 'a',
    to: 'b',
  })
  if (!line.ok) throw new Error(JSON.stringify(line.diagnostics))
  const [, site] = line.value.elements
  if (site?.kind !== 'amplifier') throw new Error('no amplifier')
  expect(site.bands[0]?.amplifier).toMatchObject({ gainMinDb: 20, gainMaxDb: 32, powerMaxDbm: 23 })
})

it('a ROADM levels towards a degree as that degree says, and adds noise only where light enters or leaves', () => {
  const roadm = { uid: 'r', type: 'Roadm', params: { per_degree_pch_out_db: { span: -17 } } }
  const last = { uid: 'q', type: 'Roadm', params: {} }
  const line = gnpyLine({
    network: networkOf(chain(roadm, span, amplifier, { ...roadm, uid: 'm' }, { ...span, uid: 's' } as typeof span, last)), // prettier-ignore
    equipment: equipmentOf(),
    from: 'a',
    to: 'b',
  })
  if (!line.ok) throw new Error(JSON.stringify(line.diagnostics))
  const roadms = line.value.elements.filter((each) => each.kind === 'roadm')
  expect(roadms.map(({ target }) => target)).toEqual([
    { kind: 'channel', dbm: -17 },
    { kind: 'channel', dbm: -20 },
    { kind: 'channel', dbm: -20 },
  ])
  expect(roadms.map(({ osnrDb }) => osnrDb?.toFixed(2))).toEqual(['41.01', undefined, '41.01'])
})

it('the pumps of a RamanFiber come along, and amplify', () => {
  const raman_pumps = [{ power: 0.3, frequency: 205e12, propagation_direction: 'counterprop' }]
  const pumped = { ...span, type: 'RamanFiber', operational: { temperature: 283, raman_pumps } }
  const powerOf = (fibre: { readonly uid: string }): number => {
    const line = gnpyLine({
      network: networkOf(chain(fibre)),
      equipment: equipmentOf(),
      from: 'a',
      to: 'b',
      channels: [{ channels: 2, firstThz: 192, spacingGhz: 50, symbolRateGbd: 32 }],
    })
    if (!line.ok) throw new Error(JSON.stringify(line.diagnostics))
    const outcome = estimateLine(line.value)
    if (outcome.kind !== 'estimated') throw new Error(outcome.kind)
    return outcome.received.channelMean.powerDbm
  }
  expect(powerOf(span)).toBeCloseTo(-17, 1)
  expect(powerOf(pumped)).toBeGreaterThan(powerOf(span) + 3)
})

it('no text makes a reader throw', () => {
  const json = fc.jsonValue({ maxDepth: 6 })
  const broken = fc.record({
    elements: fc.array(
      fc.record({
        uid: fc.constantFrom('a', 'b', 'c', 1, null),
        type: fc.constantFrom('Fiber', 'RamanFiber', 'Edfa', 'Roadm', 'Fused', 'Transceiver', 'Multiband_amplifier', {}), // prettier-ignore
        type_variety: fc.constantFrom('SSMF', 'low', '__proto__', 'constructor', null),
        params: json,
        operational: json,
        amplifiers: json,
      }),
    ),
    connections: json,
  })
  const kinds = fc.record({ Edfa: fc.array(json), Fiber: fc.array(json), Roadm: json, SI: json, Span: json }) // prettier-ignore
  fc.assert(
    fc.property(fc.oneof(json, broken, kinds), fc.string(), (value, text) => {
      for (const each of [JSON.stringify(value), text]) {
        const network = readGnpyNetwork(each)
        const found = readGnpyEquipment(each)
        if (!network.ok) expect(network.diagnostics.length).toBeGreaterThan(0)
        if (network.ok && found.ok)
          gnpyLine({ network: network.value, equipment: found.value, from: 'a', to: 'b' })
        if (network.ok)
          gnpyLine({ network: network.value, equipment: equipmentOf(), from: 'a', to: 'b' })
      }
    }),
    { numRuns: 500 },
  )
})
