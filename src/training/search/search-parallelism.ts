import type { Transformer } from '../../catalog/index.ts'
import { chipOf } from '../chip.ts'
import { stepTimeOf } from '../clock.ts'
import { constantsOf, softwareReleases } from '../constants-of.ts'
import { estimateStep } from '../estimate-step.ts'
import { modelFaults } from '../model-faults.ts'
import { prepareStep } from '../prepare-step.ts'
import type { StepEvaluator } from '../prepare-step.ts'
import type { Parallelism, Precision, StepClock, StepEstimate, StepMemory } from '../step.ts'
import { layouts } from './layouts.ts'
import { layoutInWords, whySlower } from './why-slower.ts'

/**
 * Which layout trains fastest on given accelerators with a given batch? Every layout of the grid is looked at: memory is a
 * hard limit, the clock decides. What lost is kept with the reason, and so is what would have won with more memory.
 */
export interface SearchRequest {
  readonly model: Transformer
  readonly accelerator: string
  readonly accelerators: number
  readonly precision: Precision
  readonly sequenceLength: number
  readonly globalBatchSequences: number
  readonly software?: string
  /** Runners-up that are reported; 5 without it. */
  readonly runnersUp?: number
}

export interface RunnerUp {
  readonly layout: Parallelism
  readonly inWords: string
  readonly stepTimeS: number
  readonly why: string
}

export interface SearchCounts {
  /** Layouts that can be built. */
  readonly candidates: number
  readonly outOfMemory: number
}

export type SearchOutcome =
  | {
      readonly kind: 'found'
      readonly layout: Parallelism
      readonly inWords: string
      readonly estimate: StepEstimate
      /** The fastest of each other way to lay out ranks, best first. */
      readonly runnersUp: readonly RunnerUp[]
      /** What would be faster if it fitted. */
      readonly tooLarge?: RunnerUp
      readonly counts: SearchCounts
    }
  | {
      readonly kind: 'out-of-memory'
      /** The layout that needs least, and what it needs. */
      readonly layout: Parallelism
      readonly inWords: string
      readonly memory: StepMemory
      readonly counts: SearchCounts
    }
  | { readonly kind: 'impossible'; readonly why: readonly string[] }

/** Beyond it no fleet goes, and counts stop being small. */
const acceleratorsMax = 2 ** 24
const batchMax = 2 ** 31

export function searchParallelism(request: SearchRequest): SearchOutcome {
  const { accelerator, software, precision } = request
  const chip = chipOf(accelerator)
  const constants = constantsOf(accelerator, software)
  const why = [
    ...modelFaults(request.model),
    ...countFaults(request),
    ...(chip === undefined ? [`no accelerator ${accelerator} in the catalog`] : []),
    ...(constants === undefined ? [`no constants for ${String(software)}; there are ${softwareReleases.join(', ')}`] : []), // prettier-ignore
  ]
  if (chip === undefined || constants === undefined || why.length > 0)
    return { kind: 'impossible', why }
  const evaluator = prepareStep({ ...request, chip, constants })
  if (evaluator === undefined)
    return { kind: 'impossible', why: [`${accelerator} does not compute in ${precision}`] }
  const found = lookAtAll(evaluator, layouts({ ...request, chip }), request)
  return conclude(request, evaluator, found)
}

function countFaults(request: SearchRequest): string[] {
  const limits = {
    accelerators: acceleratorsMax,
    sequenceLength: batchMax,
    globalBatchSequences: batchMax,
  }
  return (Object.entries(limits) as [keyof typeof limits, number][])
    .filter(([name, most]) => !Number.isInteger(request[name]) || request[name] < 1 || request[name] > most) // prettier-ignore
    .map(([name, most]) => `${name} is ${String(request[name])}, not a whole number from 1 to ${most}`) // prettier-ignore
}

interface Candidate {
  readonly layout: Parallelism
  readonly clock: StepClock
  readonly stepTimeS: number
}

interface Found {
  candidates: number
  outOfMemory: number
  /** The fastest of each way to lay out ranks. */
  readonly byRanks: Map<string, Candidate>
  fastestTooLarge: Candidate | undefined
  smallest: Parallelism | undefined
}

function lookAtAll(
  evaluator: StepEvaluator,
  all: Iterable<Parallelism>,
  { globalBatchSequences: batch }: SearchRequest,
): Found {
  const found: Found = { candidates: 0, outOfMemory: 0, byRanks: new Map(), fastestTooLarge: undefined, smallest: undefined } // prettier-ignore
  let leastGb = Infinity
  for (const layout of all) {
    found.candidates++
    const { totalGb, limitGb } = evaluator.memory(layout, batch)
    const isTooLarge = !(totalGb <= limitGb)
    if (isTooLarge) found.outOfMemory++
    if (totalGb < leastGb) {
      leastGb = totalGb
      found.smallest = layout
    }
    const { clock } = evaluator.clock(layout, batch)
    const candidate = { layout, clock, stepTimeS: stepTimeOf(clock) }
    if (!Number.isFinite(candidate.stepTimeS)) continue
    if (isTooLarge) {
      if (isFaster(candidate, found.fastestTooLarge)) found.fastestTooLarge = candidate
      continue
    }
    const key = ranksOf(layout)
    if (isFaster(candidate, found.byRanks.get(key))) found.byRanks.set(key, candidate)
  }
  return found
}

const isFaster = (one: Candidate, other: Candidate | undefined): boolean =>
  other === undefined || one.stepTimeS < other.stepTimeS

const ranksOf = ({ tensor, pipeline, context, expert }: Parallelism): string =>
  `${tensor} ${pipeline} ${context} ${expert}`

function conclude(request: SearchRequest, evaluator: StepEvaluator, found: Found): SearchOutcome {
  const { candidates, outOfMemory, smallest, fastestTooLarge } = found
  const counts = { candidates, outOfMemory }
  const ranked = [...found.byRanks.values()].sort((a, b) => a.stepTimeS - b.stepTimeS)
  const [best] = ranked
  const batch = request.globalBatchSequences
  if (best === undefined) {
    if (outOfMemory < candidates)
      return { kind: 'impossible', why: ['the figures are so far apart that the result leaves the range of numbers'] } // prettier-ignore
    if (smallest === undefined)
      return { kind: 'impossible', why: [`no layout of ${request.accelerators} accelerators divides the model and a batch of ${batch}`] } // prettier-ignore
    const memory = evaluator.memory(smallest, batch)
    return { kind: 'out-of-memory', layout: smallest, inWords: layoutInWords(smallest), memory, counts } // prettier-ignore
  }
  const outcome = estimateStep({ ...request, parallelism: best.layout })
  if (outcome.kind !== 'estimated') return { kind: 'impossible', why: outcome.kind === 'impossible' ? outcome.why : ['the best layout does not fit'] } // prettier-ignore
  const tooLarge =
    fastestTooLarge !== undefined && fastestTooLarge.stepTimeS < best.stepTimeS
      ? { tooLarge: tooLargeOf(evaluator, best, { ...fastestTooLarge, batch }) }
      : {}
  return {
    kind: 'found',
    layout: best.layout,
    inWords: layoutInWords(best.layout),
    estimate: outcome.estimate,
    runnersUp: ranked.slice(1, 1 + (request.runnersUp ?? 5)).map((other) => ({
      layout: other.layout,
      inWords: layoutInWords(other.layout),
      stepTimeS: other.stepTimeS,
      why: whySlower(best, other),
    })),
    ...tooLarge,
    counts,
  }
}

function tooLargeOf(
  evaluator: StepEvaluator,
  best: Candidate,
  { batch, ...other }: Candidate & { readonly batch: number },
): RunnerUp {
  const { totalGb, limitGb } = evaluator.memory(other.layout, batch)
  return {
    layout: other.layout,
    inWords: layoutInWords(other.layout),
    stepTimeS: other.stepTimeS,
    why: `${whySlower(best, other)}, but it needs ${totalGb.toFixed(1)} GB of ${limitGb.toFixed(0)} GB`,
  }
}
