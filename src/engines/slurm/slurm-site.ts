import type { InstantMs } from '../../units/index.ts'
import type { EnginePool } from '../pool-fault.ts'
import type { LauncherSettings } from './launcher.ts'
import type { LegComment } from './leg-comment.ts'
import type { LegRecords } from './leg-records.ts'
import type { SlurmConfig } from './slurm-config.ts'
import type { SlurmTransport } from './transport.ts'

/** One Slurm site with everything that its verbs need. */
export interface SlurmSite {
  readonly siteId: string
  readonly pools: readonly EnginePool[]
  readonly config: SlurmConfig
  readonly transport: SlurmTransport
  readonly records: LegRecords
  readonly launcher: LauncherSettings
  readonly nowMs: () => InstantMs
  readonly timeoutMs: number
  /** What signals have asked for; a comment that lost it to a mark of the launcher is written again. */
  readonly wanted: Map<string, Partial<LegComment>>
}
