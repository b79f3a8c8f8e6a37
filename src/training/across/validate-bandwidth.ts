import type { Comparison, Validation } from '../../catalog/index.ts'
import cases from './bandwidth-cases.json' with { type: 'json' }
import { requiredGbps } from './required-rate.ts'
import type { AcrossRequest, Strategy } from './request.ts'

/**
 * Our required rate against the rates that two papers found with their own simulator, for the step times they state.
 *
 * It is a check of one model against another, not against a measurement, and the tables stand on a grid of 20.7 % steps. The
 * simulator is described as overlapping the reduction with the backward pass for all methods
 * (arthurdouillard.com/diloco) and overlapped streaming as letting communication take one full compute step (arXiv:2501.18512,
 * caption of Table 1): our inputs are two thirds of the step as backward pass, the number of layers as buckets, three layers per
 * fragment, one step of overlap, two replicas, bf16, no latency, full line rate. No constant is fitted.
 */
const bandwidthFamily = 'training/bandwidth for utilisation'

type Case = (typeof cases.rows)[number]

/** Fragments of three layers (arXiv:2501.18512, section on the experiments). */
const layersPerFragment = 3
/** A backward pass costs twice a forward pass: the usual FLOP count of matrix products. */
const backwardShare = 2 / 3

const strategyOf = ({ method, innerSteps, layers }: Case): Strategy => {
  if (method === 'data-parallel') return { kind: 'synchronous', buckets: layers }
  if (method === 'diloco') return { kind: 'diloco', innerSteps, overlapsBackward: true }
  return {
    kind: 'streaming-diloco',
    innerSteps,
    fragments: layers / layersPerFragment,
    overlapSteps: method === 'streaming' ? 0 : 1,
    overlapsBackward: true,
    ...(method.endsWith('fp4') && { precision: 'fp4' }),
  }
}

const requestOf = (row: Case): AcrossRequest => {
  const pace = { kind: 'step', computeS: row.stepTimeS } as const
  return {
    model: { parameters: row.parameters },
    tokensPerStep: 1,
    sites: [
      { site: 'a', accelerators: 1, pace },
      { site: 'b', accelerators: 1, pace },
    ],
    links: [{ from: 'a', to: 'b', gbps: 1, oneWayMs: 0, lineShare: 1 }],
    strategy: strategyOf(row),
    window: { kind: 'last-micro-batch', backwardS: backwardShare * row.stepTimeS },
    exchange: { precision: 'bf16' },
  }
}

const idOf = (row: Case, target: number): string =>
  `${row.source.slice(6, 16)}-${row.model}-${row.method}-h${row.innerSteps}-cu${100 * target}`
    .toLowerCase()
    .replaceAll(' ', '-')

const comparisonOf = (row: Case, target: number, published: number): Comparison[] => {
  const needed = requiredGbps(requestOf(row), target)
  if (needed.kind !== 'needs') return []
  return [
    {
      family: bandwidthFamily,
      id: idOf(row, target),
      quantity: `link rate for ${100 * target} % utilisation`,
      unit: 'Gb/s',
      published,
      predicted: needed.gbps,
      error: 'relative',
      split: 'none',
      source: row.source,
      note: 'published value simulated, on a grid of 20.7 % steps',
    },
  ]
}

const casesOf = (row: Case) =>
  row.gbps.map((published, i) => ({ row, published, target: cases.targets[i] ?? 0 }))

export const validateBandwidth = (): Validation => {
  const all = cases.rows.flatMap(casesOf)
  return {
    comparisons: all.flatMap(({ row, published, target }) =>
      published === null ? [] : comparisonOf(row, target, published),
    ),
    bounds: [
      {
        family: bandwidthFamily,
        split: 'all',
        statistic: 'mean-absolute',
        max: 0.207,
        because: 'one step of the grid on which the papers searched; their tables are no finer',
      },
    ],
    left: all
      .filter(({ published }) => published === null)
      .map(({ row, target }) => ({
        family: bandwidthFamily,
        id: idOf(row, target),
        why: 'printed as "1000+": the grid of the paper ends there',
      })),
  }
}
