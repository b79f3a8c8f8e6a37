import type { Precision } from '../../catalog/index.ts'
import type { AccessType, ServiceLevel, ServingRequest } from '../../serving/index.ts'

/** The options as commander hands them over: read, but not yet put together. */
export interface ServeOptions {
  readonly preset?: string
  readonly model?: string
  readonly accelerator?: string
  readonly gpus?: number
  readonly precision?: Precision
  readonly kv?: 'bf16' | 'fp8'
  readonly input?: number
  readonly output?: number
  readonly cached?: number
  readonly speculation?: number
  readonly concurrency?: readonly number[]
  readonly slo?: string
  readonly tpotMax?: number
  readonly ttftMax?: number
  readonly from?: string
  readonly to?: string
  readonly rtt?: number
  readonly access?: AccessType
  readonly cold?: boolean
  readonly requests?: number
  readonly usdPerGpuHour?: number
  readonly utilisation?: number
  readonly link?: number
  readonly svg?: string
}

/** What is asked, with names looked up. */
export interface ServeQuestion {
  readonly request: Omit<ServingRequest, 'concurrency' | 'tpotMaxMs'>
  readonly concurrency?: readonly number[]
  readonly level?: Partial<ServiceLevel>
  readonly network?: Network
  readonly requestsPerS?: number
  readonly gpuHourUsd?: number
  readonly utilisation: number
  readonly linkGbps?: number
}

export interface Network {
  readonly access: AccessType
  readonly accessRttMs: number
  readonly siteRttMs: number
  readonly isCold: boolean
  /** How the round trip to the site is known. */
  readonly note: string
}
