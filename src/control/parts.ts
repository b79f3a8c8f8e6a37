import type { Engine } from '../engines/index.ts'
import type { Journal } from '../journal/index.ts'
import type { Loop } from './loop.ts'

/** The parts that a running daemon is made of; `open.ts` puts them together. */
export interface Parts {
  readonly loop: Loop
  readonly journal: Journal
  readonly engines: ReadonlyMap<string, Engine>
  readonly version: string
  readonly fencingToken: number
  readonly startedAtMs: number
  readonly isLeader: () => boolean
  readonly close: () => Promise<void>
}
