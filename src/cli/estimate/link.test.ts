import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { estimateLink } from '../../optics/index.ts'
import { runWith } from '../fake-terminal.ts'
import { commandLines, expectFiniteAnswers } from './fake-options.ts'
import { linkPresets } from './link-presets.ts'

const link = (...argv: string[]) => runWith(['estimate', 'link', ...argv])

describe('gridloom estimate link', () => {
  it('says what the model says', async () => {
    const { code, out } = await link('--km', '400', '--band', 'C+L', '--want', '100T', '--span', '80km', '--margin', '3dB', '--json') // prettier-ignore
    const model = estimateLink({ routeKm: 400, band: 'C+L', wantedGbps: 100_000, spanMaxKm: 80, marginDb: 3 }) // prettier-ignore
    expect(code).toBe(0)
    expect(JSON.parse(out).estimate).toEqual(JSON.parse(JSON.stringify(model)))
  })

  it('shows huts, mode, pair, round trip, power and both availabilities', async () => {
    const { out } = await link('--km', '400', '--want', '10Tb/s')
    for (const row of [
      'amplifier huts',
      'mode',
      'one pair',
      'round trip',
      'power',
      'one path',
      'two disjoint paths',
      'RESTS ON',
    ])
      // prettier-ignore
      expect(out).toMatch(new RegExp(`^${row} `, 'mu'))
    expect(out).toContain('assumed')
  })

  it('says for which waves a bound of Shannon holds, for another comb has another', async () => {
    const { out } = await link('--km', '400')
    const { estimate } = JSON.parse((await link('--km', '400', '--json')).out)
    const { symbolRateGbd, spacingGhz } = estimate.lit.mode
    expect(out).toContain(
      `for waves of ${symbolRateGbd} GBd every ${spacingGhz} GHz at this launch`,
    )
    expect(out).not.toContain('no receiver exceeds')
  })

  it('draws a length from two metros, and says that it did', async () => {
    const { code, out, err } = await link('--from', 'Madrid', '--to', 'metro-paris')
    expect(code).toBe(0)
    expect(out).toContain('straight line 1054 km')
    expect(err).toContain('link/geodesic')
  })

  it('builds a second path of its own length', async () => {
    const { out } = await link('--km', '300', '--disjoint', '500km', '--json')
    const { estimate, secondPath } = JSON.parse(out)
    expect(secondPath.routeKm).toBe(500)
    expect(secondPath.placement.huts.length).toBeGreaterThan(estimate.placement.huts.length)
    const plain = await link('--km', '300', '--disjoint', '--json')
    expect(JSON.parse(plain.out).secondPath.routeKm).toBe(300)
  })

  it.each(Object.keys(linkPresets))('answers the preset %s', async (name) => {
    expect((await link('--preset', name)).code).toBe(0)
  })

  it.each([
    [['--from', 'madird', '--to', 'paris'], 2, 'did you mean "madrid"?'],
    [['--km', '80', '--fibre', 'hollowcore'], 2, 'did you mean "hollow-core"?'],
    [['--preset', 'metro-80'], 2, 'did you mean "metro-80km"?'],
    [[], 2, 'give --km, or --from and --to'],
    [['--from', 'madrid'], 2, 'give --to as well'],
    [['--km', '0'], 2, 'routeKm is 0 km'],
    [['--km', '80', '--span', '0.5'], 2, 'spanMaxKm'],
    [['--km', '80', '--span', '-80km'], 1, 'drop the sign'],
    [['--km', '80', '--margin', '99dB'], 1, 'between 0 and 20'],
    [['--km', '80', '--want', '400'], 1, '"400G"'],
    [['--km', '20000', '--span', '200', '--margin', '10'], 3, 'electrical regeneration'],
    [['--km', '80', '--wave', '401G'], 3, 'no mode of this rate'],
  ])('%j ends with %d and a way out', async (argv, code, hint) => {
    const ran = await link(...argv)
    expect(ran.code).toBe(code)
    expect(ran.err).toContain(hint)
  })

  it('draws what a pair carries by length', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gridloom-link-'))
    try {
      const path = join(dir, 'link.svg')
      expect((await link('--km', '100', '--wave', '400G', '--svg', path)).code).toBe(0)
      const svg = await readFile(path, 'utf8')
      expect(svg).toContain('C+L, as asked')
      expect(svg).not.toMatch(/NaN|Infinity/u)
      expect((await link('--km', '100', '--svg', dir)).err).toContain('cli/unwritable-file')
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  it('answers or refuses whatever stands for its ends', { timeout: 60_000 }, async () => {
    const options = {
      '--from': ['paris', 'London', 'atlantis'],
      '--to': ['paris', 'amsterdam', 'metro-frankfurt'],
      '--route-factor': ['1', '1.5'],
      '--disjoint': ['900km'],
    }
    await expectFiniteAnswers(['estimate', 'link'], commandLines(options, ['--from', '--to']), 20)
  })

  it('answers or refuses whatever stands in its options', { timeout: 60_000 }, async () => {
    const options = {
      '--km': ['10', '80km', '250'],
      '--fibre': ['ssmf', 'hollow-core', 'ull-g654e'],
      '--band': ['C', 'C+L'],
      '--want': ['1T', '400G', '1e9 Gb/s'],
      '--wave': ['400G'],
      '--span': ['60km', '100'],
      '--margin': ['0dB', '3'],
      '--loss': ['0.17', '0.4 dB/km'],
      '--cable': ['opgw'],
      '--repair': ['12h', '0'],
      '--shared': ['1km', '2km', '9km', '9000'],
      '--disjoint': ['120km'],
      '--route-factor': ['1', '1.5'],
    }
    await expectFiniteAnswers(['estimate', 'link'], commandLines(options, ['--km']), 40)
  })
})
