import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Diagnostic, Result } from '../diagnostics/index.ts'
import { openWanEmulator } from '../engines/index.ts'
import type { Engine } from '../engines/index.ts'
import { loadFleet } from '../fleet/index.ts'
import { deriveCapacity } from '../network/index.ts'
import type { Fleet, Site } from '../fleet/index.ts'
import { createGroupCommit, openPostgresJournal, openSqliteJournal } from '../journal/index.ts'
import type { Journal, Leadership } from '../journal/index.ts'
import { canonicalJson } from '../units/index.ts'
import type { State, Workload } from '../decide/index.ts'
import type { ControlPlane, StreamEvent } from './api.ts'
import { createControlPlane } from './control-plane.ts'
import { openEngine } from './engine-of-site.ts'
import type { Fold } from './fold.ts'
import { createLinks } from './links.ts'
import type { Links } from './links.ts'
import { createLoop } from './loop.ts'
import type { Loop } from './loop.ts'
import { recover } from './recover.ts'
import { startSiteLoop } from './site-loop.ts'
import type { SiteLoop } from './site-loop.ts'
import { createSnapshots } from './snapshots.ts'
import type { Snapshots } from './snapshots.ts'
import { gridloomVersion } from './version.ts'

export interface OpenOptions {
  readonly fleetText: string
  readonly fleetFileName: string
  readonly dataDirectory: string
  readonly postgresUrl?: string
  /** Stops waiting for leadership. */
  readonly signal?: AbortSignal
  readonly clockMs?: () => number
  /** Another engine for a site, for tests. */
  readonly engineOf?: (site: Site) => Engine
  readonly onTrouble?: (message: string, error: unknown) => void
  /** Called once when this daemon no longer leads or can no longer write: it has to end. */
  readonly onLost?: (why: string) => void
}

/**
 * Starts a daemon over a fleet: waits to lead, folds the journal, writes down who leads and what the fleet is now, and
 * begins to reconcile. Everything before the kill is in the journal or in the engines; nothing else is needed.
 */
export async function openControlPlane(options: OpenOptions): Promise<Result<ControlPlane>> {
  const loaded = loadFleet(options.fleetText, options.fleetFileName, deriveCapacity)
  if (!loaded.ok) return loaded
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 })
  const journal = await openJournal(options)
  const holder = `${hostname()}:${process.pid}`
  const leadership = await journal.lead(
    holder,
    options.signal === undefined ? {} : { signal: options.signal },
  )
  try {
    return {
      ok: true,
      value: await start(options, loaded.value, { journal, leadership, holder }),
      notes: loaded.notes,
    }
  } catch (error) {
    await leadership[Symbol.asyncDispose]()
    await journal[Symbol.asyncDispose]()
    throw error
  }
}

const openJournal = (options: OpenOptions): Promise<Journal> =>
  options.postgresUrl === undefined
    ? openSqliteJournal(join(options.dataDirectory, 'journal.sqlite'))
    : openPostgresJournal({ connectionString: options.postgresUrl, schema: 'gridloom' })

interface Lead {
  readonly journal: Journal
  readonly leadership: Leadership
  readonly holder: string
}

async function start(options: OpenOptions, fleet: Fleet, lead: Lead): Promise<ControlPlane> {
  const { journal, leadership, holder } = lead
  const { fencingToken } = leadership
  const clockMs = options.clockMs ?? Date.now
  const onTrouble = options.onTrouble ?? (() => undefined)
  const recovered = await recover(journal)
  if (recovered.divergedAtSeq !== undefined)
    onTrouble(
      `this version decides otherwise than the journal from record ${recovered.divergedAtSeq} on`,
      undefined,
    )
  let isLeader = true
  const onFailed = (why: string): void => {
    if (!isLeader) return
    isLeader = false
    options.onLost?.(why)
  }
  const { fold } = recovered
  const loop = createLoop({
    fold,
    seq: recovered.seq,
    commit: createGroupCommit(journal, fencingToken),
    clockMs,
    onFailed,
  })
  void leadership.lost.then(onFailed)
  await loop.apply({ kind: 'leader-elected', holder, fencingToken })
  if (canonicalJson(fold.state.world?.fleet) !== canonicalJson(fleet))
    await loop.apply({ kind: 'fleet-loaded', fleet, gridloomVersion })
  const engines = new Map(
    fleet.sites.map((site) => [
      site.id,
      options.engineOf?.(site) ??
        openEngine(site, { dataDirectory: options.dataDirectory, clockMs }),
    ]),
  )
  const emulator = openWanEmulator({ directory: join(options.dataDirectory, 'links') })
  const links = createLinks(fold.state, emulator)
  const sites = startSites({ loop, fleet, engines, links, onTrouble })
  const snapshots = createSnapshots({ loop, journal, fencingToken, onTrouble })
  const follow = followUp({ loop, links, sites, fold, snapshots, onTrouble })
  const close = async (): Promise<void> => {
    follow[Symbol.dispose]()
    snapshots[Symbol.dispose]()
    await Promise.all(sites.map((site) => site[Symbol.asyncDispose]()))
    // Links of runs that have just ended would otherwise wait for the next daemon.
    await links.adjust().catch((error: unknown) => onTrouble('WAN links', error))
    await loop.stop()
    if (isLeader) await snapshots.save().catch(() => undefined)
    isLeader = false
    for (const engine of engines.values()) await engine[Symbol.asyncDispose]()
    await leadership[Symbol.asyncDispose]()
    await journal[Symbol.asyncDispose]()
  }
  return createControlPlane({
    loop,
    journal,
    engines,
    version: gridloomVersion,
    fencingToken,
    startedAtMs: clockMs(),
    isLeader: () => isLeader,
    close,
  })
}

interface Sites {
  readonly loop: Loop
  readonly fleet: Fleet
  readonly engines: ReadonlyMap<string, Engine>
  readonly links: Links
  readonly onTrouble: (message: string, error: unknown) => void
}

const startSites = ({ loop, fleet, engines, links, onTrouble }: Sites): readonly SiteLoop[] =>
  fleet.sites.map((site) =>
    startSiteLoop({
      loop,
      engine: engines.get(site.id)!,
      beforeAllocate: (workload, leg) => links.ensure(workload, leg),
      observeEveryMs: site.engine.kind === 'slurm' ? 1000 : 500,
      observeTimeoutMs: 15_000,
      onTrouble,
    }),
  )

interface FollowUp {
  readonly loop: Loop
  readonly links: Links
  readonly sites: readonly SiteLoop[]
  readonly fold: Fold
  readonly snapshots: Snapshots
  readonly onTrouble: (message: string, error: unknown) => void
}

/** After each durable event: wake the sites it concerns, bring the links in line, say that a snapshot may be due. */
function followUp(options: FollowUp): Disposable {
  const { loop, fold, links, sites, snapshots, onTrouble } = options
  // Only processes on one machine have emulated links.
  const hasLinks = fold.state.world!.sites.some(({ site }) => site.engine.kind === 'process')
  let adjusting: Promise<void> | undefined
  let isDue = true
  const adjust = (): void => {
    isDue = true
    adjusting ??= (async () => {
      while (isDue) {
        isDue = false
        await links.adjust().catch((error: unknown) => onTrouble('WAN links', error))
      }
      adjusting = undefined
    })()
  }
  adjust()
  const siteById = new Map(sites.map((site) => [site.siteId, site]))
  return loop.onDurable((events) => {
    const concerned = events.flatMap((event) => workloadsOf(event, fold.state))
    for (const { siteId } of concerned.flatMap(({ legs, stale }) => [...legs, ...stale]))
      siteById.get(siteId)?.wake()
    if (hasLinks && events.some(isLoud)) adjust()
    snapshots.note()
  })
}

const isLoud = ({ kind, decisions }: StreamEvent): boolean =>
  kind !== 'usage-recorded' && (kind !== 'pass-due' || decisions.length > 0)

/** The workload that an event is about, and those that were decided on. What time alone brings is found by looking. */
const workloadsOf = (event: StreamEvent, { workloads }: State): readonly Workload[] =>
  [event.workloadId, ...event.decisions.map(({ workloadId }) => workloadId)].flatMap((id) => {
    const workload = id === undefined ? undefined : workloads.get(id)
    return workload === undefined ? [] : [workload]
  })
