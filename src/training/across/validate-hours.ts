import type { Comparison, Validation } from '../../catalog/index.ts'
import { estimateAcross } from './estimate.ts'
import type { AcrossRequest, Strategy } from './request.ts'

/**
 * Hours of a run at 1 Gb/s from its hours without any exchange: arXiv:2501.18512 Table 1, a model of 1e9 parameters at two
 * replicas. The hours are simulated by its authors, not measured. Its step time of 0.1 s is that of Table 4; H = 100 and FP4 follow from
 * the 400 times fewer bits, eight fragments from the 8 times lower peak, one step of overlap from the caption.
 */
const family = 'training/hours at 1 Gb/s'

const stepTimeS = 0.1
const rows: readonly {
  readonly id: string
  readonly hours: number
  readonly published: number
  readonly strategy: Strategy
}[] = [
  {
    id: 'dolma-25b-data-parallel',
    hours: 0.67,
    published: 109,
    strategy: { kind: 'synchronous', buckets: 24 },
  },
  {
    id: 'dolma-25b-streaming-fp4',
    hours: 0.67,
    published: 0.88,
    strategy: {
      kind: 'streaming-diloco',
      innerSteps: 100,
      fragments: 8,
      overlapSteps: 1,
      precision: 'fp4',
      overlapsBackward: true,
    },
  },
]

const requestOf = (strategy: Strategy): AcrossRequest => {
  const pace = { kind: 'step', computeS: stepTimeS } as const
  return {
    model: { parameters: 1e9 },
    tokensPerStep: 1,
    sites: [
      { site: 'a', accelerators: 1, pace },
      { site: 'b', accelerators: 1, pace },
    ],
    links: [{ from: 'a', to: 'b', gbps: 1, oneWayMs: 0, lineShare: 1 }],
    strategy,
    window: { kind: 'last-micro-batch', backwardS: (2 / 3) * stepTimeS },
    exchange: { precision: 'bf16' },
  }
}

const comparisonOf = ({ id, hours, published, strategy }: (typeof rows)[number]): Comparison[] => {
  const outcome = estimateAcross(requestOf(strategy))
  if (outcome.kind !== 'estimated') return []
  return [
    {
      family,
      id,
      quantity: 'hours at 1 Gb/s',
      unit: 'h',
      published,
      predicted: hours / outcome.estimate.computeUtilisation,
      error: 'relative',
      split: 'none',
      source: 'arXiv:2501.18512 Table 1',
      note: 'published value simulated by its authors',
    },
  ]
}

export const validateHours = (): Validation => ({
  comparisons: rows.flatMap(comparisonOf),
  bounds: [],
  left: [
    {
      family,
      id: 'dolma-100b-and-250b',
      why: 'the same ratio of hours as at 25e9 tokens: they would count one fact three times',
    },
  ],
})
