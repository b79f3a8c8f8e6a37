import type { InstantMs } from '../../units/index.ts'
import type { Engine, EngineAnswer } from '../engine.ts'
import { isLegId } from '../order-fault.ts'
import type { EnginePool } from '../pool-fault.ts'
import { allocate, cancel, forget, release, signal } from './leg-orders.ts'
import { openLegRecords } from './leg-records.ts'
import { account, observe } from './observe-site.ts'
import { readLog } from './read-log.ts'
import { transportFor, type SlurmConfig } from './slurm-config.ts'
import type { SlurmSite } from './slurm-site.ts'

export interface SlurmEngineOptions {
  readonly site: { readonly id: string; readonly pools: readonly EnginePool[] }
  readonly config: SlurmConfig
  /** Folder on this machine for what Slurm forgets: accounts and marks. Daemons that take over from one another share it. */
  readonly directory: string
  /** The clock of this machine by default; it has to agree with the site's to what a bill may be wrong by. */
  readonly nowMs?: () => InstantMs
  /** Without an answer for so long, a question to the site counts as unanswered; 10 s by default. */
  readonly timeoutMs?: number
  /** How often a waiting launcher looks for its release; 1 s by default. */
  readonly pollHeldS?: number
  /** How often the launcher of a running leg looks for signals; 5 s by default. */
  readonly pollRunningS?: number
  /** After so long at the barrier without a release a leg gives its nodes back by itself; 1800 s by default. */
  readonly holdMaxS?: number
}

/**
 * Runs legs as jobs of a Slurm cluster, over slurmrestd or by its commands. The state of a leg is in its job's record at
 * the site (leg-comment.ts), so nothing is lost with the daemon; the folder here only outlasts slurmctld's memory.
 */
export function openSlurmEngine(options: SlurmEngineOptions): Engine {
  const timeoutMs = options.timeoutMs ?? 10_000
  const site: SlurmSite = {
    siteId: options.site.id,
    pools: options.site.pools,
    config: options.config,
    nowMs: options.nowMs ?? Date.now,
    timeoutMs,
    transport: transportFor(options.config, timeoutMs),
    records: openLegRecords(options.directory),
    wanted: new Map(),
    launcher: {
      workingDirectory: options.config.workingDirectory,
      ...(options.config.slurmConf === undefined ? {} : { slurmConf: options.config.slurmConf }),
      pollHeldS: options.pollHeldS ?? 1,
      pollRunningS: options.pollRunningS ?? 5,
      holdMaxS: options.holdMaxS ?? 1800,
    },
  }
  const inTurn = turns()
  const ask = (legId: string, act: () => Promise<EngineAnswer>): Promise<EngineAnswer> =>
    inTurn(legId, act).catch((error: unknown) => ({ status: 'unknown', why: String(error) }))

  return {
    kind: 'slurm',
    siteId: site.siteId,
    allocate: (order) => ask(order.legId, () => allocate(site, order)),
    release: (legId) => ask(legId, () => release(site, legId)),
    signal: (legId, wanted) => ask(legId, () => signal(site, legId, wanted)),
    cancel: (legId) => ask(legId, () => cancel(site, legId)),
    observe: () => observe(site),
    account: async (legId) => (isLegId(legId) ? account(site, legId) : undefined),
    readLog: async (legId, fromByte, maxBytes) =>
      isLegId(legId)
        ? readLog(site, legId, { fromByte, maxBytes })
        : { text: '', nextByte: 0, isEnded: true, note: 'no such leg' },
    forget: (legId) => inTurn(legId, () => forget(site, legId)),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** What is done to one leg is done in turn; different legs do not wait for each other. */
function turns(): <T>(legId: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (legId, act) => {
    const next = (last.get(legId) ?? Promise.resolve()).then(act)
    const settled = next
      .catch(() => undefined)
      .then(() => {
        if (last.get(legId) === settled) last.delete(legId)
      })
    last.set(legId, settled)
    return next
  }
}
