import { estimateLine } from '../../src/optics/index.ts'
import type { Element, Line } from '../../src/optics/index.ts'
import { quantile } from '../quantile.ts'
import type { Benchmark, Size } from '../spec.ts'

/** Lines that are estimated one after another; the first hundred are left out, while the machine still compiles. */
const rounds = { full: 2000, quick: 200 }
const warmUp = 100

const channels = [{ channels: 96, firstThz: 191.35, spacingGhz: 50, symbolRateGbd: 32 }]
const fibre = { lossDbPerKm: 0.2, dispersionPsPerNmKm: 16.7, effectiveAreaUm2: 83 }

/** Spans of 80 km with an amplifier each. Objects are made anew for every line, as a caller makes them. */
function lineOf(spans: number, isUneven: boolean): Line {
  const elements = Array.from({ length: spans }, (_, i): readonly Element[] => {
    const lengthKm = isUneven ? 66 + 2 * i : 80
    const amplifier = {
      gainMinDb: 8,
      gainMaxDb: 26,
      powerMaxDbm: 23,
      noise: { kind: 'fixed', noiseFigureDb: 5 },
    } as const
    return [
      { kind: 'span', fibre: { ...fibre }, lengthKm },
      { kind: 'amplifier', bands: [{ amplifier, gainDb: 0.2 * lengthKm }] },
    ]
  }).flat()
  return { channels, launchDbm: 0, elements }
}

const cases = [
  { name: '10-spans', spans: 10, isUneven: false, what: '800 km, 96 channels, equal spans', aimMs: undefined }, // prettier-ignore
  { name: '15-spans', spans: 15, isUneven: false, what: '1,200 km, 96 channels, equal spans', aimMs: 1 }, // prettier-ignore
  { name: '15-uneven-spans', spans: 15, isUneven: true, what: '1,200 km, 96 channels, no two spans alike', aimMs: undefined }, // prettier-ignore
] as const

/** Time per line, from plain data to GSNR of every channel, checks of the input included. */
export const opticsBenchmark: Benchmark = {
  name: 'optics',
  question: 'How long does it take to estimate the GSNR of every channel of a long line?',
  run(size: Size, progress) {
    const count = size.isQuick ? rounds.quick : rounds.full
    const figures = cases.map(({ name, spans, isUneven, what, aimMs }) => {
      progress(what)
      const times: number[] = []
      for (let round = 0; round < count + warmUp; round++) {
        const line = lineOf(spans, isUneven)
        const startMs = performance.now()
        const outcome = estimateLine(line)
        if (round >= warmUp) times.push(performance.now() - startMs)
        if (outcome.kind !== 'estimated') throw new Error(`the line is ${outcome.kind}`)
      }
      return {
        id: `optics/${name}-ms`,
        what: `${what}, median`,
        value: quantile(times, 0.5),
        unit: 'ms',
        ...(aimMs === undefined ? {} : { aim: { kind: 'at-most' as const, value: aimMs } }),
        ...(name === '10-spans'
          ? { published: 'GNPy: run bench/peers/gnpy_line.py by hand on the same machine' }
          : {}),
      }
    })
    return Promise.resolve(figures)
  },
}
