import type {
  ChipConstants,
  FittedConstants,
  ReleaseConstants,
} from '../../src/training/constants-of.ts'
import { releases } from '../../src/training/releases.ts'
import type { Release } from '../../src/training/releases.ts'

/**
 * The constants of the step model as one vector. Each parameter has a first guess and a spread: the fit pulls it back by one
 * unit of error per spread, so that what the cases say nothing about stays at the guess. What physics shares is a
 * parameter of its own (an architecture, a code base); chips and releases deviate from it by a factor.
 */
export interface Parameter {
  readonly name: string
  readonly guess: number
  /** On the scale of the transform. */
  readonly spread: number
  /** A share stays between 0 and 1; a positive number is fitted by its logarithm. */
  readonly kind: 'share' | 'positive'
}

type Lookup = (name: string) => number

const share = (name: string, guess: number, spread: number): Parameter => ({
  name,
  guess,
  spread,
  kind: 'share',
})
const positive = (name: string, guess: number, spread: number): Parameter => ({
  name,
  guess,
  spread,
  kind: 'positive',
})
const factor = (name: string, spread: number): Parameter => positive(name, 1, spread)

const architectures: Readonly<Record<string, readonly string[]>> = {
  ampere: ['a100-sxm-80g', 'a100-sxm-40g'],
  hopper: ['h100-sxm'],
  blackwell: ['b200', 'b300', 'gb200-nvl72', 'gb300-nvl72'],
}

const precisions: Readonly<Record<string, readonly ('bf16' | 'fp8' | 'mxfp8' | 'fp4')[]>> = {
  ampere: ['bf16'],
  hopper: ['bf16', 'fp8'],
  blackwell: ['bf16', 'fp8', 'mxfp8', 'fp4'],
}

const guesses = { bf16: 0.78, fp8: 0.7, mxfp8: 0.93, fp4: 0.5 } as const

/**
 * A kernel for a window of 511 keys in 4,096 does 23 % of the causal one's work in 31 % of its time, and heads of 64 run at 82 % of
 * the rate of heads of 128 (NVIDIA/cudnn-frontend pull request 505, 2026-08-07, another Blackwell).
 */
const windowedGuess = 0.6

const stacks = [...new Set(releases.map(({ stack }) => stack))]

/**
 * Rival code bases differ by more than releases of one. Only NeMo's table has sizes and lengths of steps enough to tell growth
 * in seconds from growth in shares.
 */
const stackParameters = (stack: string): readonly Parameter[] => [
  factor(`${stack} kernel`, 0.1),
  factor(`${stack} memory`, 0.2),
  share(`${stack} tensor exposed`, 0.5, 1),
  share(`${stack} pipeline exposed`, 0.3, 0.7),
  share(`${stack} expert exposed`, expertExposedGuess, 0.5),
  share(`${stack} expert gemm`, 0.85, 0.4),
  positive(`${stack} expert traffic`, 2, 0.5),
  positive(`${stack} expert issue`, 2.5e-5, 0.7),
  share(`${stack} data exposed`, 0.1, 0.5),
  share(`${stack} recompute`, 0.9, 1),
  factor(`${stack} attention`, 0.3),
  positive(`${stack} layer overhead`, 3e-5, 1),
  positive(`${stack} step overhead`, 0.03, 0.6),
  positive(`${stack} step growth`, 0.008, stack === 'nemo' ? 1 : 0.3),
  positive(`${stack} straggler`, 0.003, 0.7),
]

/** Overlap hid 36.6 % of dispatch and combine on 16 H100 (Megatron-Bridge, perf-moe-comm-overlap, 2026-07-25). */
const expertExposedGuess = 0.634

/** MLPerf round v4.1 is 17 % faster than v3.1 a year earlier, most of it from larger micro-batches. */
const kernelGrowthPerYear = 0.05
/** Year and month that the guess is 1 at. */
const kernelEpoch = 2025 + 1 / 12

const kernelGuess = (asOf: string): number => {
  const [year, month] = asOf.split('-').map(Number)
  return Math.exp(kernelGrowthPerYear * ((year ?? 0) + ((month ?? 1) - 1) / 12 - kernelEpoch))
}

const releaseParameters = ({ id, asOf }: Release): readonly Parameter[] => [
  positive(`release ${id} kernel`, kernelGuess(asOf), 0.03),
  factor(`release ${id} expert traffic`, 0.3),
  factor(`release ${id} expert issue`, 0.4),
]

export const parameters: readonly Parameter[] = [
  positive('traffic', 0.3, 0.7),
  ...Object.entries(architectures).flatMap(([architecture, chips]) => [
    ...(precisions[architecture] ?? []).map((precision) =>
      share(`${architecture} ${precision}`, guesses[precision], 0.3),
    ),
    share(`${architecture} attention`, 0.5, 0.6),
    share(`${architecture} windowed attention`, windowedGuess, 1),
    share(`${architecture} memory`, 0.7, 0.4),
    ...(chips.length > 1 ? chips.map((chip) => factor(`${chip} gemm`, 0.06)) : []),
    ...chips.map((chip) => factor(`${chip} issue`, 0.2)),
  ]),
  ...stacks.flatMap(stackParameters),
  ...releases.flatMap(releaseParameters),
]

export const start: number[] = parameters.map(({ guess, kind }) =>
  kind === 'share' ? Math.log(guess / (1 - guess)) : Math.log(guess),
)

const valueOf = ({ kind }: Parameter, at: number): number =>
  kind === 'share' ? 1 / (1 + Math.exp(-at)) : Math.exp(at)

export function constantsFrom(vector: readonly number[]): FittedConstants {
  const values = new Map(
    parameters.map((parameter, index) => [parameter.name, valueOf(parameter, vector[index] ?? 0)]),
  )
  const of: Lookup = (name) => values.get(name) ?? 1
  return {
    common: { gemmTrafficShare: of('traffic') },
    chips: Object.fromEntries(
      Object.entries(architectures).flatMap(([architecture, chips]) =>
        chips.map((chip) => [chip, chipFrom(of, architecture, chip)]),
      ),
    ),
    releases: Object.fromEntries(releases.map((release) => [release.id, releaseFrom(of, release)])),
  }
}

const chipFrom = (of: Lookup, architecture: string, chip: string): ChipConstants => {
  const own = of(`${chip} gemm`)
  const gemmShare = Object.fromEntries(
    (precisions[architecture] ?? []).map((precision) => [
      precision,
      precision === 'mxfp8'
        ? of(`${architecture} ${precision}`)
        : Math.min(1, of(`${architecture} ${precision}`) * own),
    ]),
  )
  const { fp8, mxfp8 } = gemmShare
  /** Scaling by blocks is the 8-bit product with more to convert: a factor on it. */
  const blocks = fp8 === undefined ? {} : { mxfp8: fp8 * (mxfp8 ?? 1) }
  return {
    gemmShare: { ...gemmShare, ...blocks },
    attentionShare: Math.min(1, of(`${architecture} attention`) * own),
    windowedAttentionShare: of(`${architecture} windowed attention`),
    memoryShare: of(`${architecture} memory`),
    issueFactor: of(`${chip} issue`),
  }
}

const releaseFrom = (of: Lookup, { id, stack }: Release): ReleaseConstants => ({
  kernelFactor: of(`${stack} kernel`) * of(`release ${id} kernel`),
  attentionFactor: of(`${stack} attention`) * of(`${stack} kernel`),
  memoryFactor: of(`${stack} memory`),
  tensorExposedShare: of(`${stack} tensor exposed`),
  pipelineExposedShare: of(`${stack} pipeline exposed`),
  expertExposedShare: of(`${stack} expert exposed`),
  expertGemmShare: of(`${stack} expert gemm`),
  expertTrafficFactor: of(`${stack} expert traffic`) * of(`release ${id} expert traffic`),
  expertIssueS: of(`${stack} expert issue`) * of(`release ${id} expert issue`),
  dataExposedShare: of(`${stack} data exposed`),
  recomputeShare: of(`${stack} recompute`),
  layerOverheadS: of(`${stack} layer overhead`),
  stepOverheadS: of(`${stack} step overhead`),
  stepGrowthS: of(`${stack} step growth`),
  stragglerPerDoubling: of(`${stack} straggler`),
})
