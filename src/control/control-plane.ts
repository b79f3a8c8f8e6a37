import { explainWorkload, isTerminal } from '../decide/index.ts'
import type { Workload } from '../decide/index.ts'
import type { LogSlice } from '../engines/index.ts'
import { invariant } from '../diagnostics/index.ts'
import { verifyJournal } from '../journal/index.ts'
import type { Journal } from '../journal/index.ts'
import type {
  ActionOutcome,
  ControlPlane,
  ControlStatus,
  Explanation,
  ReplayView,
  StreamEvent,
  Viewer,
} from './api.ts'
import { billOf, reconcileWith } from './billing.ts'
import type { Loop } from './loop.ts'
import { sampleMetrics } from './metrics.ts'
import type { Parts } from './parts.ts'
import { recover } from './recover.ts'
import { createSubmissions } from './submit.ts'
import {
  findWorkload,
  maySee,
  routeViews,
  siteViews,
  stateName,
  toDetail,
  toView,
} from './views.ts'

/** Events kept for streams that come back with Last-Event-ID. */
const recentMax = 500
const logBytesMax = 65_536

export function createControlPlane(parts: Parts): ControlPlane {
  const { loop, journal, engines } = parts
  const { fold } = loop
  const { state } = fold
  const submissions = createSubmissions(loop)
  const recent = keepRecent(loop)

  async function cancel(idOrName: string, viewer: Viewer): Promise<ActionOutcome> {
    const workload = findWorkload(state, idOrName, viewer)
    if (workload === undefined) return { status: 'unknown-target' }
    if (viewer.role === 'viewer') return { status: 'forbidden', why: 'a viewer may not cancel' }
    if (!isTerminal(workload.status))
      await loop.apply({ kind: 'cancel-requested', workloadId: workload.id, by: viewer.subject })
    return { status: 'done' }
  }

  async function setLink(target: string, isUp: boolean, by: string): Promise<ActionOutcome> {
    const spanIds = spansOf(loop, target)
    if (spanIds === undefined) return { status: 'unknown-target' }
    await loop.apply({ kind: 'link-observed', spanIds, isUp, by })
    return { status: 'done' }
  }

  return {
    get fleet() {
      return state.world!.fleet
    },
    submit: (request) => submissions.submit(request),
    preview: (request) => submissions.preview(request),
    cancel,
    list: (viewer, filter) => listViews(loop, viewer, filter),
    show(idOrName, viewer) {
      const workload = findWorkload(state, idOrName, viewer)
      return workload === undefined ? undefined : toDetail(state, workload)
    },
    explain: (idOrName, viewer) => explain(loop, idOrName, viewer),
    readLog: (idOrName, ...where) =>
      readLegLog(parts, findWorkload(state, idOrName, where[2]), where),
    sites: () => siteViews(state, loop.nowMs()),
    routes: () => routeViews(state),
    setLink,
    status: () => statusOf(parts),
    bill: (query) => Promise.resolve(billOf(fold, query)),
    reconcile: (query) => reconcileWith(loop, engines, query),
    verifyJournal: () => verifyJournal(journal),
    replayJournal: () => replay(loop, journal),
    subscribe(viewer, fromSeq, onEvent) {
      const show = (event: StreamEvent): void => {
        if (viewer.tenantId === undefined || event.tenantId === viewer.tenantId) onEvent(event)
      }
      if (fromSeq !== undefined) for (const event of recent()) if (event.seq > fromSeq) show(event)
      return loop.onDurable((events) => events.forEach(show))
    },
    metrics: () => sampleMetrics(parts),
    [Symbol.asyncDispose]: parts.close,
  }
}

/** Folds the journal from its start and sets the hash against the live one. */
async function replay(loop: Loop, journal: Journal): Promise<ReplayView> {
  const replayed = await recover(journal, false)
  const { decisionHash } = replayed.fold
  // The live loop may have gone on while we read: the record itself carries the hash that was live at its time.
  const liveDecisionHash = replayed.recordedHash
  const { divergedAtSeq } = replayed
  const isEqual = decisionHash === liveDecisionHash && divergedAtSeq === undefined
  const view = { records: replayed.folded, decisionHash, liveDecisionHash, isEqual }
  if (loop.decided() === replayed.seq)
    invariant(
      loop.fold.decisionHash === liveDecisionHash,
      'the journal carries the live decision hash',
    )
  return divergedAtSeq === undefined ? view : { ...view, divergedAtSeq }
}

/** A leg's log from its engine; `where` is rank, byte offset and viewer, as the interface has them. */
async function readLegLog(
  { engines }: Parts,
  workload: Workload | undefined,
  [rank, fromByte]: readonly [number, number, Viewer],
): Promise<LogSlice | undefined> {
  if (workload === undefined) return undefined
  const leg = workload.legs[rank]
  const engine = leg === undefined ? undefined : engines.get(leg.siteId)
  if (leg !== undefined && engine !== undefined)
    return engine.readLog(leg.legId, fromByte, logBytesMax)
  const isEnded = isTerminal(workload.status)
  return { text: '', nextByte: fromByte, isEnded, note: `no leg of rank ${rank} now` }
}

function keepRecent(loop: Loop): () => readonly StreamEvent[] {
  let events: StreamEvent[] = []
  loop.onDurable((more) => {
    events.push(...more)
    if (events.length > 2 * recentMax) events = events.slice(-recentMax)
  })
  return () => events
}

function listViews(
  loop: Loop,
  viewer: Viewer,
  filter: { readonly state?: string; readonly limit?: number; readonly after?: string },
) {
  const { state } = loop.fold
  const all = [...state.workloads.values()]
    .filter(
      (workload) =>
        maySee(viewer, workload) &&
        (filter.state === undefined || stateName(workload) === filter.state),
    )
    .toReversed()
  const start =
    filter.after === undefined ? 0 : all.findIndex((workload) => workload.id === filter.after) + 1
  return all.slice(start, start + (filter.limit ?? 200)).map((workload) => toView(state, workload))
}

function explain(loop: Loop, idOrName: string, viewer: Viewer): Explanation | undefined {
  const { state } = loop.fold
  const workload = findWorkload(state, idOrName, viewer)
  if (workload === undefined) return undefined
  const { reasons, decidedAtMs } = explainWorkload(state, workload)
  const question =
    workload.status === 'refused'
      ? 'why not'
      : workload.status === 'queued'
        ? 'why not yet'
        : 'why here, why not there'
  return {
    id: workload.id,
    name: workload.spec.name,
    state: stateName(workload),
    question,
    decidedAtMs,
    reasons,
    history: [...workload.history],
  }
}

/** `srlg:ID`, `route:ID` or a span id, as spans; undefined when there is none. */
function spansOf(loop: Loop, target: string): readonly string[] | undefined {
  const { graph, fleet } = loop.fold.state.world!
  if (target.startsWith('srlg:')) return graph.spansOfSrlg.get(target.slice(5))
  if (target.startsWith('route:')) return graph.routes.get(target.slice(6))?.spanIds
  const id = target.startsWith('span:') ? target.slice(5) : target
  return fleet.spans.some((span) => span.id === id) ? [id] : undefined
}

function statusOf(parts: Parts): ControlStatus {
  const { loop, version, fencingToken, startedAtMs } = parts
  const { state, decisionHash } = loop.fold
  let queued = 0
  let running = 0
  for (const { status } of state.live.values()) {
    if (status === 'queued') queued++
    if (status === 'running') running++
  }
  return {
    version,
    fleet: state.world!.fleet.name,
    journalSeq: loop.head().seq,
    decisionHash,
    fencingToken,
    isLeader: parts.isLeader(),
    startedAtMs,
    live: state.live.size,
    queued,
    running,
  }
}
