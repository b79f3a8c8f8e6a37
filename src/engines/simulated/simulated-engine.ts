import type { InstantMs } from '../../units/index.ts'
import type { Engine, EngineAnswer, LogSlice, SiteObservation } from '../engine.ts'
import { logSlice } from '../log-slice.ts'
import { isLegId, orderFault } from '../order-fault.ts'
import { poolFault, type EnginePool } from '../pool-fault.ts'
import { nextChangeMs, settle } from './settle.ts'
import {
  accountOf,
  endLeg,
  newLeg,
  releaseLeg,
  reportOf,
  signalLeg,
  type SimulatedBehaviour,
  type SimulatedLeg,
} from './simulated-leg.ts'
import { memoryStore, type SimulatedStore } from './simulated-store.ts'
import { folderStore } from './folder-store.ts'

export interface SimulatedEngineOptions extends SimulatedBehaviour {
  readonly siteId: string
  readonly pools: readonly EnginePool[]
  readonly clock: { nowMs(): InstantMs }
  /** Where the site keeps itself; by default in memory, and then it is gone with this object. */
  readonly store?: SimulatedStore
  /** Short for a store in this folder. */
  readonly directory?: string
}

/** What a test or a rehearsal may do to the site behind the engine's back. */
export interface SimulatedEngine extends Engine {
  setReachable(isReachable: boolean): void
  /** Accelerators of a pool that others use. */
  setForeign(poolId: string, accelerators: number): void
  /** Accelerators of a pool that are out of service; legs that hold some keep them. */
  setDown(poolId: string, accelerators: number): void
  /** When a leg changes next by itself; undefined when none will. */
  nextChangeMs(): InstantMs | undefined
}

const done: EngineAnswer = { status: 'done' }

/**
 * A site on paper: legs get nodes after a time, run for a time and fail by a seed, all reckoned from the clock it is
 * given. It starts nothing and sets no timer, so a year passes as fast as the clock is moved.
 */
export function openSimulatedEngine(options: SimulatedEngineOptions): SimulatedEngine {
  const { siteId, pools, clock } = options
  const store =
    options.store ??
    (options.directory === undefined ? memoryStore() : folderStore(options.directory))

  /** The site as of now: what was due has happened. */
  const upToDate = (): InstantMs => {
    const nowMs = clock.nowMs()
    const changed = settle(store.legs(), nowMs, { pools, site: store.site(), how: options })
    for (const leg of changed) store.putLeg(leg)
    return nowMs
  }
  const ask = async (act: (nowMs: InstantMs) => EngineAnswer): Promise<EngineAnswer> => {
    if (!store.site().isReachable) return { status: 'unknown', why: silence(siteId) }
    return act(upToDate())
  }
  const steer = (
    legId: string,
    change: (leg: SimulatedLeg, nowMs: InstantMs) => SimulatedLeg,
  ): Promise<EngineAnswer> =>
    ask((nowMs) => {
      const leg = isLegId(legId) ? store.leg(legId) : undefined
      if (leg === undefined) return done
      const next = change(leg, nowMs)
      if (next !== leg) store.putLeg(next)
      return done
    })
  const place: Place = { siteId, pools, clock, store, upToDate }

  return {
    kind: 'simulated',
    siteId,
    allocate: (order) =>
      ask((nowMs) => {
        const fault = orderFault(order) ?? poolFault(order, { siteId, pools })
        const mark = fault === undefined ? store.mark(order.legId) : undefined
        if (fault !== undefined) return { status: 'refused', why: fault }
        if (mark !== undefined) return { status: 'refused', why: `the leg was ${mark.why}` }
        if (store.leg(order.legId) === undefined) store.putLeg(newLeg(order, nowMs))
        upToDate()
        return done
      }),
    release: (legId) => steer(legId, (leg, nowMs) => releaseLeg(leg, nowMs, options)),
    signal: (legId, signal) => steer(legId, (leg, nowMs) => signalLeg(leg, signal, nowMs)),
    cancel: async (legId) => {
      const answer = await steer(legId, (leg, atMs) =>
        leg.end === undefined ? endLeg(leg, { atMs, outcome: 'cancelled' }) : leg,
      )
      const isNew = isLegId(legId) && store.leg(legId) === undefined
      if (answer.status === 'done' && isNew && store.mark(legId) === undefined)
        store.putMark(legId, { why: 'cancelled' })
      return answer
    },
    ...records(place),
    ...controls(place),
    nextChangeMs: () => nextChangeMs(store.legs(), upToDate(), options),
    [Symbol.asyncDispose]: async () => {},
  }
}

const silence = (siteId: string): string => `site ${siteId} does not answer (simulated)`

interface Place extends Pick<SimulatedEngineOptions, 'siteId' | 'pools' | 'clock'> {
  readonly store: SimulatedStore
  readonly upToDate: () => InstantMs
}

/** What the engine says of its legs, and how it forgets them. */
function records(place: Place): Pick<Engine, 'observe' | 'account' | 'readLog' | 'forget'> {
  const { store, siteId, upToDate } = place
  const legOf = (legId: string): SimulatedLeg | undefined =>
    isLegId(legId) ? store.leg(legId) : undefined
  return {
    observe: async () => observeStore(place),
    account: async (legId) => {
      if (!store.site().isReachable) throw new Error(silence(siteId))
      upToDate()
      if (!isLegId(legId)) return undefined
      const leg = store.leg(legId)
      return leg === undefined ? store.mark(legId)?.account : accountOf(leg)
    },
    readLog: async (legId, fromByte, maxBytes) => {
      if (store.site().isReachable) upToDate()
      return readNotes(legOf(legId), fromByte, maxBytes)
    },
    forget: async (legId) => {
      if (!store.site().isReachable) return
      const loadSinceMs = upToDate()
      const leg = legOf(legId)
      if (leg?.end === undefined) return
      const account = accountOf(leg)
      store.putMark(legId, { why: 'forgotten', ...(account === undefined ? {} : { account }) })
      store.dropLeg(legId)
      store.putSite({ ...store.site(), loadSinceMs })
    },
  }
}

/** What happened before a change of the load is settled by the load before it. */
function controls({
  store,
  upToDate,
}: Place): Pick<SimulatedEngine, 'setReachable' | 'setForeign' | 'setDown'> {
  return {
    setReachable: (isReachable) => store.putSite({ ...store.site(), isReachable }),
    setForeign: (poolId, accelerators) => {
      const loadSinceMs = upToDate()
      const site = store.site()
      store.putSite({ ...site, loadSinceMs, foreign: { ...site.foreign, [poolId]: accelerators } })
    },
    setDown: (poolId, accelerators) => {
      const loadSinceMs = upToDate()
      const site = store.site()
      store.putSite({ ...site, loadSinceMs, down: { ...site.down, [poolId]: accelerators } })
    },
  }
}

function observeStore({ store, siteId, pools, clock, upToDate }: Place): SiteObservation {
  const { isReachable, foreign, down } = store.site()
  if (!isReachable) return { isReachable, atMs: clock.nowMs(), why: silence(siteId) }
  const atMs = upToDate()
  const byPool = (load: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(pools.map(({ id }) => [id, load[id] ?? 0]))
  return {
    isReachable,
    atMs,
    legs: store.legs().map(reportOf),
    foreignAccelerators: byPool(foreign),
    downAccelerators: byPool(down),
  }
}

/** The log of a leg without a command is what happened to it. */
function readNotes(leg: SimulatedLeg | undefined, fromByte: number, maxBytes: number): LogSlice {
  if (leg === undefined) return { text: '', nextByte: 0, isEnded: true, note: 'no such leg' }
  const lines = leg.notes.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}\n`)
  const bytes = Buffer.from(lines.join(''))
  const slice = bytes.subarray(fromByte, fromByte + maxBytes)
  const isEndOfLog = leg.end !== undefined && fromByte + slice.length >= bytes.length
  return logSlice(slice, { fromByte, isEndOfLog })
}
