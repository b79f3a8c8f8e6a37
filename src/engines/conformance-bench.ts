import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Engine, LegOrder, LegReport, SiteObservation } from './engine.ts'

/** What an engine's author gives the conformance suite: one site, and a way to let time pass there. */
export interface EngineHarness extends AsyncDisposable {
  readonly siteId: string
  readonly poolId: string
  readonly accelerator: string
  /** Accelerators of the pool. The suite uses at most 4 at a time in one test. */
  readonly accelerators: number
  /** A new Engine object over the same site, as after a restart of the daemon. */
  engine(): Promise<Engine>
  /** The site's own clock. */
  nowMs(): number
  /** A real engine waits, a simulated one moves its clock. */
  advance(ms: number): Promise<void>
  /**
   * An existing folder in which the tenant's commands may write and the test may read; the proof that something ran,
   * or did not. An engine that runs no commands leaves it out and models `CONFORMANCE_RUN_MS` and `CONFORMANCE_EXIT`
   * of the order's environment.
   */
  readonly evidence?: string
  /** Node for the one command that needs it; by default the one that runs the suite. */
  readonly nodePath?: string
  /** Load on the pool that is not ours: `accelerators` of it from now on, 0 for none. */
  setForeign(accelerators: number): Promise<void>
  /** Whether the site answers. */
  setReachable(isReachable: boolean): Promise<void>
}

/** How the tenant's command of a leg behaves. */
export interface Work {
  /** How long it runs; by default until it is ended. */
  readonly runMs?: number
  readonly exitCode?: number
}

/** A harness with the verbs that the laws are written in. */
export interface Bench extends EngineHarness {
  /** The order of a leg with a new id; what is given replaces its parts. */
  order(work?: Work, parts?: Partial<LegOrder>): LegOrder
  allocate(engine: Engine, order: LegOrder): Promise<void>
  report(engine: Engine, legId: string): Promise<LegReport | undefined>
  reachPhase(engine: Engine, legId: string, phase: LegReport['phase']): Promise<LegReport>
  until<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T>
  /** What the commands of a leg have written: one word each for started, checkpoint and so on. */
  written(legId: string): readonly string[]
  /** Ends and forgets every leg of this bench. */
  clear(): Promise<void>
}

/** Notes its start, its signals and its end; runs for a time or until it is ended. Times are in steps of 20 ms. */
const script = `
note() { echo "$1" >> "$CONFORMANCE_EVIDENCE"; }
trap 'note checkpoint' USR1
trap 'note "mode $(cat "$GRIDLOOM_CONTROL_FILE")"' USR2
trap 'note terminated; exit 143' TERM
note started
echo "output of $GRIDLOOM_LEG_ID"
left=$((CONFORMANCE_RUN_MS / 20))
while [ "$left" -gt 0 ]; do sleep 0.02; left=$((left - 1)); done
note finished
exit "$CONFORMANCE_EXIT"
`
const untilEndedMs = 600_000
const waitMaxMs = 60_000
const stepMs = 25

export async function bench(harness: EngineHarness): Promise<Bench> {
  const prefix = `conformance-${randomUUID().slice(0, 8)}`
  const orders: LegOrder[] = []
  const evidenceOf = (legId: string): string => join(harness.evidence ?? '', legId)

  const until = waiting(harness)
  const order: Bench['order'] = (work = {}, parts = {}) => {
    const legId = parts.legId ?? `${prefix}-${orders.length}`
    const made = { ...plainOrder(harness, legId, evidenceOf(legId), work), ...parts }
    orders.push(made)
    return made
  }
  const endAll = async (): Promise<void> => {
    await harness.setReachable(true)
    await harness.setForeign(0)
    await using engine = await harness.engine()
    for (const { legId } of orders) await engine.cancel(legId)
    for (const { legId } of orders) {
      await until(`${legId} is gone`, async () => {
        const leg = await report(engine, legId)
        return leg === undefined || leg.phase === 'ended'
      })
      await engine.forget(legId)
    }
  }
  return {
    ...harnessParts(harness),
    order,
    until,
    report,
    allocate: async (engine, wanted) => {
      await until(`${wanted.legId} is allocated`, async () => {
        const answer = await engine.allocate(wanted)
        if (answer.status === 'refused') throw new Error(`refused: ${answer.why}`)
        return answer.status === 'done'
      })
    },
    reachPhase: (engine, legId, phase) =>
      until(`${legId} is ${phase}`, async () => {
        const leg = await report(engine, legId)
        if (leg?.phase === 'ended' && phase !== 'ended')
          throw new Error(`${legId} ended (${leg.outcome}, ${leg.exitCode}) before it was ${phase}`)
        return leg?.phase === phase ? leg : undefined
      }),
    written: (legId) => {
      const path = evidenceOf(legId)
      return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
    },
    clear: async () => {
      try {
        await endAll()
      } finally {
        await harness[Symbol.asyncDispose]()
      }
    },
  }
}

/** Lets time pass at the site until something is so. */
const waiting =
  (harness: EngineHarness): Bench['until'] =>
  async (what, ask) => {
    const giveUpAtMs = harness.nowMs() + waitMaxMs
    for (;;) {
      const found = await ask()
      if (found !== undefined && found !== false) return found
      if (harness.nowMs() > giveUpAtMs) throw new Error(`waited in vain until ${what}`)
      await harness.advance(stepMs)
    }
  }

const report: Bench['report'] = async (engine, legId) =>
  legsOf(await engine.observe()).find((leg) => leg.legId === legId)

/** Methods bound to their harness, so that a harness may be a class as well as plain closures. */
function harnessParts(harness: EngineHarness): EngineHarness {
  return {
    siteId: harness.siteId,
    poolId: harness.poolId,
    accelerator: harness.accelerator,
    accelerators: harness.accelerators,
    ...(harness.evidence === undefined ? {} : { evidence: harness.evidence }),
    nodePath: harness.nodePath ?? process.execPath,
    engine: () => harness.engine(),
    nowMs: () => harness.nowMs(),
    advance: (ms) => harness.advance(ms),
    setForeign: (accelerators) => harness.setForeign(accelerators),
    setReachable: (isReachable) => harness.setReachable(isReachable),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  }
}

function plainOrder(site: EngineHarness, legId: string, evidence: string, work: Work): LegOrder {
  return {
    legId,
    fencingToken: 7,
    workloadId: `${legId}-work`,
    tenantId: 'acme',
    siteId: site.siteId,
    poolId: site.poolId,
    accelerator: site.accelerator,
    accelerators: 1,
    nodes: 1,
    command: ['/bin/sh', '-c', script],
    environment: {
      CONFORMANCE_EVIDENCE: evidence,
      CONFORMANCE_RUN_MS: String(work.runMs ?? untilEndedMs),
      CONFORMANCE_EXIT: String(work.exitCode ?? 0),
    },
    durationMaxS: 900,
    barrier: false,
    contract: {
      runId: `${legId}-run`,
      attempt: 1,
      rank: 0,
      legCount: 1,
      listen: '',
      rendezvous: '127.0.0.1:21000',
      peers: ['127.0.0.1:21000'],
      wanGbps: 0,
      wanRttMs: 0,
      sync: 'sync',
      rampS: 0,
      checkpointIntervalS: 0,
    },
  }
}

/** The legs of a site that answers. */
export function legsOf(observation: SiteObservation): readonly LegReport[] {
  if (!observation.isReachable) throw new Error(`the site does not answer: ${observation.why}`)
  return observation.legs
}

/** Holds when the engine has a proof that the command started exactly `times` times; void without evidence. */
export function expectStarts(place: Bench, legId: string, times: number): void {
  if (place.evidence === undefined) return
  const starts = place.written(legId).filter((line) => line === 'started')
  expect(starts, `starts of ${legId}`).toHaveLength(times)
}
