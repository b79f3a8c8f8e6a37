import type { Comparison } from '../../catalog/index.ts'
import { bandEdgeThz, twoBandChannels, twoBandLine, twoBandMeans } from '../cases/gnpy-bands.ts'
import { gnpyLines } from '../cases/gnpy-lines.ts'
import type { Compared, LineCase } from '../cases/gnpy-lines.ts'
import { longCase, mixedCases, mixedEdgeThz } from '../cases/gnpy-mixed.ts'
import type { MixedCase } from '../cases/gnpy-mixed.ts'
import { openRoadmCases } from '../cases/gnpy-openroadm.ts'
import { ramanChannels, ramanLine, ramanMeans } from '../cases/gnpy-raman.ts'
import { meanWithin } from '../receive.ts'
import type { Received } from '../receive.ts'
import { comparison, figureNames, receivedOf } from './comparison.ts'
import type { CaseFacts } from './comparison.ts'

/** Lines whose result stands in GNPy's own test suite. */
export const gnpyComparisons = (): readonly Comparison[] => [
  ...gnpyLines.flatMap(ofLine),
  ...[longCase, ...openRoadmCases].flatMap(ofLine),
  ...mixedCases.flatMap(ofMixed),
  ...ofTwoBands(),
  ...ofRaman(),
]

const accumulated: readonly Compared[] = ['dispersionPsPerNm', 'pmdPs', 'latencyMs']

function ofLine({ line, published, ...rest }: LineCase): readonly Comparison[] {
  const { channelMean } = receivedOf(line)
  return (Object.keys(published) as Compared[]).map((figure) => {
    const family = accumulated.includes(figure) ? 'optics/accumulated' : 'optics/gnpy'
    const facts: CaseFacts = { family, ...rest }
    return comparison(facts, figureNames[figure], [published[figure] ?? 0, channelMean[figure]])
  })
}

/** Means over the channels of each symbol rate. */
function ofMixed({ id, line, slow, fast }: MixedCase): readonly Comparison[] {
  const received = receivedOf(line)
  const source = `GNPy 2.14, tests/invocation/${id}`
  return (['slow', 'fast'] as const).flatMap((group) => {
    const published = group === 'slow' ? slow : fast
    const mean = meanWithin(received, (thz) => thz < mixedEdgeThz === (group === 'slow'))
    const name = group === 'slow' ? '32 GBd' : '64 GBd'
    const facts: CaseFacts = { family: 'optics/gnpy', id: `${id}, ${name}`, source }
    return (['gsnr01NmDb', 'osnr01NmDb'] as const).map((figure) =>
      comparison(facts, figureNames[figure], [published[figure], mean[figure]]),
    )
  })
}

function ofTwoBands(): readonly Comparison[] {
  const received = receivedOf(twoBandLine)
  const source = 'GNPy 2.14, tests/invocation/multiband_transmission'
  const facts: CaseFacts = { family: 'optics/gnpy', id: 'multiband_transmission', source }
  const isC = (thz: number): boolean => thz > bandEdgeThz
  const means = twoBandMeans.map(({ band, figure, published }) => {
    const mean = meanWithin(received, (thz) => isC(thz) === (band === 'C'))
    const within = { ...facts, id: `${facts.id}, ${band} band` }
    return comparison(within, figureNames[figure], [published, mean[figure]])
  })
  const accumulatedFacts: CaseFacts = { ...facts, family: 'optics/accumulated' }
  const { channelMean } = received
  return [
    ...means,
    ...twoBandChannels.flatMap((row) => ofChannel(received, facts, row)),
    comparison(accumulatedFacts, figureNames.dispersionPsPerNm, [
      4008,
      channelMean.dispersionPsPerNm,
    ]),
    comparison(accumulatedFacts, figureNames.pmdPs, [0.62, channelMean.pmdPs]),
    comparison(accumulatedFacts, figureNames.latencyMs, [1.18, channelMean.latencyMs]),
  ]
}

function ofRaman(): readonly Comparison[] {
  const received = receivedOf(ramanLine)
  const { channelMean } = received
  const source = 'GNPy 2.14, tests/invocation/transmission_main_example__raman'
  const facts: CaseFacts = { family: 'optics/gnpy', id: 'transmission_main_example__raman', source }
  const accumulatedFacts: CaseFacts = { ...facts, family: 'optics/accumulated' }
  return [
    ...(['osnr01NmDb', 'osnrDb', 'gsnr01NmDb', 'gsnrDb'] as const).map((figure) =>
      comparison(facts, figureNames[figure], [ramanMeans[figure], channelMean[figure]]),
    ),
    ...ramanChannels.flatMap((row) => ofChannel(received, facts, row)),
    comparison(accumulatedFacts, figureNames.dispersionPsPerNm, [
      1336,
      channelMean.dispersionPsPerNm,
    ]),
    comparison(accumulatedFacts, figureNames.pmdPs, [0.36, channelMean.pmdPs]),
  ]
}

/** One row of GNPy's table of channels: OSNR, interference ratio and GSNR in the bandwidth of the signal. */
export function ofChannel(
  { channels, frequencyThz }: Received,
  facts: CaseFacts,
  [thz, osnrDb, nliSnrDb, gsnrDb]: readonly [number, number, number, number],
): readonly Comparison[] {
  const channel = frequencyThz.findIndex((each) => Math.abs(each - thz) < 1e-6)
  const at = { ...facts, id: `${facts.id}, ${thz} THz` }
  const row = [
    ['OSNR in signal bandwidth', osnrDb, channels.osnrDb],
    ['signal over interference', nliSnrDb, channels.nliSnrDb],
    ['GSNR in signal bandwidth', gsnrDb, channels.gsnrDb],
  ] as const
  return row.map(([name, published, values]) =>
    comparison(at, [name, 'dB', 'absolute'], [published, values[channel] ?? 0]),
  )
}
