import { exchangePrecisions } from './payload.ts'
import type { AcrossLink, AcrossRequest, ReductionWindow, SiteShare, Strategy } from './request.ts'

/** What is wrong with the figures of a request, all of it at once; empty where nothing is. */

interface Claim {
  readonly name: string
  readonly value: number | undefined
  readonly from?: number
  /** The value must exceed `from`, not only reach it. */
  readonly isOpen?: boolean
  readonly to?: number
  readonly isWhole?: boolean
}

const breaks = ({ name, value, from = 0, isOpen = false, to = 1e30, isWhole }: Claim): string[] => {
  if (value === undefined) return []
  const isLow = isOpen ? !(value > from) : !(value >= from)
  if (isLow || !(value <= to)) {
    return [
      `${name} is ${value}: expected ${isOpen ? 'more than' : 'at least'} ${from} and at most ${to}`,
    ]
  }
  return isWhole && !Number.isInteger(value) ? [`${name} is ${value}: expected a whole number`] : []
}

const positive = (name: string, value: number | undefined, to?: number): string[] =>
  breaks({ name, value, isOpen: true, ...(to !== undefined && { to }) })

const counting = (name: string, value: number | undefined): string[] =>
  breaks({ name, value, from: 1, isWhole: true, to: 1e9 })

const siteFaults = (site: SiteShare): string[] => {
  const { pace } = site
  return [
    ...counting(`accelerators of ${site.site}`, site.accelerators),
    ...(pace.kind === 'step'
      ? positive(`compute seconds of ${site.site}`, pace.computeS)
      : positive(`tokens/s of ${site.site}`, pace.tokensPerS)),
    ...positive(`batch share of ${site.site}`, site.batchShare, 1),
  ]
}

const linkFaults = (link: AcrossLink): string[] => {
  const name = `${link.from} to ${link.to}`
  return [
    ...positive(`Gb/s ${name}`, link.gbps),
    ...breaks({ name: `one-way milliseconds ${name}`, value: link.oneWayMs, to: 1e9 }),
    ...positive(`payload share of the line ${name}`, link.lineShare, 1),
    ...counting(`flows ${name}`, link.flows),
    ...positive(`window ${name}`, link.windowMb),
    ...breaks({ name: `loss ${name}`, value: link.lossRatio, to: 1 }),
  ]
}

const windowFaults = (window: ReductionWindow): string[] => [
  ...(window.kind === 'share-of-compute'
    ? breaks({ name: 'overlap as a share of compute', value: window.share, to: 1 })
    : breaks({ name: 'backward seconds', value: window.backwardS })),
  ...(window.kind === 'each-micro-batch' ? counting('micro-batches', window.microBatches) : []),
]

const precisionFaults = (precision: string | undefined): string[] =>
  precision === undefined || exchangePrecisions.some((known) => known === precision)
    ? []
    : [`no exchange precision is named "${precision}": ${exchangePrecisions.join(', ')}`]

const strategyFaults = (strategy: Strategy): string[] => {
  switch (strategy.kind) {
    case 'single-site':
      return []
    case 'synchronous':
      return [
        ...counting('buckets', strategy.buckets),
        ...counting('chunks', strategy.chunks),
        ...breaks({ name: 'reduction inside a site', value: strategy.localReduceS }),
      ]
    case 'pipeline-cut':
      return [
        ...counting('stages', strategy.stages),
        ...counting('micro-batches', strategy.microBatches),
        ...breaks({ name: 'extra in flight', value: strategy.extraInFlight, isWhole: true }),
        ...breaks({ name: 'activation memory', value: strategy.activationGbPerMicroBatch }),
      ]
    case 'diloco':
      return [
        ...counting('inner steps', strategy.innerSteps),
        ...precisionFaults(strategy.precision),
      ]
    case 'streaming-diloco':
      return [
        ...counting('inner steps', strategy.innerSteps),
        ...counting('fragments', strategy.fragments),
        ...breaks({ name: 'overlap steps', value: strategy.overlapSteps, to: 1e9 }),
        ...precisionFaults(strategy.precision),
      ]
  }
}

const fleetFaults = ({ sites, links }: AcrossRequest): string[] => {
  const names = sites.map(({ site }) => site)
  const pairs = links.map(({ from, to }) => [from, to].toSorted().join(' - '))
  return [
    ...(sites.length === 0 ? ['no site is given'] : []),
    ...(new Set(names).size < names.length ? ['two sites have the same name'] : []),
    ...(new Set(pairs).size < pairs.length
      ? ['two links join the same sites: state the one that the run books']
      : []),
    ...links
      .filter(({ from, to }) => from === to)
      .map(({ from }) => `a link joins ${from} to itself`),
    ...(new Set(sites.map(({ pace }) => pace.kind)).size > 1
      ? ['some sites state seconds and some tokens/s: state one kind']
      : []),
  ]
}

export const requestFaults = (request: AcrossRequest): readonly string[] => {
  const { model, tokensPerStep, sequenceLength, exchange } = request
  return [
    ...positive('parameters', model.parameters),
    ...positive('active parameters', model.activeParameters, model.parameters),
    ...positive('hidden size', model.hiddenSize),
    ...positive('tokens per step', tokensPerStep),
    ...counting('sequence length', sequenceLength),
    ...(sequenceLength && !Number.isInteger(tokensPerStep / sequenceLength)
      ? ['tokens per step are no whole number of sequences']
      : []),
    ...breaks({ name: 'compression', value: exchange.compression, from: 1 }),
    ...precisionFaults(exchange.precision),
    ...breaks({ name: 'jitter', value: request.jitter, to: 2 }),
    ...fleetFaults(request),
    ...request.sites.flatMap(siteFaults),
    ...request.links.flatMap(linkFaults),
    ...windowFaults(request.window),
    ...strategyFaults(request.strategy),
  ]
}
