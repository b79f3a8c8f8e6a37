import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { InstantMs } from '../../units/index.ts'
import { controlText } from '../contract-environment.ts'
import type {
  Engine,
  EngineAnswer,
  LegAccount,
  LegOrder,
  LegSignal,
  LogSlice,
  SiteObservation,
} from '../engine.ts'
import { readLogFile } from '../log-slice.ts'
import { isLegId, orderFault } from '../order-fault.ts'
import { poolFault, type EnginePool } from '../pool-fault.ts'
import { createFile, makeFolder, replaceFile } from './durable-file.ts'
import { ensureLauncher, planLaunch } from './launch.ts'
import { legFile, type EndFile, type RequestFile } from './leg-folder.ts'
import { accountOf, readLeg, readLegs, reportOf, type LegState } from './leg-state.ts'
import {
  prepareSite,
  readMark,
  siteFault,
  siteFolder,
  type LegMarkFile,
  type SiteFolder,
} from './site-folder.ts'
import { lockSite } from './site-lock.ts'
import { foreignLoad, freeSlots } from './slots.ts'
import type { ProcessIdentity } from './process-identity.ts'

export interface ProcessEngineOptions {
  readonly siteId: string
  /** The site's own folder; made when it is not there. */
  readonly directory: string
  readonly pools: readonly EnginePool[]
  /** Where commands start; without it each leg has a folder of its own. */
  readonly workingDirectory?: string
  readonly nowMs: () => InstantMs
  /** From SIGTERM to SIGKILL when a leg is ended. */
  readonly graceMs?: number
}

interface Site extends SiteFolder {
  readonly options: ProcessEngineOptions
  readonly graceMs: number
}

const graceMs = 3000
const lockWaitMs = 5000
const done: EngineAnswer = { status: 'done' }
/** Owner of a leg that was ended before it had a launcher: no process, so no launcher can own the leg later. */
const nobody: ProcessIdentity = { pid: 0, startTicks: 0, bootId: '' }

/**
 * Runs legs as real child processes on declared accelerators, on this machine. All state is in the site's folder, and
 * each leg has a launcher of its own, so nothing here must outlive the daemon. Linux only (it reads /proc).
 */
export function openProcessEngine(options: ProcessEngineOptions): Engine {
  const folder = siteFolder(resolve(options.directory))
  const site: Site = { ...folder, options, graceMs: options.graceMs ?? graceMs }
  const { siteId } = options
  prepareSite(site, siteId)
  let lastChange: Promise<unknown> = Promise.resolve()

  /** Every answer begins with whether the site can be asked; a fault of the file system is a passing one. */
  const ask = async (act: () => EngineAnswer | Promise<EngineAnswer>): Promise<EngineAnswer> => {
    try {
      const why = siteFault(site, siteId)
      return why === undefined ? await act() : { status: 'unknown', why }
    } catch (error) {
      return { status: 'unknown', why: messageOf(error) }
    }
  }
  /** Changes of what exists are one at a time: in turn within this object, by a lock between processes. */
  const change = <T>(act: () => T): Promise<T | EngineAnswer> => {
    const next = lastChange.then(async (): Promise<T | EngineAnswer> => {
      await using lock = await lockSite(site.root, lockWaitMs)
      return lock === undefined ? { status: 'unknown', why: 'another process changes it' } : act()
    })
    lastChange = next.catch(() => undefined)
    return next
  }

  return {
    kind: 'process',
    siteId,
    allocate: (order) =>
      ask(async () => {
        const fault = orderFault(order) ?? poolFault(order, options)
        if (fault !== undefined) return { status: 'refused', why: fault }
        const prepared = await change(() => prepareLeg(site, order))
        return prepared === 'launch' ? ensureLauncher(site, order.legId) : prepared
      }),
    release: (legId) => ask(() => release(site, legId)),
    signal: (legId, signal) => ask(() => sendSignal(site, legId, signal)),
    cancel: (legId) => ask(() => (isLegId(legId) ? change(() => cancelLeg(site, legId)) : done)),
    observe: () => observe(site),
    account: (legId) => account(site, legId),
    readLog: (legId, fromByte, maxBytes) => readLog(site, { legId, fromByte, maxBytes }),
    forget: async (legId) => {
      if (isLegId(legId)) await ask(() => change(() => forgetLeg(site, legId)))
    },
    [Symbol.asyncDispose]: async () => {
      await lastChange
    },
  }
}

/** `launch` when the leg has its slots and no launcher yet. */
function prepareLeg(site: Site, order: LegOrder): EngineAnswer | 'launch' {
  const mark = readMark(site, order.legId)
  if (mark !== undefined) return { status: 'refused', why: `the leg was ${mark.why}` }
  const folder = join(site.legs, order.legId)
  makeFolder(folder)
  createFile(join(folder, legFile.order), JSON.stringify(order))
  const state = readLeg(folder)
  if (state?.end !== undefined || state?.launcher !== undefined) return done
  if (state?.launch !== undefined) return 'launch'
  const pool = site.options.pools.find(({ id }) => id === order.poolId)!
  const slots = freeSlots(
    { id: pool.id, accelerators: pool.nodes * pool.acceleratorsPerNode },
    { accelerators: order.accelerators, foreign: foreignLoad(site.foreign)[pool.id] ?? 0 },
    readLegs(site.legs),
  )
  if (slots === undefined)
    return { status: 'unknown', why: `fewer than ${order.accelerators} accelerators are free` }
  const { workingDirectory } = site.options
  planLaunch({ site, order, slots, graceMs: site.graceMs, workingDirectory })
  return 'launch'
}

const liveLeg = (site: Site, legId: string): LegState | undefined => {
  const state = isLegId(legId) ? readLeg(join(site.legs, legId)) : undefined
  return state?.end === undefined ? state : undefined
}

function release(site: Site, legId: string): EngineAnswer {
  if (liveLeg(site, legId) !== undefined) createFile(join(site.legs, legId, legFile.release), '')
  return done
}

let requests = 0
function sendSignal(site: Site, legId: string, signal: LegSignal): EngineAnswer {
  const leg = liveLeg(site, legId)
  if (leg === undefined) return done
  const folder = join(site.legs, legId)
  if (signal.kind === 'set-mode') replaceFile(join(folder, legFile.control), controlText(signal))
  // A command that has not started has nothing to save, and will read its mode when it does.
  if (leg.tenant === undefined) return done
  const name = `${String(Date.now()).padStart(15, '0')}-${process.pid}-${requests++}.json`
  const request: RequestFile = { signal: signal.kind === 'set-mode' ? 'SIGUSR2' : 'SIGUSR1' }
  createFile(join(folder, legFile.requests, name), JSON.stringify(request))
  return done
}

function cancelLeg(site: Site, legId: string): EngineAnswer {
  const folder = join(site.legs, legId)
  const state = readLeg(folder)
  if (state?.end !== undefined) return done
  const mark: LegMarkFile = { why: 'cancelled' }
  createFile(join(site.marks, legId), JSON.stringify(mark))
  if (state === undefined) return done
  createFile(join(folder, legFile.cancel), '')
  if (createFile(join(folder, legFile.launcher), JSON.stringify(nobody))) {
    const end: EndFile = { outcome: 'cancelled', endedAtMs: Date.now() }
    createFile(join(folder, legFile.end), JSON.stringify(end))
  }
  return done
}

/** The mark comes first: a leg that is forgotten by half must not come back. */
function forgetLeg(site: Site, legId: string): EngineAnswer {
  const folder = join(site.legs, legId)
  const state = readLeg(folder)
  if (state?.end === undefined) return done
  const account = accountOf(state)
  const mark: LegMarkFile = { why: 'forgotten', ...(account === undefined ? {} : { account }) }
  replaceFile(join(site.marks, legId), JSON.stringify(mark))
  rmSync(folder, { recursive: true, force: true })
  return done
}

async function account(site: Site, legId: string): Promise<LegAccount | undefined> {
  const { siteId } = site.options
  const why = siteFault(site, siteId)
  if (why !== undefined) throw new Error(`site ${siteId} cannot be asked: ${why}`)
  if (!isLegId(legId)) return undefined
  const state = readLeg(join(site.legs, legId))
  return state === undefined ? readMark(site, legId)?.account : accountOf(state)
}

async function readLog(
  site: Site,
  at: { readonly legId: string; readonly fromByte: number; readonly maxBytes: number },
): Promise<LogSlice> {
  const { legId, fromByte } = at
  if (!isLegId(legId)) return { text: '', nextByte: 0, isEnded: true, note: 'no such leg' }
  const why = siteFault(site, site.options.siteId)
  if (why !== undefined) return { text: '', nextByte: fromByte, isEnded: false, note: why }
  const state = readLeg(join(site.legs, legId))
  const hasLegEnded =
    state === undefined ? readMark(site, legId) !== undefined : state.end !== undefined
  return readLogFile(join(site.logs, `${legId}.log`), { ...at, hasLegEnded })
}

async function observe(site: Site): Promise<SiteObservation> {
  const { siteId, pools, nowMs } = site.options
  const atMs = nowMs()
  try {
    const why = siteFault(site, siteId)
    if (why !== undefined) return { isReachable: false, atMs, why }
    const legs = readLegs(site.legs)
      .filter((leg) => leg.end === undefined || !isForgotten(site, leg.order.legId))
      .map(reportOf)
    const load = foreignLoad(site.foreign)
    const foreignAccelerators = Object.fromEntries(pools.map(({ id }) => [id, load[id] ?? 0]))
    return { isReachable: true, atMs, legs, foreignAccelerators, downAccelerators: {} }
  } catch (error) {
    return { isReachable: false, atMs, why: messageOf(error) }
  }
}

const isForgotten = (site: Site, legId: string): boolean =>
  existsSync(join(site.marks, legId)) && readMark(site, legId)?.why === 'forgotten'

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
