import type { Gb, Gbps, H, InstantMs, Ms, S, Usd } from '../units/index.ts'

export type WorkloadKind = 'training' | 'batch' | 'service'
/** `firm` is never touched; `shift` may start later or elsewhere; `pause` may be checkpointed and resumed; `cap` may be slowed. */
export type Flexibility = 'firm' | 'shift' | 'pause' | 'cap'
/** What a run declares for the loss of a leg or of its WAN. */
export type Fallback = 'pause' | 'single-site' | 'loose-sync'

/** What a tenant asks for, after loading: plain data in canonical units. */
export interface WorkloadSpec {
  readonly gridloom: 1
  readonly kind: WorkloadKind
  readonly name: string
  readonly tenant: string
  /** 0 (lowest) to 100. */
  readonly priority: number
  readonly accelerators: { readonly kind: string; readonly count: number }
  /** The accelerators are split evenly over `legs` sites, between min and max. */
  readonly legs: { readonly min: number; readonly max: number; readonly startTogether: boolean }
  readonly sites?: { readonly allow?: readonly string[]; readonly deny?: readonly string[] }
  /** Argument list of one leg; never given to a shell. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Longest run time; a service may leave it out and then runs until cancelled. */
  readonly durationMaxH?: H
  readonly wan?: {
    /** Gb/s between the first leg and each other leg. */
    readonly gbps: Gbps
    readonly rttMaxMs?: Ms
    /** Paths that share no SRLG, each able to carry the traffic. */
    readonly disjointPaths: 1 | 2
  }
  /** What a training run computes: its rate between sites, its time and its efficiency follow from it. */
  readonly trains?: Trains
  readonly checkpoint?: {
    readonly intervalS: S
    readonly durationS: S
    readonly sizeGb: Gb
    /** Run when a checkpoint is asked for, instead of the signal. */
    readonly command?: readonly string[]
  }
  readonly flexibility: Flexibility
  readonly fallback: Fallback
  readonly deadlineMs?: InstantMs
  readonly budgetUsd?: Usd
  /** Jurisdictions in which it may run; absent means anywhere its datasets may be. */
  readonly residency?: {
    readonly jurisdictions: readonly string[]
    readonly operators?: readonly string[]
  }
  readonly datasets: readonly string[]
  readonly retriesMax: number
}

/** A training run by what it trains, in place of a rate that its tenant would have to guess. */
export interface Trains {
  /** Transformer of the catalog, e.g. `llama3.1-405b`. */
  readonly model: string
  readonly tokens: number
  readonly sequenceLength: number
  /** Sequences per step over all legs. */
  readonly batchSequences: number
  readonly precision: 'bf16' | 'fp8' | 'mxfp8' | 'fp4'
  /** What gradients are summed in between sites: `mixed-fp32` moves 1.5 times the bytes of `bf16`, `fp32` twice. */
  readonly reduction: 'bf16' | 'mixed-fp32' | 'fp32'
  /** Estimated when it was submitted and kept with it, so that a later model of training does not change past decisions. */
  readonly profile?: TrainingProfile
}

export interface TrainingProfile {
  /** One entry for each number of legs that can hold the model; the rest have a reason. */
  readonly byLegs: readonly {
    readonly legs: number
    /** Time of one step if the sites were one. */
    readonly stepS: S
    readonly stepP10S: S
    readonly stepP90S: S
    /** How long gradients can hide behind the backward pass of the last micro-batch. */
    readonly windowS: S
    /** For people: `TP 8, PP 8, DP 48, micro-batch 1`. */
    readonly layout: string
  }[]
  readonly tokensPerStep: number
  /** Gradients of the whole model at two bytes each. */
  readonly gradientGb: Gb
  readonly notes: readonly string[]
}
