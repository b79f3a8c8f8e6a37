import type { Comparison } from '../../catalog/index.ts'
import { servingConstants } from '../constants.ts'
import { denseCases } from '../dense-cases.ts'
import type { DenseCase } from '../dense-cases.ts'
import { fitDense, predictDense } from '../fit-dense.ts'
import type { Efficiency } from '../roofline.ts'

/** Cases that the constants of NVIDIA were fitted on: two of four GPUs, without the scenario that the model misses. */
export const fittedCases = denseCases.filter(
  ({ accelerator, scenario }) =>
    (accelerator === 'h200-sxm' || accelerator === 'b200') && scenario !== 'interactive',
)
/** The one row that the arithmetic share of AMD was fitted on. */
export const fittedAmdCases = denseCases.filter(({ id }) => id === 'llama2-70b-mi300x-server')

const splitOf = (wanted: DenseCase): 'fitted' | 'held-out' =>
  fittedCases.includes(wanted) || fittedAmdCases.includes(wanted) ? 'fitted' : 'held-out'

const shipped = ({ accelerator }: DenseCase): Efficiency | undefined =>
  servingConstants(accelerator)?.efficiency

interface Compared {
  readonly family: string
  readonly split: 'fitted' | 'held-out'
  readonly efficiency: Efficiency | undefined
  readonly note?: string
}

function throughput(wanted: DenseCase, { efficiency, ...compared }: Compared): Comparison[] {
  const point = efficiency === undefined ? undefined : predictDense(wanted, efficiency)
  if (point === undefined) return []
  return [
    {
      ...compared,
      id: wanted.id,
      quantity: 'output tokens per second per GPU',
      unit: 'tokens/s',
      published: wanted.tokensPerSPerGpu,
      predicted: point.outputTokensPerS / wanted.gpusPerReplica,
      error: 'relative',
      source: wanted.source,
    },
  ]
}

const maximum = denseCases.filter(({ table }) => table === 'tensorrt-llm')
const mlperf = denseCases.filter(({ table }) => table === 'mlperf')

const unknownInput =
  'The mean prompt is not published; 294 tokens assumed, as long as the mean answer; GPUs of a replica assumed, the fewest that hold the weights. Batch by memory and by the limit of the time per token'

/** An input that was chosen with all rows in view, those that no constant has seen included. */
const chosenLimit =
  'The limit of 256 live sequences is not published: it was taken because it suits the whole table'

const mlperfFamily = ({ accelerator, scenario }: DenseCase): string => {
  if (scenario === 'interactive') return 'serving/mlperf interactive'
  return accelerator.startsWith('mi') ? 'serving/mlperf AMD' : 'serving/mlperf throughput'
}

const timePerToken = (wanted: DenseCase): Comparison[] => {
  const { accelerator } = wanted
  const efficiency = shipped(wanted)
  const point = efficiency === undefined ? undefined : predictDense(wanted, efficiency)
  if (point === undefined || wanted.tpotMs === undefined || wanted.scenario !== 'server') return []
  return [
    {
      family: accelerator.startsWith('mi')
        ? 'serving/mlperf AMD, time per token'
        : 'serving/mlperf time per token',
      id: wanted.id,
      quantity: 'mean time per output token',
      unit: 'ms',
      published: wanted.tpotMs,
      predicted: 1000 * point.tpotS,
      error: 'relative',
      // The fit saw throughput of some of these rows, and time per token of none.
      split: splitOf(wanted),
      source: wanted.source,
      note: unknownInput,
    },
  ]
}

/** Each GPU of NVIDIA predicted with constants fitted anew on the other three. */
function leaveOneGpuOut(): Comparison[] {
  const family = 'serving/dense leave one GPU out'
  const cases = denseCases.filter(
    ({ accelerator, scenario }) => !accelerator.startsWith('mi') && scenario !== 'interactive',
  )
  const kinds = [...new Set(cases.map(({ accelerator }) => accelerator))]
  return kinds.flatMap((kind) => {
    const efficiency = fitDense(cases.filter(({ accelerator }) => accelerator !== kind))
    const note = `Constants fitted on the other three GPUs. ${chosenLimit}`
    return cases
      .filter(({ accelerator }) => accelerator === kind)
      .flatMap((wanted) => throughput(wanted, { family, split: 'held-out', efficiency, note }))
  })
}

export const denseComparisons = (): Comparison[] => [
  ...maximum.flatMap((wanted) =>
    throughput(wanted, {
      family: 'serving/dense throughput',
      split: splitOf(wanted),
      efficiency: shipped(wanted),
      note: chosenLimit,
    }),
  ),
  ...leaveOneGpuOut(),
  ...mlperf.flatMap((wanted) =>
    throughput(wanted, {
      family: mlperfFamily(wanted),
      split: splitOf(wanted),
      efficiency: shipped(wanted),
      note: unknownInput,
    }),
  ),
  ...mlperf.flatMap(timePerToken),
]
