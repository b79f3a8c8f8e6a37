import type { Figure } from '../../catalog/index.ts'

/**
 * How often training is interrupted, as published. The law is MTTI = 1 / (n / K + lambda0): K accelerator-hours per hardware
 * interruption, and a rate lambda0 of the job's software that does not grow with its size. Each preset holds for its fleet and its
 * time; a range is given where the source has one, else it is assumed.
 */
export interface FailurePreset {
  readonly id: string
  readonly hoursPerInterruption: Figure
  readonly hoursPerInterruptionLow: Figure
  readonly hoursPerInterruptionHigh: Figure
  readonly jobInterruptionsPerH: Figure
  /** Accelerators that leave together. */
  readonly blastRadius: number
}

type Origin = Pick<Figure, 'provenance' | 'source' | 'asOf' | 'confidence'>

const figure = (value: number, unit: string, origin: Origin): Figure => ({
  value,
  unit,
  ...origin,
})

const unit = 'accelerator-hours'
const llama: Origin = {
  provenance: 'published',
  confidence: 'high',
  source:
    'arXiv:2407.21783: 419 unexpected interruptions in 54 days on 16,384 H100 (16,384 x 54 x 24 / 419)',
  asOf: '2024-07',
}
const reliability: Origin = {
  provenance: 'published',
  confidence: 'medium',
  source:
    'arXiv:2410.21680, 11 months on two A100 clusters: 6.50 (RSC-1) and 2.34 (RSC-2) failures per 1,000 node-days, as quoted',
  asOf: '2024-10',
}
const byteRobust: Origin = {
  provenance: 'published',
  confidence: 'medium',
  source: 'arXiv:2509.16293: one interruption per 2.78 h on 9,600 to 16,384 GPUs',
  asOf: '2025-09',
}
const semiAnalysis: Origin = {
  provenance: 'published',
  confidence: 'medium',
  source:
    'SemiAnalysis, H100 against GB200 NVL72, August 2025, mean time between interruptions in GPU-days, as quoted',
  asOf: '2025-08',
}
const assumed = (source: string): Origin => ({
  provenance: 'assumed',
  confidence: 'low',
  source,
  asOf: '2026-11',
})

const none = figure(0, '1/h', assumed('production pre-training: all interruptions follow the size'))
const byJob = figure(
  1 / 11,
  '1/h',
  assumed(
    'difference between the rate of nodes and the 7.9 h measured at 1,024 GPUs (arXiv:2410.21680)',
  ),
)

interface Spread {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The value with its ends; the ends have an origin of their own where the source gives the value only. */
const range = ({ value, low, high }: Spread, origin: Origin, ends = origin) => ({
  hoursPerInterruption: figure(value, unit, origin),
  hoursPerInterruptionLow: figure(low, unit, ends),
  hoursPerInterruptionHigh: figure(high, unit, ends),
})

const third = assumed('a third more or less than the published mean: daily and monthly swing')
/** Where a source gives two ends only, the value between them is ours. */
const middle = assumed('geometric mean of the two published ends')
const geometricMean = (low: number, high: number): number => Math.sqrt(low * high)

export const failurePresets: readonly FailurePreset[] = [
  {
    id: 'llama-3',
    ...range({ value: (16_384 * 54 * 24) / 419, low: 34_000, high: 68_000 }, llama, third),
    jobInterruptionsPerH: none,
    blastRadius: 8,
  },
  {
    id: 'rsc-1',
    ...range({ value: (8 * 1000 * 24) / 6.5, low: 19_700, high: 39_400 }, reliability, third),
    jobInterruptionsPerH: byJob,
    blastRadius: 8,
  },
  {
    id: 'rsc-2',
    ...range({ value: (8 * 1000 * 24) / 2.34, low: 54_700, high: 109_400 }, reliability, third),
    jobInterruptionsPerH: byJob,
    blastRadius: 8,
  },
  {
    id: 'byterobust',
    ...range(
      { value: 2.78 * geometricMean(9_600, 16_384), low: 2.78 * 9_600, high: 2.78 * 16_384 },
      middle,
      byteRobust,
    ),
    jobInterruptionsPerH: none,
    blastRadius: 8,
  },
  {
    id: 'h100-2025',
    ...range(
      { value: 24 * geometricMean(2_000, 5_000), low: 24 * 2_000, high: 24 * 5_000 },
      middle,
      semiAnalysis,
    ),
    jobInterruptionsPerH: none,
    blastRadius: 8,
  },
  {
    id: 'gb200-nvl72-2025',
    ...range(
      { value: 24 * geometricMean(1_000, 3_000), low: 24 * 1_000, high: 24 * 3_000 },
      middle,
      semiAnalysis,
    ),
    jobInterruptionsPerH: none,
    blastRadius: 72,
  },
]

export const failurePreset = (id: string): FailurePreset | undefined =>
  failurePresets.find((preset) => preset.id === id)
