import { cutsPer1000KmYear, downMinutesPerYear, plantFigures } from '../../optics/index.ts'
import type { LinkEstimate, LinkRequest } from '../../optics/index.ts'
import { formatQuantity } from '../../units/index.ts'
import { formatTable } from '../table.ts'
import { given } from './given.ts'
import { refusalCells } from './link-refusal.ts'
import { restsOnTable, type RestsOn } from './rests-on.ts'

interface Shown {
  readonly title: string
  /** What a preset is an example of. */
  readonly about?: string
  readonly request: LinkRequest
  readonly restsOn: RestsOn
  readonly estimate: LinkEstimate
  readonly secondPath?: LinkEstimate
}

/** The link on one page: what it takes, what it gives, what else could be lit, and what the figures rest on. */
export function linkInWords(shown: Shown): string {
  const { estimate, about } = shown
  return [
    ...(about === undefined ? [] : [about, '']),
    formatTable([...lengthRows(shown), ...rateRows(shown), ...plantRows(shown), ...upRows(shown)]),
    '',
    modeTable(estimate),
    ...refusalLines(estimate),
    '',
    restsOnTable(shown.restsOn),
    'how far off the line model is: gridloom validate --only optics',
  ].join('\n')
}

const rate = (gbps: number): string => formatQuantity(gbps, 'Gb/s')
const km = (length: number): string => formatQuantity(length, 'km')
const db = (value: number): string => `${value.toFixed(2)} dB`

function lengthRows({ title, request, estimate }: Shown): string[][] {
  const { routeKm, geodesicKm, latency } = estimate
  const length = `${km(routeKm)} of ${request.fibre ?? 'ssmf'}, ${request.band ?? 'C'} band`
  const straight = geodesicKm === undefined ? '' : ` (straight line ${km(geodesicKm)})`
  return [
    [title, `${length}${straight}`],
    ['round trip', `${latency.rttMs.toFixed(2)} ms, of which ${(2 * latency.transponderMs).toFixed(2)} ms transponders (assumed)`], // prettier-ignore
  ]
}

function rateRows({ request, estimate }: Shown): string[][] {
  const { lit, pairs, capacityGbps, shannonPairGbps } = estimate
  const wanted = request.wantedGbps
  return [
    ['mode', `${lit.mode.name}, ${lit.waves} waves in ${lit.litBand}`],
    ['signal', `GSNR ${db(lit.gsnrDb)} in 0.1 nm on the worst channel; ${db(lit.spareDb)} to spare beyond ${db(request.marginDb ?? plantFigures.marginDb.value)} of margin`], // prettier-ignore
    ['one pair', `${rate(lit.pairGbps)}; Shannon's bound is ${rate(shannonPairGbps)} for waves of ${lit.mode.symbolRateGbd} GBd every ${lit.mode.spacingGhz} GHz at this launch, another for others`], // prettier-ignore
    ['pairs', `${pairs}${wanted === undefined ? '' : ` for ${rate(wanted)}`}, with room for ${rate(capacityGbps)}`], // prettier-ignore
  ]
}

const plantOf = ({ placement, power }: LinkEstimate): readonly string[] => {
  const longest = Math.max(...placement.spansKm)
  const huts =
    placement.huts.length === 0
      ? 'none: a single span'
      : `${placement.huts.length}, ${km(longest)} apart at most`
  const each = placement.huts.length === 0 ? '' : `: huts ${power.huts.routeKw.toFixed(1)} kW (${power.huts.hutKw.toFixed(2)} kW each), modules ${power.modulesKw.toFixed(1)} kW` // prettier-ignore
  return [huts, `${power.totalKw.toFixed(1)} kW${each}`]
}

function plantRows({ estimate, secondPath }: Shown): string[][] {
  const [huts = '', power = ''] = plantOf(estimate)
  const rows = [
    ['amplifier huts', huts],
    ['power', power],
  ]
  if (secondPath === undefined) return rows
  const [otherHuts = '', otherPower = ''] = plantOf(secondPath)
  const { lit, pairs, latency } = secondPath
  return [
    ...rows,
    ['second path', `${km(secondPath.routeKm)}, ${latency.rttMs.toFixed(2)} ms; ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of ${rate(lit.pairGbps)}`], // prettier-ignore
    ['  its huts', otherHuts],
    ['  its power', otherPower],
  ]
}

function upRows({ estimate }: Shown): string[][] {
  const row = (name: string, up: number): string[] => [
    name,
    `up ${(100 * up).toFixed(4)} % of the time, dark ${duration(downMinutesPerYear(up))} a year`,
  ]
  return [
    row('one path', estimate.onePath.atLeast[0] ?? 0),
    row('two disjoint paths', estimate.twoPaths.atLeast[0] ?? 0),
  ]
}

const duration = (minutes: number): string =>
  minutes >= 120
    ? `${(minutes / 60).toFixed(1)} h`
    : minutes >= 1
      ? `${minutes.toFixed(1)} min`
      : `${(minutes * 60).toFixed(1)} s`

/** One line for each rate of a wave: the best mode of each. */
function modeTable({ lit, others }: LinkEstimate): string {
  const rows = [lit, ...others].map(({ mode, litBand, waves, pairGbps, gsnrDb, spareDb }) => [
    mode.name,
    `${waves} in ${litBand}`,
    rate(pairGbps),
    db(gsnrDb),
    db(spareDb),
    `${((2 * waves * mode.moduleW) / 1000).toFixed(1)} kW`,
  ])
  return formatTable(
    rows,
    ['MODE', 'WAVES', 'ONE PAIR', 'GSNR', 'TO SPARE', 'MODULES'],
    new Set([2, 3, 4, 5]),
  )
}

function refusalLines({ refusals }: LinkEstimate): string[] {
  if (refusals.length === 0) return []
  const rows = refusals.map((refusal) => [refusal.modeId, ...refusalCells(refusal)])
  return ['', formatTable(rows, ['DARK', 'WHY', 'LINE HAS', 'MODE NEEDS'], new Set([2]))]
}

/** What the answer rests on and the options did not say. */
export function linkRestsOn(request: LinkRequest): RestsOn {
  const { cable = 'buried' } = request
  return given({
    'longest span': request.spanMaxKm === undefined ? plantFigures.spanMaxKm : undefined,
    margin: request.marginDb === undefined ? plantFigures.marginDb : undefined,
    'noise figure': plantFigures.noiseFigureDb,
    'amplifier output': plantFigures.amplifierOutputDbm,
    'amplifier of a pair': request.band === 'C+L' ? plantFigures.amplifierPairClW : plantFigures.amplifierPairCW, // prettier-ignore
    'cooling share of a hut': plantFigures.coolingShare,
    'cuts of the cable': cutsPer1000KmYear[cable],
    'repair of a cut': request.repairH === undefined ? plantFigures.repairH : undefined,
  })
}
