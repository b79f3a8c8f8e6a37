import type { Fleet } from '../../fleet/index.ts'
import type { DemoApi } from './demo-api.ts'
import type { Stage } from './stage.ts'

/** What the scenes share; the daemon changes when it is killed. */
export interface Scene {
  readonly stage: Stage
  readonly fleet: Fleet
  readonly stop: AbortSignal
  readonly restart: () => Promise<void>
  readonly kill: () => Promise<number>
  api(): DemoApi
  /** Ids by role, once submitted. */
  readonly ids: { service: string; batch: string; training: string }
}
