import type { AcrossRow, RunOutcome, RunRequest, StepClock } from '../../training/index.ts'
import { clockNames, estimateAcross, nemotronTwoSites, requiredGbps, twoSitePublishedUtilisation } from '../../training/index.ts' // prettier-ignore
import { formatTable } from '../table.ts'

type Estimated = Extract<RunOutcome, { kind: 'estimated' }>

/** All tables of `estimate train`, the question first: a figure without its batch says nothing. */
export function runInWords(request: RunRequest, outcome: Estimated): string {
  return [
    ...questionLines(request, outcome),
    '',
    ...insideLines(outcome),
    ...acrossLines(request, outcome),
    ...finishLines(outcome),
  ].join('\n')
}

function questionLines(request: RunRequest, { inside }: Estimated): string[] {
  const { model, accelerators, accelerator, precision, batchSequences, sequenceLength } = request
  const { sites, rttMs } = request
  const { constants } = inside.estimate
  const where = sites === 1 ? 'one site' : `${sites} equal sites, ${rttMs} ms round trip`
  return [
    `${model.name} on ${count(accelerators)} ${accelerator}, ${where}`,
    `batch ${count(batchSequences)} sequences of ${count(sequenceLength)} tokens (${count(batchSequences * sequenceLength)} a step), ${precision}`,
    `constants of ${constants.software} (${constants.asOf})${constants.note === undefined ? '' : `: ${constants.note}`}`,
  ]
}

function insideLines({ inside }: Estimated): string[] {
  const { estimate, counts } = inside
  const { clock, memory } = estimate
  const parts = (Object.keys(clockNames) as (keyof StepClock)[])
    .filter((part) => clock[part] > 0)
    .map((part) => [clockNames[part], seconds(clock[part]), percent(clock[part] / estimate.stepTimeS)]) // prettier-ignore
  return [
    `INSIDE A SITE: ${inside.inWords}`,
    `step ${seconds(estimate.stepTimeS)} (P10 ${seconds(estimate.stepTimeP10S)}, P90 ${seconds(estimate.stepTimeP90S)}), ${percent(estimate.modelFlopsUtilisation)} of peak, ${gb(memory.totalGb)} of ${gb(memory.limitGb)} each`,
    `best of ${count(counts.candidates)} layouts; ${count(counts.outOfMemory)} need more memory than there is`,
    '',
    formatTable([...parts, ['sum', seconds(estimate.stepTimeS), '']], ['PART', 'SECONDS', 'SHARE'], new Set([1, 2])), // prettier-ignore
    '',
    ...(inside.runnersUp.length === 0
      ? []
      : [formatTable(inside.runnersUp.map(({ inWords, stepTimeS, why }) => [inWords, seconds(stepTimeS), why]), ['RUNNER-UP', 'STEP', 'WHY IT LOST'])]), // prettier-ignore
    ...(inside.tooLarge === undefined
      ? []
      : [`with more memory: ${inside.tooLarge.inWords}, ${inside.tooLarge.why}`]),
    '',
  ]
}

const strategyNames: Readonly<Record<AcrossRow['strategy'], string>> = {
  'single-site': 'single site',
  synchronous: 'synchronous',
  'pipeline-cut': 'pipeline cut',
  diloco: 'DiLoCo',
  'streaming-diloco': 'streaming DiLoCo',
}

function acrossLines(request: RunRequest, outcome: Estimated): string[] {
  if (outcome.rows.length === 0) return []
  const rows = outcome.rows.map((row) => [
    row.strategy === 'diloco' ? `${strategyNames.diloco} H=${request.innerSteps}` : strategyNames[row.strategy], // prettier-ignore
    row.precision,
    `${count(row.gbps)} Gb/s`,
    row.utilisation.toFixed(2),
    seconds(row.stepTimeS),
    seconds(row.linkWaitS),
    `${seconds(row.windowS)}${row.isWindowAssumed ? ' (assumed)' : ''}`,
    lossInWords(row),
  ])
  const required = outcome.required.map(({ precision, rate }) =>
    rate.kind === 'needs'
      ? `95 % with ${precision} needs ${count(Math.ceil(rate.gbps))} Gb/s on each link`
      : `95 % with ${precision}: ${rate.kind === 'out-of-reach' ? `out of reach, ${rate.why}` : rate.why.join('; ')}`,
  )
  return [
    'ACROSS SITES: share of one site’s speed',
    formatTable(rows, ['STRATEGY', 'REDUCTION', 'LINK', 'EFFICIENCY', 'STEP', 'WAITS FOR LINK', 'HIDES BEHIND', 'EFFECT ON LOSS'], new Set([2, 3, 4, 5])), // prettier-ignore
    ...required,
    ...outcome.notes,
    ...(outcome.rows.some(({ strategy }) => strategy === 'diloco')
      ? ['DiLoCo is a different optimisation, not the same run: its efficiency does not compare with the synchronous one']
      : []), // prettier-ignore
    '',
  ]
}

function lossInWords({ loss, strategy }: AcrossRow): string {
  if (strategy === 'synchronous') return 'none'
  if (loss === undefined) return '-'
  if (loss.kind === 'impossible') return loss.why.join('; ')
  if (loss.kind === 'beyond-measured') return `not measured there: ${loss.why.join('; ')}`
  const { extraTokens, lossChange } = loss.penalty
  const { low, expected, high } = extraTokens
  const says =
    low === undefined || expected === undefined || high === undefined
      ? `loss ${percent(lossChange.expected)} (${percent(lossChange.low)} to ${percent(lossChange.high)})`
      : `${percent(expected)} more tokens (${percent(low)} to ${percent(high)})`
  return loss.kind === 'extrapolated' ? `${says}, extrapolated` : says
}

function finishLines({ goodput, finishes }: Estimated): string[] {
  const lines: string[] = []
  if (goodput.kind === 'estimated') {
    const { estimate } = goodput
    lines.push(
      `GOODPUT ${percent(estimate.goodput.expected)} (${percent(estimate.goodput.low)} to ${percent(estimate.goodput.high)}): ${estimate.interruptionsPerDay.toPrecision(2)} interruptions a day, checkpoint every ${Math.round(estimate.intervalS)} s`,
    )
  } else lines.push(`GOODPUT none: ${goodput.why.join('; ')}`)
  const rows = finishes.map(({ row, finish }) => [
    row === undefined
      ? 'one site'
      : `${strategyNames[row.strategy]}, ${row.precision}, ${count(row.gbps)} Gb/s${row.isWindowAssumed ? ', assumed overlap' : ''}`, // prettier-ignore
    ...(finish.kind === 'finishes'
      ? [days(finish.p10H), days(finish.p50H), days(finish.p90H)]
      : finish.kind === 'may-not-finish'
        ? ['-', days(finish.p50H), finish.why]
        : ['-', '-', finish.why.join('; ')]),
  ])
  if (rows.length > 0) lines.push(formatTable(rows, ['DONE AFTER', 'P10', 'P50', 'P90'], new Set([1, 2, 3]))) // prettier-ignore
  return lines
}

/** What was published of the two-site case, and what it implies: an inversion, never a match. */
export function publishedTwoSites(): string {
  const rows = ([2304, 1536] as const).flatMap((sequences) =>
    (['bf16', 'mixed-fp32'] as const).map((precision) => {
      const implied = requiredGbps(nemotronTwoSites({ sequences, precision, linkGbps: 1 }), twoSitePublishedUtilisation) // prettier-ignore
      return [`${count(sequences)} sequences`, precision, implied.kind === 'needs' ? `${count(Math.round(implied.gbps))} Gb/s` : 'no rate'] // prettier-ignore
    }),
  )
  return [
    `PUBLISHED: ${twoSitePublishedUtilisation} of one site, about 1,000 km apart (NVIDIA, 2025); link rate not found`,
    'efficiency by plain arithmetic: published step time, 60 % overlap and 90 % line rate (both assumed), the last of 24 pieces exposed (24 chosen to give a table quoted of this run, so it proves nothing):', // prettier-ignore
    formatTable(arithmeticRows(), ['BATCH', 'REDUCTION', ...presetGbps.map((gbps) => `${count(gbps)} Gb/s`)]), // prettier-ignore
    'link rate that this would imply, with the published step time, 60 % overlap and 90 % line rate (both assumed):',
    formatTable(rows, ['BATCH', 'REDUCTION', 'IMPLIED']),
    'an inversion, not a match: the link of that run is unknown',
  ].join('\n')
}

const presetGbps = [100, 400, 800, 1600] as const
/** With so many pieces, of which the last cannot hide, the arithmetic gives the table that is quoted of this case. */
const buckets = 24

const arithmeticRows = (): string[][] =>
  ([2304, 1536] as const).flatMap((sequences) =>
    (['bf16', 'mixed-fp32'] as const).map((precision) => [
      `${count(sequences)} sequences`,
      precision,
      ...presetGbps.map((linkGbps) => {
        const outcome = estimateAcross(
          nemotronTwoSites({ sequences, precision, linkGbps, buckets }),
        )
        return outcome.kind === 'estimated' ? outcome.estimate.computeUtilisation.toFixed(2) : '-'
      }),
    ]),
  )

const count = (value: number): string => new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value) // prettier-ignore
const seconds = (value: number): string =>
  value === 0 ? '0 s' : `${Number(value.toPrecision(3))} s`
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const gb = (value: number): string => `${value.toFixed(0)} GB`
const days = (hours: number): string => (hours >= 48 ? `${(hours / 24).toFixed(1)} d` : `${hours.toFixed(1)} h`) // prettier-ignore
