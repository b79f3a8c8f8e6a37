import { transformer } from '../catalog/index.ts'
import type { Transformer } from '../catalog/index.ts'
import table from './cases.json' with { type: 'json' }
import { chipOf } from './chip.ts'
import { executionOf } from './execution.ts'
import type { Execution } from './execution.ts'
import { modelFlopsPerSequence } from './flops.ts'
import type { Parallelism, Precision, Recompute } from './step.ts'

/**
 * Step times that others measured and published, one row each in `cases.json`. Whatever a source states (seconds, tokens
 * per second, FLOP/s) becomes seconds here, by the source's own convention of counting FLOPs.
 */
export interface StepCase {
  readonly id: string
  readonly release: string
  readonly source: string
  /** The catalog's, with a second prediction head as one more layer where the measured one had it. */
  readonly model: Transformer
  readonly accelerator: string
  readonly accelerators: number
  readonly precision: Precision
  readonly sequenceLength: number
  readonly globalBatchSequences: number
  readonly layout: Parallelism
  /** Heads that predict further tokens. */
  readonly furtherHeads: number
  readonly publishedS: number
  /** Flags that the recipe of the release states; absent where none is known. */
  readonly execution?: Execution
  readonly note?: string
}

/** MosaicML, llm-foundry benchmarking README: MFU over these dense peaks, attention counted in full. */
const mosaicPeakTflops: Readonly<Record<string, number>> = {
  'a100-sxm-40g bf16': 312,
  'a100-sxm-80g bf16': 312,
  'h100-sxm bf16': 989.5,
  'h100-sxm fp8': 1979,
}

interface Measured {
  readonly model: Transformer
  readonly accelerator: string
  readonly accelerators: number
  readonly precision: Precision
  readonly sequenceLength: number
  readonly globalBatchSequences: number
}

/** Seconds per step, by the metric that the source states. */
const secondsOf: Readonly<Record<string, (value: number, measured: Measured) => number>> = {
  stepS: (value) => value,
  tokensPerS: (value, { globalBatchSequences, sequenceLength }) =>
    (globalBatchSequences * sequenceLength) / value,
  tokensPerSPerGpu: (value, { globalBatchSequences, sequenceLength, accelerators }) =>
    (globalBatchSequences * sequenceLength) / value / accelerators,
  megatronHardwareTflops: (value, measured) =>
    megatronFlops(measured) / (value * 1e12 * measured.accelerators),
  causalTflops: (value, measured) => causalFlops(measured) / (value * 1e12 * measured.accelerators),
  mosaicMfuPct: (value, measured) => {
    const peak = mosaicPeakTflops[`${measured.accelerator} ${measured.precision}`] ?? Number.NaN
    return mosaicFlops(measured) / ((value / 100) * peak * 1e12 * measured.accelerators)
  },
}

/** arXiv 2104.04473, equation 3: full recomputation, attention in full. */
function megatronFlops({ model, sequenceLength: s, globalBatchSequences }: Measured): number {
  const { layers: l, hiddenSize: h, vocabulary } = model
  return 96 * globalBatchSequences * s * l * h * h * (1 + s / (6 * h) + vocabulary / (16 * l * h))
}

/** 6 per parameter and token, and the half of attention scores that a causal mask leaves. */
function causalFlops({ model, sequenceLength, globalBatchSequences }: Measured): number {
  const scores = 12 * model.layers * model.heads * model.headSize * sequenceLength ** 2
  return globalBatchSequences * (modelFlopsPerSequence(model, sequenceLength) - scores / 2)
}

/** llm-foundry README: 6 per parameter and token, the input table and positions included, and attention in full. */
function mosaicFlops({ model, sequenceLength: s, globalBatchSequences }: Measured): number {
  const positions = 6 * s * s * model.hiddenSize
  return globalBatchSequences * (modelFlopsPerSequence(model, s) + positions)
}

const text = (cell: string | undefined): string => cell ?? ''

function caseOf(row: string): StepCase[] {
  const fields = row.split('|')
  const cells = new Map(table.columns.map((column, index) => [column, fields[index]]))
  const count = (column: string): number => Number(cells.get(column))
  const known = transformer(text(cells.get('model')))
  const accelerator = text(cells.get('accelerator'))
  const seconds = secondsOf[text(cells.get('metric'))]
  if (known === undefined || seconds === undefined || chipOf(accelerator) === undefined) return []
  const further = count('predictionLayers')
  const measured: Measured = {
    model: further === 0 ? known : { ...known, layers: known.layers + further },
    accelerator,
    accelerators: count('accelerators'),
    precision: text(cells.get('precision')) as Precision,
    sequenceLength: count('sequenceLength'),
    globalBatchSequences: count('globalBatchSequences'),
  }
  const layout = layoutOf(count, text(cells.get('recompute')) as Recompute)
  const note = text(cells.get('note'))
  const execution = executionOf(text(cells.get('execution')))
  return [
    {
      ...measured,
      id: idOf(measured, layout),
      furtherHeads: further,
      release: text(cells.get('release')),
      source: text(cells.get('source')),
      layout,
      publishedS: seconds(count('value'), measured),
      ...(execution === undefined ? {} : { execution }),
      ...(note === '' ? {} : { note }),
    },
  ]
}

function layoutOf(count: (column: string) => number, recompute: Recompute): Parallelism {
  const ranks = count('tensor') * count('pipeline') * count('context')
  return {
    tensor: count('tensor'),
    pipeline: count('pipeline'),
    virtualStages: count('virtualStages'),
    context: count('context'),
    expert: count('expert'),
    data: count('accelerators') / ranks,
    isFullySharded: count('isFullySharded') === 1,
    microBatchSequences: count('microBatchSequences'),
    recompute,
  }
}

const idOf = (measured: Measured, layout: Parallelism): string =>
  `${measured.model.id}-${measured.precision}-${measured.accelerators}x${measured.accelerator}` +
  `-s${measured.sequenceLength}-t${layout.tensor}p${layout.pipeline}c${layout.context}e${layout.expert}`

/** Every row, with an id that is its own: the source's release, and a count where a source measured twice. */
export const stepCases: readonly StepCase[] = numbered(table.rows.flatMap((row) => caseOf(row)))

function numbered(cases: readonly StepCase[]): readonly StepCase[] {
  const seen = new Map<string, number>()
  return cases.map((each) => {
    const id = `${each.id}-${each.release}`
    const times = (seen.get(id) ?? 0) + 1
    seen.set(id, times)
    return { ...each, id: times === 1 ? id : `${id}-${times}` }
  })
}

/** Rows of the sources that no step time can be predicted for, each with its reason. */
export const leftCases: readonly (readonly [family: string, id: string, why: string])[] =
  table.left.map(([family, id, why]) => [text(family), text(id), text(why)])
