import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runWith } from './fake-terminal.ts'

const sndlib = `?SNDlib native format; type: network; version: 1.0
NODES (
  Gdansk ( 18.60 54.20 )
  Warsaw ( 21.00 52.20 )
)
LINKS (
  L1 ( Gdansk Warsaw ) 0.00 0.00 0.00 156.00 ( 155.00 156.00 )
)
DEMANDS (
  D1 ( Gdansk Warsaw ) 1 195.00 UNLIMITED
)
`

describe('network import', () => {
  it('prints the lists of a fleet file and what they leave out', async () => {
    const ran = await runWith(
      ['network', 'import', '-', '--format', 'sndlib', '--route-factor', '1.5'],
      {
        stdin: sndlib,
      },
    )
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toContain('# 1 of 1 lengths are the straight line times 1.5')
    expect(ran.out).toContain('# 1 demands of the file have no place in a fleet')
    expect(ran.out).toMatch(/spans:\n {2}- id: gdansk-warsaw\n {4}from: gdansk\n {4}to: warsaw\n {4}length: 41\d\.\d+ km\n/) // prettier-ignore
  })

  it('--json prints the network as it was read', async () => {
    const ran = await runWith(['network', 'import', '-', '--format', 'sndlib', '--json'], { stdin: sndlib }) // prettier-ignore
    expect(JSON.parse(ran.out)).toMatchObject({ format: 'sndlib', demands: [{ volume: 195 }] })
  })

  it('a fault is shown in its line, with exit 2', async () => {
    const stdin = sndlib.replace('( Gdansk Warsaw ) 0', '( Gdansk Vienna ) 0')
    const ran = await runWith(['network', 'import', '-', '--format', 'sndlib'], { stdin })
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('error[import/unknown-node]')
    expect(ran.err).toContain('--> <stdin>:7:')
  })

  it('a route factor that is none is refused, and so is an unknown format', async () => {
    const ran = await runWith(['network', 'import', '-', '--format', 'sndlib', '--route-factor', 'x'], { stdin: sndlib }) // prettier-ignore
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('import/bad-route-factor')
    expect((await runWith(['network', 'import', '-', '--format', 'visio'])).code).toBe(1)
  })
})

describe('network export', () => {
  it('gives a map of a fleet', async () => {
    const fleet = new URL('../../fleets/northloom.yaml', import.meta.url).pathname
    const ran = await runWith(['network', 'export', fleet, '--geojson'])
    expect(ran).toMatchObject({ code: 0, err: '' })
    const map = JSON.parse(ran.out)
    expect(map.type).toBe('FeatureCollection')
    const mke = map.features.find((each: { id: string }) => each.id === 'node/mke-gw')
    expect(mke.geometry.coordinates).toEqual([-87.8949, 42.6749])
    const spans = readFileSync(fleet, 'utf8').match(/^ {2}- \{ id: [a-z0-9-]+, from:/gm) ?? []
    const lines = map.features.filter((each: { id: string }) => each.id.startsWith('span/'))
    expect(lines.length).toBeGreaterThanOrEqual(Math.max(1, spans.length))
  })
})
