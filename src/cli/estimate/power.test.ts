import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whatAMegawattGives } from '../../power/index.ts'
import { runWith } from '../fake-terminal.ts'
import { commandLines, expectFiniteAnswers } from './fake-options.ts'
import { powerPresets } from './power-presets.ts'

const power = (...argv: string[]) => runWith(['estimate', 'power', ...argv])
const flat = (value: number): string => `load\n${`${value}\n`.repeat(8760)}`
const onStdin = (stdin: string, ...argv: string[]) =>
  runWith(['estimate', 'power', '--facility', '300MW', ...argv], { stdin })

describe('gridloom estimate power', () => {
  it('says what the model says', async () => {
    const { code, out } = await power('--facility', '300MW', '--price', '62USD/MWh', '--carbon', '400', '--wue', '1.2', '--json') // prettier-ignore
    const model = whatAMegawattGives({ accelerator: 'gb200-nvl72', facilityMw: 300, priceUsdPerMwh: 62, carbonGPerKwh: 400, wueLPerKwh: 1.2 }) // prettier-ignore
    expect(code).toBe(0)
    expect(model).toMatchObject({ ok: true, value: JSON.parse(out).chain })
  })

  it('goes up the chain and down again to the same nodes', async () => {
    const up = JSON.parse((await power('--gpus', '99936', '--json')).out).chain
    const down = JSON.parse((await power('--facility', `${up.facilityMw}MW`, '--json')).out).chain
    expect(down.nodes).toBe(up.nodes)
    expect(down.connectionMva).toBeCloseTo(up.connectionMva, 9)
  })

  it('shows chain, year, what a megawatt gives and what it rests on', async () => {
    const { out } = await power('--facility', '300MW', '--price', '62')
    for (const row of [
      'chips',
      'nodes',
      'IT',
      'facility',
      'connection',
      'energy',
      'cost',
      'RESTS ON',
    ])
      // prettier-ignore
      expect(out).toMatch(new RegExp(`^${row} `, 'mu'))
    expect(out).toMatch(/a megawatt at the meter feeds \d+ gb200-nvl72/u)
  })

  it('lets the climate decide PUE and water where neither is stated', async () => {
    const cooled = ['--gpus', '1000', '--cooling', 'evaporative', '--temperature', '25,18']
    const free = JSON.parse((await power(...cooled, '--json')).out)
    expect(free.chain.pue).toBeCloseTo(free.water.pue, 9)
    expect(free.chain.designPeakRatio).toBeCloseTo(free.water.facilityPeakMw / free.chain.itMw, 9)
    expect(free.water.consumedM3).toBeGreaterThan(0)
    const stated = JSON.parse((await power(...cooled, '--pue', '1.5', '--json')).out)
    expect(stated.chain.pue).toBe(1.5)
  })

  it('takes price and carbon of a grid where none is stated, and says whose they are', async () => {
    const { out, err } = await power('--facility', '300MW', '--grid', 'ercot')
    expect(out).toMatch(/^price .* published .*/mu)
    expect(out).toContain('location-based')
    expect(err).toContain('not the tariff of a large load')
    const stated = await power('--facility', '300MW', '--grid', 'ercot', '--price', '62', '--carbon', '400') // prettier-ignore
    expect(stated.out).not.toMatch(/^price /mu)
    expect(stated.out).toContain('400 g/kWh, as stated')
  })

  it('finds no room in a load that stands at its peak in every hour', async () => {
    const { out } = await onStdin(flat(1000), '--load-series', '-', '--json')
    expect(JSON.parse(out).headroom.headroomMw).toBeCloseTo(0, 6)
  })

  it('finds room below the peak, more of it the more may be curtailed', async () => {
    const load = Array.from({ length: 8760 }, (_, hour) => `${hour},${1000 - (hour % 877)}`)
    const rooms = await Promise.all(
      ['0.25%', '1%'].map(async (limit) => {
        const { out } = await onStdin(load.join('\n'), '--load-series', '-', '--limit', limit, '--json') // prettier-ignore
        return JSON.parse(out).headroom
      }),
    )
    expect(rooms[1].headroomMw).toBeGreaterThan(rooms[0].headroomMw)
    expect(rooms[1].curtailedShare).toBeCloseTo(0.01, 9)
  })

  it.each(Object.keys(powerPresets))('answers the preset %s', async (name) => {
    expect((await power('--preset', name)).code).toBe(0)
  })

  it('compares every accelerator at one meter', async () => {
    const { out } = await power('--preset', 'one-megawatt', '--json')
    const { compared } = JSON.parse(out)
    expect(compared.length).toBeGreaterThan(15)
    for (const { chain } of compared) expect(chain.facilityMw).toBeLessThanOrEqual(1)
  })

  it.each([
    [[], 2, 'give --facility, or --gpus'],
    [['--facility', '1MW', '--gpus', '8'], 2, 'not both'],
    [['--facility', '1MW', '--accelerator', 'gb200-nvl27'], 2, 'did you mean "gb200-nvl72"?'],
    [['--facility', '1MW', '--grid', 'ecrot'], 2, 'did you mean "ercot"?'],
    [['--preset', 'one-megawat'], 2, 'did you mean "one-megawatt"?'],
    [['--facility', '1MW', '--cooling', 'dry'], 2, 'give --climate'],
    [['--facility', '1MW', '--temperature', '10'], 2, 'give --cooling'],
    [['--facility', '1MW', '--limit', '1%'], 2, 'give --load-series'],
    [['--facility', '1MW', '--load-series', '/nonexistent/load.csv'], 2, 'give the path of a file'],
    [['--facility', '1MW', '--wue', '999', '--carbon', '9000'], 2, 'carbonGPerKwh is 9000'],
    [['--facility', '50kW'], 3, 'give more power'],
    [['--facility', '300MVA'], 1, 'multiply by the power factor'],
    [['--facility', '-3MW'], 1, 'drop the sign'],
    [['--facility', '1MW', '--pue', '0.9'], 1, 'between 1 and 5'],
    [['--facility', '1MW', '--cooling', 'dry', '--temperature', '10,15'], 1, 'above the dry bulb'],
  ])('%j ends with %d and a way out', async (argv, code, hint) => {
    const ran = await power(...argv)
    expect(ran.code).toBe(code)
    expect(ran.err).toContain(hint)
  })

  it.each([
    ['', 'has no values'],
    ['load\n', 'has no values'],
    ['1\n2\nx\n', 'line 3 of <stdin>'],
    ['1\n2\n\n3\n', 'has 3 hours'],
    [`${flat(5)}7\n`, 'year 1 has 1 hours'],
    [flat(5).replace('5', '-5'), 'must be at least 0'],
    ['a"b"c\n', 'is not CSV'],
  ])('refuses the series %j', async (text, message) => {
    const ran = await onStdin(text, '--load-series', '-')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(message)
  })

  it('draws where the megawatts go, from a climate in a file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gridloom-power-'))
    try {
      const [climate, path] = [join(dir, 'climate.csv'), join(dir, 'power.svg')]
      await writeFile(climate, `hour,dry,wet\n${Array.from({ length: 24 }, (_, hour) => `${hour},${10 + hour / 2},${8 + hour / 4}`).join('\n')}\n`) // prettier-ignore
      const ran = await power('--gpus', '1000', '--cooling', 'dry', '--climate', climate, '--svg', path) // prettier-ignore
      expect(ran.code).toBe(0)
      const svg = await readFile(path, 'utf8')
      expect(svg).toContain('cooling and losses')
      expect(svg).not.toMatch(/NaN|Infinity/u)
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  it('answers or refuses whatever stands in its options', { timeout: 60_000 }, async () => {
    const options = {
      '--preset': Object.keys(powerPresets),
      '--facility': ['300MW', '0', '1e6 MW', '1W'],
      '--gpus': ['1', '100000', '1000000000'],
      '--accelerator': ['h100-sxm', 'tpu7x'],
      '--pue': ['1', '1.25', '5'],
      '--design-peak': ['1', '5'],
      '--network-share': ['0', '2'],
      '--power-factor': ['0.5', '1'],
      '--load-factor': ['0', '60%'],
      '--node-power': ['10.2 kW', '0', '1W'],
      '--cooling': ['dry', 'evaporative', 'adiabatic', 'closed-loop-liquid'],
      '--temperature': ['15,10', '-90', '60'],
      '--grid': ['ercot', 'grid-fr', 'ie'],
      '--price': ['62', '-100000', '0.1 USD/kWh'],
      '--carbon': ['400', '0'],
      '--wue': ['1.2', '1000'],
    }
    await expectFiniteAnswers(['estimate', 'power'], commandLines(options, ['--preset']), 100)
  })
})
