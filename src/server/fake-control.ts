import type {
  ControlPlane,
  StreamEvent,
  SubmitOutcome,
  Viewer,
  WorkloadDetail,
} from '../control/index.ts'
import type { Reason } from '../decide/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import type { Fleet } from '../fleet/index.ts'

/**
 * A control plane in memory for the tests of the server and the CLI. It places nothing: it remembers what it is given
 * and answers by rules that the tests can read here. Two tenants, `acme` and `zenith`, own one workload each.
 */
export interface FakeControl extends ControlPlane {
  /** Makes an event as if it had become durable. */
  emit(event: Partial<StreamEvent>): StreamEvent
  /** Streams that are subscribed now. */
  listeners(): number
  readonly calls: string[]
  readonly workloads: WorkloadDetail[]
}

export const startMs = Date.UTC(2026, 10, 22, 12)

export const shortOfPower: Reason = {
  siteIds: ['riv'],
  verdict: 'refused',
  constraint: 'facility-power',
  need: 38.4,
  limit: 31,
  slack: -7.4,
  unit: 'MW',
  atMs: Date.UTC(2026, 10, 22, 14),
}
const chosen: Reason = {
  siteIds: ['mke'],
  verdict: 'chosen',
  constraint: 'cost',
  need: 100,
  limit: 100,
  slack: 0,
  unit: 'USD',
}

export function fakeWorkload(id: string, tenantId: string): WorkloadDetail {
  const leg = {
    legId: `${id}.1.0`,
    rank: 0,
    siteId: 'mke',
    poolId: 'gpu',
    accelerators: 8,
    nodes: 1,
    itMw: 0.01,
    rampS: 0,
    port: 0,
    linkPort: 0,
    phase: 'running' as const,
    startedAtMs: startMs,
  }
  return {
    id,
    name: `run-of-${tenantId}`,
    kind: 'batch',
    tenantId,
    state: 'running',
    priority: 50,
    accelerator: 'h100-sxm',
    accelerators: 8,
    siteIds: ['mke'],
    submittedAtMs: startMs,
    startedAtMs: startMs,
    attempt: 1,
    summary: 'running at mke',
    legs: [leg],
    sync: 'sync',
    costUsd: 12.5,
  }
}

const noFleet: Fleet = {
  gridloom: 1,
  name: 'fake',
  sites: [],
  srlgs: [],
  nodes: [],
  spans: [],
  routes: [],
  tenants: ['acme', 'zenith'].map((id) => ({
    id,
    name: id,
    shares: 1,
    quota: { acceleratorsMax: 8, priorityMax: 100 },
  })),
  datasets: [],
  prices: { currency: 'USD', accelerators: [], carbonUsdPerTonne: 0, egressUsdPerGb: 0 },
  policy: {
    fairShareHalfLifeH: 24,
    starvationAfterH: 24,
    startWindowS: 60,
    siteLostAfterS: 120,
    retryBackoffS: { first: 5, max: 300 },
  },
  sources: [],
}

const badUnit: Diagnostic = {
  code: 'fleet/bad-quantity',
  severity: 'error',
  pointer: '/wan',
  at: { file: 'w.yaml', line: 3, column: 6, length: 4 },
  message: '"fast" is not a rate',
  hint: 'write it like 400 Gb/s',
}

/** The first word of the text decides: bad, refused, other, same, boom; anything else is accepted. */
function answer(text: string, id: string): SubmitOutcome {
  const word = text.split(/\s/)[0]
  if (word === 'bad') return { status: 'invalid', diagnostics: [badUnit] }
  if (word === 'other') return { status: 'forbidden', why: 'that tenant is not yours' }
  if (word === 'refused') {
    return { status: 'refused', workloadId: id, reasons: [shortOfPower, chosen] }
  }
  if (word === 'conflict') {
    return {
      status: 'invalid',
      diagnostics: [{ ...badUnit, code: 'submit/idempotency-key-reused' }],
    }
  }
  if (word === 'standby') return { status: 'unavailable', why: 'another daemon leads' }
  if (word === 'boom') throw new Error('secret: the inner workings')
  return { status: 'accepted', workloadId: id, isRepeat: false, notes: [] }
}

export function fakeControl(): FakeControl {
  const calls: string[] = []
  const workloads = [fakeWorkload('w1', 'acme'), fakeWorkload('w2', 'zenith')]
  const events: StreamEvent[] = []
  const listeners = new Set<(event: StreamEvent) => void>()
  const mine = (viewer: Viewer): WorkloadDetail[] =>
    workloads.filter(({ tenantId }) => !viewer.tenantId || viewer.tenantId === tenantId)
  const find = (idOrName: string, viewer: Viewer): WorkloadDetail | undefined =>
    mine(viewer).findLast(({ id, name }) => id === idOrName || name === idOrName)
  return {
    ...fixedAnswers(),
    calls,
    workloads,
    fleet: noFleet,
    emit(event) {
      const made = { seq: events.length + 1, atMs: startMs, kind: 'pass-due', summary: 'a pass', decisions: [], ...event } // prettier-ignore
      events.push(made)
      for (const listener of listeners) listener(made)
      return made
    },
    listeners: () => listeners.size,
    async submit(request) {
      calls.push(
        `submit ${request.viewer.subject} ${request.idempotencyKey ?? '-'} ${request.fileName}`,
      )
      const id = `w${workloads.length + 1}`
      const outcome = answer(request.text, id)
      if (outcome.status === 'accepted') {
        workloads.push(fakeWorkload(id, request.viewer.tenantId ?? 'acme'))
      }
      return outcome
    },
    async preview(request) {
      const outcome = answer(request.text, 'none')
      if (outcome.status === 'invalid' || outcome.status === 'forbidden') return outcome
      const status = outcome.status === 'refused' ? 'refused' : 'placed'
      const { phase: _, startedAtMs: __, ...leg } = { ...fakeWorkload('w', 'acme').legs[0]! } // prettier-ignore
      return {
        status,
        legs: status === 'placed' ? [leg] : [],
        costUsd: 12.5,
        reasons: [chosen, shortOfPower],
      }
    },
    async cancel(idOrName, viewer) {
      calls.push(`cancel ${idOrName}`)
      const found = find(idOrName, viewer)
      if (!found) return { status: 'unknown-target' }
      workloads[workloads.indexOf(found)] = { ...found, state: 'cancelled', summary: 'cancelled' }
      return { status: 'done' }
    },
    list: (viewer, { state, limit = 100, after }) => {
      const all = mine(viewer).filter((workload) => !state || workload.state === state)
      const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
      return all.slice(from, from + limit)
    },
    show: find,
    explain: (idOrName, viewer) => {
      const found = find(idOrName, viewer)
      return (
        found && {
          id: found.id,
          name: found.name,
          state: found.state,
          question: 'why here, why not there',
          decidedAtMs: startMs,
          reasons: [chosen, shortOfPower],
          history: [{ atMs: startMs, text: 'placed at mke' }],
        }
      )
    },
    async readLog(idOrName, rank, fromByte, viewer) {
      if (!find(idOrName, viewer) || rank !== 0) return undefined
      const whole = Buffer.from('step 1 loss 2.50\nstep 2 loss 2.25 é\n')
      return { text: whole.subarray(fromByte).toString(), nextByte: whole.length, isEnded: true }
    },
    subscribe(viewer, fromSeq, onEvent) {
      const mayHave = (event: StreamEvent): boolean =>
        !viewer.tenantId || !event.tenantId || event.tenantId === viewer.tenantId
      const listener = (event: StreamEvent): void => {
        if (mayHave(event)) onEvent(event)
      }
      if (fromSeq !== undefined) events.filter(({ seq }) => seq > fromSeq).forEach(listener)
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    status: () => ({ ...fixedStatus, journalSeq: events.length }),
    async setLink(target, isUp, by) {
      calls.push(`link ${target} ${isUp} ${by}`)
      return target === 'nowhere' ? { status: 'unknown-target' } : { status: 'done' }
    },
    async [Symbol.asyncDispose]() {},
  }
}

const fixedStatus = {
  version: '0.1.0',
  fleet: 'fake',
  decisionHash: 'b'.repeat(64),
  fencingToken: 1,
  isLeader: true,
  startedAtMs: startMs,
  live: 2,
  queued: 0,
  running: 2,
}

/** Views that no test needs to change. */
function fixedAnswers(): Pick<
  ControlPlane,
  'sites' | 'routes' | 'bill' | 'reconcile' | 'verifyJournal' | 'replayJournal' | 'metrics'
> {
  return {
    sites: () => [
      {
        id: 'mke',
        name: 'Mount Pleasant',
        grid: 'MISO',
        engine: 'process',
        isReachable: true,
        state: 'open',
        pools: [{ id: 'gpu', accelerator: 'h100-sxm', total: 64, used: 16, foreign: 4, down: 0 }],
        itMw: 0.02,
        facilityMw: 0.024,
        facilityMaxMw: 0.2,
        pue: 1.2,
        legs: 2,
      },
    ],
    routes: () => [
      {
        id: 'mke-atl',
        from: 'mke',
        to: 'atl',
        lengthKm: 1580,
        rttMs: 15.5,
        capacityGbps: 800,
        bookedGbps: 400,
        isUp: true,
        srlgs: ['bridge'],
      },
    ],
    bill: async (query) => ({
      ...query,
      currency: 'USD',
      lines: [
        {
          rowId: 'r1',
          tenantId: query.tenantId ?? 'acme',
          workloadId: 'w1',
          legId: 'w1.1.0',
          siteId: 'mke',
          accelerator: 'h100-sxm',
          accelerators: 8,
          fromMs: startMs,
          toMs: startMs + 3_600_000,
          acceleratorH: '8',
          usdPerAcceleratorH: '2.95',
          amountUsd: '23.60',
          isCorrection: false,
        },
      ],
      acceleratorH: '8',
      totalUsd: '23.60',
    }),
    reconcile: async (query) => ({
      ...query,
      engineAcceleratorH: '8',
      meteredAcceleratorH: '8',
      diffAcceleratorH: '0',
      differences: [],
      unknown: [],
    }),
    verifyJournal: async () => ({ status: 'intact', records: 3, headHash: 'a'.repeat(64) }),
    replayJournal: async () => ({
      records: 3,
      decisionHash: 'b'.repeat(64),
      liveDecisionHash: 'b'.repeat(64),
      isEqual: true,
    }),
    metrics: () => [
      {
        name: 'gridloom_workloads',
        help: 'Workloads by state',
        type: 'gauge',
        labels: { state: 'running', note: 'a "quoted"\nline' },
        value: 2,
      },
    ],
  }
}
