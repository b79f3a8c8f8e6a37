import type { LegOrder } from '../engine.ts'

/**
 * What the engine needs of one Slurm site, whichever way it is asked. The engine decides, a transport only carries; both
 * transports pass the same conformance suite.
 */
export interface SlurmTransport {
  readonly kind: 'rest' | 'cli'
  submit(job: JobRequest): Promise<SlurmAnswer<number>>
  /**
   * Jobs of the user that gridloom is at this site, ended ones for as long as slurmctld keeps them (MinJobAge, 300 s by
   * default). With a name, at least the jobs of that name. Jobs of other users are never in the list, so that nobody can
   * pass off a job as a leg by its name.
   */
  jobs(name?: string): Promise<SlurmAnswer<readonly JobRow[]>>
  nodes(): Promise<SlurmAnswer<readonly NodeRow[]>>
  setComment(jobId: number, comment: string): Promise<SlurmAnswer>
  /**
   * SIGUSR2 to the launcher alone, so that it looks at its comment at once. Left out where a signal would reach the
   * tenant's processes too, as by REST: one that does not expect it would die of it. The launcher's own poll remains.
   */
  readonly nudge?: (jobId: number) => Promise<SlurmAnswer>
  cancel(jobId: number): Promise<SlurmAnswer>
  /** Ended jobs of that name from slurmdbd, after slurmctld has let them go; empty where there is no slurmdbd. */
  pastJobs(name: string): Promise<SlurmAnswer<readonly JobRow[]>>
}

/** `unknown` is no answer or a passing fault, `refused` a no that will stay; a job that is not there counts as done. */
export type SlurmAnswer<T = void> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'refused'; readonly why: string }
  | { readonly status: 'unknown'; readonly why: string }

export const done: SlurmAnswer = { status: 'done', value: undefined }

export interface JobRequest {
  readonly name: string
  readonly comment: string
  readonly script: string
  readonly partition: string
  readonly account?: string
  readonly nodes: number
  /** Accelerators on every node, or over all nodes where they do not divide evenly. */
  readonly gpus: { readonly per: 'node' | 'job'; readonly count: number; readonly gresType: string }
  readonly timeLimitMin: number
  readonly workingDirectory: string
  readonly outputPath: string
}

export interface JobRow {
  readonly jobId: number
  readonly name: string
  readonly comment: string
  /** Slurm's word in capitals, e.g. `RUNNING`; `COMPLETING` as long as nodes are not yet given back. */
  readonly state: string
  readonly startedAtS?: number
  readonly endedAtS?: number
  readonly exitCode?: number
  readonly exitSignal?: number
}

export interface NodeRow {
  /** State and flags in capitals, joined with `+`, e.g. `MIXED+DRAIN`. */
  readonly state: string
  readonly partitions: readonly string[]
  /** As Slurm writes them, e.g. `gpu:h100:8(S:0-1)`. */
  readonly gres: string
  readonly gresUsed: string
}

export const jobNamePrefix = 'gridloom-'
export const jobName = (legId: LegOrder['legId']): string => `${jobNamePrefix}${legId}`

/** A gres type of `gpu` stands for accelerators without a type. */
export const gresOf = (gresType: string, count: number): string =>
  gresType === 'gpu' ? String(count) : `${gresType}:${count}`
