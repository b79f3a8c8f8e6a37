import type { Bench } from './conformance-bench.ts'
import type { Engine, EngineAnswer, LegSignal } from './engine.ts'

/** One test of the suite: its name is the law. */
export interface Law {
  readonly name: string
  readonly holds: (place: Bench) => Promise<void>
}

/** Long enough for a wrong engine to show its second command, or its command before the release. */
export const settleMs = 300

const signals: readonly LegSignal[] = [
  { kind: 'checkpoint-now' },
  { kind: 'set-mode', sync: 'loose', speedShare: 0.5 },
]
/** Every way to steer a leg, the harmful one last. */
export const steers: readonly ((engine: Engine, legId: string) => Promise<EngineAnswer>)[] = [
  (engine, legId) => engine.release(legId),
  ...signals.map((signal) => (engine: Engine, legId: string) => engine.signal(legId, signal)),
  (engine, legId) => engine.cancel(legId),
]
