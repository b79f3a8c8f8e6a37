import { transformers } from '../../catalog/index.ts'
import { hintNearest } from '../../diagnostics/index.ts'
import type { Precision, RunPreset, RunRequest } from '../../training/index.ts'
import { good, simple, type Outcome } from '../failure.ts'

/** The options as commander hands them over: read, but not yet put together. */
export interface TrainOptions {
  readonly preset?: string
  readonly model?: string
  readonly accelerator?: string
  readonly gpus?: number
  readonly precision?: Precision
  readonly sequence?: number
  readonly batch?: number
  readonly software?: string
  readonly sites?: number
  readonly rtt?: number
  readonly link?: readonly number[]
  readonly reduction?: RunRequest['reductions']
  readonly innerSteps?: number
  readonly overlap?: number
  readonly extrapolate?: boolean
  readonly tokens?: number
  readonly failures: string
  readonly svg?: string
}

/** assumed: stalls and restarts between those that operators report; see docs/validation.md, goodput of Llama 3. */
const usualFailures = {
  stallS: { low: 3, expected: 10, high: 30 },
  restartS: { low: 300, expected: 600, high: 1200 },
  repairH: 24,
}

/** Spares as a share of a site: 1 in 100 (assumed). */
const spareShare = 0.01

/** What is asked, from a preset and what stands beside it; what is missing is said all at once. */
export function toRunRequest(
  options: TrainOptions,
  preset: RunPreset | undefined,
): Outcome<RunRequest> {
  const modelId = options.model ?? preset?.model
  const accelerators = options.gpus ?? preset?.accelerators
  const batchSequences = options.batch ?? preset?.batchSequences
  const missing = [
    ...(modelId === undefined ? ['--model'] : []),
    ...(accelerators === undefined ? ['--gpus'] : []),
    ...(batchSequences === undefined ? ['--batch'] : []),
  ]
  if (modelId === undefined || accelerators === undefined || batchSequences === undefined)
    return simple('refused', {
      code: 'estimate/missing-option',
      message: `a training run needs ${missing.join(', ')}`,
      hint: 'give them, or start from "--preset nemotron-4-340b"',
    })
  const model = transformers.find(({ id }) => id === modelId)
  if (model === undefined)
    return simple('refused', {
      code: 'estimate/unknown-name',
      message: `the catalog has no model named "${modelId}"`,
      hint: hintNearest(modelId, transformers.map(({ id }) => id)) ?? '"gridloom catalog list" shows them', // prettier-ignore
    })
  const sites = options.sites ?? preset?.sites ?? 1
  const software = options.software ?? preset?.software
  const tokens = options.tokens ?? preset?.tokens
  const overlapShare = options.overlap ?? preset?.overlapShare
  return good({
    model,
    accelerator: options.accelerator ?? preset?.accelerator ?? 'h100-sxm',
    accelerators,
    precision: options.precision ?? preset?.precision ?? 'bf16',
    sequenceLength: options.sequence ?? preset?.sequenceLength ?? 4096,
    batchSequences,
    ...(software !== undefined && { software }),
    sites,
    rttMs: options.rtt ?? preset?.rttMs ?? 0,
    linkGbps: options.link ?? preset?.linkGbps ?? [100, 400, 800, 1600],
    reductions: options.reduction ?? preset?.reductions ?? ['bf16', 'mixed-fp32'],
    ...(sites > 1 && { innerSteps: options.innerSteps ?? 100 }),
    ...(sites > 1 && overlapShare !== undefined && { overlapShare }),
    ...(options.extrapolate === true && { allowExtrapolation: true }),
    ...(tokens !== undefined && { tokens }),
    failures: {
      ...usualFailures,
      preset: options.failures,
      spares: Math.ceil((accelerators / sites) * spareShare),
    },
  })
}
