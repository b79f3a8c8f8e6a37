import type { Transformer } from '../catalog/index.ts'
import type { StepConstants } from './constants.ts'
import { isBlackwell } from './chip.ts'
import type { Precision } from './step.ts'

/**
 * How is a layer run, apart from where its parts lie? The flags that recipes of training software state beside the layout;
 * mixtures of experts differ by them more than by releases of one code base. What they change is in `layer.ts` and
 * `block.ts`. Facts about a measured row come from the recipe of its release (`cases.json`); any other request takes what
 * recipes of its release use on its kind of chip (NVIDIA-NeMo/Megatron-Bridge, scripts/performance and
 * src/megatron/bridge/perf_recipes, tags v0.1.0rc4 to v0.6.0).
 */
export interface Execution {
  /** A collective all-to-all sends every copy of a row; DeepEP and HybridEP send a row to a rank or a server once. */
  readonly dispatcher: 'collective' | 'deduplicated'
  /** Dispatch and combine of one micro-batch run beside the compute of another. */
  readonly overlapsExperts: boolean
  /** What the host replays from a recorded graph, so that it issues none of its operations one by one. */
  readonly graphs: 'none' | 'routing' | 'attention' | 'step'
  /** One kernel for all local experts: products, activation and conversion. */
  readonly hasFusedExperts: boolean
  /** Attention itself in 8 bit. */
  readonly hasNarrowAttention: boolean
  /** Single operations that the backward pass makes again to save memory. */
  readonly again: readonly Again[]
}

export type Again = 'up-projections' | 'feed-forward' | 'activation' | 'norms'

export const plainExecution: Execution = {
  dispatcher: 'collective',
  overlapsExperts: false,
  graphs: 'none',
  hasFusedExperts: false,
  hasNarrowAttention: false,
  again: [],
}

/** What recipes of a release use where nothing else is stated. */
export function usualExecution(
  { software, asOf }: Pick<StepConstants, 'software' | 'asOf'>,
  accelerator: string,
  run: { readonly model: Transformer; readonly precision: Precision },
): Execution {
  const isBridge = software.startsWith('megatron-bridge')
  if (!isBridge || run.model.experts === undefined || asOf < '2025-11') return plainExecution
  const deduplicated = { ...plainExecution, dispatcher: 'deduplicated' } as const
  if (!isBlackwell(accelerator)) return { ...deduplicated, overlapsExperts: asOf >= '2026-02' }
  const isNarrow = run.precision === 'mxfp8' || run.precision === 'fp4'
  return asOf >= '2026-06' && isNarrow
    ? {
        ...deduplicated,
        overlapsExperts: true,
        graphs: 'step',
        hasFusedExperts: true,
        hasNarrowAttention: true,
      }
    : { ...deduplicated, graphs: 'attention' }
}

/** Words of the column `execution` in `cases.json`; undefined for an empty cell, which states nothing. */
export function executionOf(cell: string): Execution | undefined {
  if (cell === '') return undefined
  const words = new Set(cell.split(' '))
  const graphs = (['step', 'attention', 'routing'] as const).find((part) =>
    words.has(`graph-${part}`),
  )
  return {
    dispatcher: words.has('deduplicated') ? 'deduplicated' : 'collective',
    overlapsExperts: words.has('overlap'),
    graphs: graphs ?? 'none',
    hasFusedExperts: words.has('fused'),
    hasNarrowAttention: words.has('narrow'),
    again: agains.filter((part) => words.has(`again-${part}`)),
  }
}

const agains: readonly Again[] = ['up-projections', 'feed-forward', 'activation', 'norms']
