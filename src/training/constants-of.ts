import fitted from './fitted-constants.json' with { type: 'json' }
import type { StepConstants } from './constants.ts'
import { releases } from './releases.ts'
import type { Release } from './releases.ts'
import type { Precision } from './step.ts'

/** What the fit found for a chip, shared by every release. */
export interface ChipConstants {
  readonly gemmShare: Readonly<Partial<Record<Precision, number>>>
  readonly attentionShare: number
  readonly windowedAttentionShare: number
  readonly memoryShare: number
  /** Times the time to issue a layer with experts: how fast the host of this chip is. */
  readonly issueFactor: number
}

/** What the fit found for a release, shared by every chip. */
export interface ReleaseConstants {
  /** Times the chip's share in matrix products. */
  readonly kernelFactor: number
  /** Times the chip's share in attention. */
  readonly attentionFactor: number
  /** Times the chip's share of memory bandwidth: how far its small kernels are fused. */
  readonly memoryFactor: number
  readonly tensorExposedShare: number
  readonly pipelineExposedShare: number
  readonly expertExposedShare: number
  readonly expertGemmShare: number
  readonly expertTrafficFactor: number
  readonly expertIssueS: number
  readonly dataExposedShare: number
  readonly recomputeShare: number
  readonly layerOverheadS: number
  readonly stepOverheadS: number
  readonly stepGrowthS: number
  readonly stragglerPerDoubling: number
}

export interface FittedConstants {
  readonly common: { readonly gemmTrafficShare: number }
  readonly chips: Readonly<Record<string, ChipConstants>>
  readonly releases: Readonly<Record<string, ReleaseConstants>>
}

/** NCCL keeps 370 of 450 GB/s of NVLink after about 20 % of protocol (NVIDIA/nccl-tests issue 212, S. Jeaugey, 2024-05). */
const scaleUpShare = 0.82
/**
 * A 400 Gb/s port reaches 48 to 49 of 50 GB/s at best (nccl-tests issue 267, 2025-01), DeepEP 43 to 47 (its README, 2025-02);
 * 0.85 is assumed for jobs that share switches.
 */
const nicShare = 0.85
/** One step of a ring over NVLink, and of a tree over the network, in NCCL's own model (src/graph/tuning.cc, hwLat). */
const scaleUpLatencyS = 3.4e-6
const nicLatencyS = 5e-6
/** Assumed: part of a pass that hides gradients; the rest is the first and last bucket and kernels that share the machine. */
const dataWindowShare = 0.8

/** A chip that no public case covers borrows from the most alike one. */
const alike: ReadonlyMap<string, string> = new Map([
  ['h200-sxm', 'h100-sxm'],
  ['h800', 'h100-sxm'],
  ['vr200-nvl72', 'gb300-nvl72'],
])
const mostAlike = 'h100-sxm'

/** The constants of a chip under a release; undefined for a release that is not known. */
export function constantsOf(
  chip: string,
  software?: string,
  from: FittedConstants = fitted,
): StepConstants | undefined {
  const release = releaseOf(from, software)
  if (release === undefined) return undefined
  const lender = Object.hasOwn(from.chips, chip) ? chip : (alike.get(chip) ?? mostAlike)
  const shares = from.chips[lender]
  const own = from.releases[release.id]
  if (shares === undefined || own === undefined) return undefined
  const { kernelFactor, attentionFactor, memoryFactor, ...overheads } = own
  return {
    software: release.id,
    asOf: release.asOf,
    ...noteOf({ chip, lender, release: release.id }),
    gemmShare: scaled(shares.gemmShare, kernelFactor),
    attentionShare: Math.min(1, shares.attentionShare * attentionFactor),
    windowedAttentionShare: shares.windowedAttentionShare,
    memoryShare: Math.min(1, shares.memoryShare * memoryFactor),
    gemmTrafficShare: from.common.gemmTrafficShare,
    scaleUpShare,
    nicShare,
    scaleUpLatencyS,
    nicLatencyS,
    dataWindowShare,
    ...overheads,
    expertIssueS: overheads.expertIssueS * shares.issueFactor,
    hasFusedAttention: release.hasFusedAttention,
    hasSequenceParallel: release.hasSequenceParallel,
    hasShardedOptimizer: release.hasShardedOptimizer,
  }
}

const rowsByRelease: Readonly<Record<string, number>> = fitted.rowsByRelease

/** What a reader must know of constants that were not fitted on cases of their own. */
function noteOf(of: { readonly chip: string; readonly lender: string; readonly release: string }) {
  const parts = [
    ...(of.chip === of.lender
      ? []
      : [`no public training case on ${of.chip}, shares of peak as on ${of.lender}`]),
    ...(rowsByRelease[of.release] === undefined
      ? [`no fitted case of ${of.release}, constants of its neighbours`]
      : []),
  ]
  return parts.length === 0 ? {} : { note: parts.join('; ') }
}

const scaled = (shares: ChipConstants['gemmShare'], factor: number): StepConstants['gemmShare'] =>
  Object.fromEntries(
    Object.entries(shares).map(([precision, share]) => [precision, Math.min(1, share * factor)]),
  )

function releaseOf(from: FittedConstants, software: string | undefined): Release | undefined {
  const known = releases.filter(({ id }) => Object.hasOwn(from.releases, id))
  return software === undefined ? known.at(-1) : known.find(({ id }) => id === software)
}

/** Releases that have constants, oldest first: what `StepRequest.software` may name. */
export const softwareReleases: readonly string[] = releases
  .filter(({ id }) => Object.hasOwn(fitted.releases, id))
  .map(({ id }) => id)
