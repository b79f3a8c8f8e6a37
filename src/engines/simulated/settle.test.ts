import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LegOrder } from '../engine.ts'
import { chance } from './chance.ts'
import { openSimulatedEngine, type SimulatedEngine } from './simulated-engine.ts'
import { memoryStore, type SimulatedStore } from './simulated-store.ts'

const pools = [{ id: 'gpu', accelerator: 'h100-sxm', nodes: 1, acceleratorsPerNode: 8 }]

const orderOf = (legId: string, runS: number, parts: Partial<LegOrder> = {}): LegOrder => ({
  legId,
  fencingToken: 1,
  workloadId: 'w',
  tenantId: 't',
  siteId: 'paper',
  poolId: 'gpu',
  accelerator: 'h100-sxm',
  accelerators: 1,
  nodes: 1,
  command: ['train'],
  environment: { RUN_S: String(runS) },
  durationMaxS: 1_000_000,
  barrier: false,
  contract: {
    runId: 'r',
    attempt: 1,
    rank: 0,
    legCount: 1,
    listen: '',
    rendezvous: '',
    peers: [],
    wanGbps: 0,
    wanRttMs: 0,
    sync: 'sync',
    rampS: 0,
    checkpointIntervalS: 0,
  },
  ...parts,
})

interface World {
  readonly engine: SimulatedEngine
  readonly store: SimulatedStore
  readonly clock: { nowMs(): number; set(atMs: number): void }
}

function world(parts: { failureRatePerH?: number; seed?: number; hasWork?: boolean } = {}): World {
  let atMs = 0
  const clock = { nowMs: () => atMs, set: (next: number) => void (atMs = next) }
  const store = memoryStore()
  const { hasWork = true } = parts
  const engine = openSimulatedEngine({
    siteId: 'paper',
    pools,
    seed: parts.seed ?? 1,
    allocateS: 10,
    failureRatePerH: parts.failureRatePerH ?? 0,
    clock,
    store,
    ...(hasWork ? { workOf: (order) => ({ runS: Number(order.environment['RUN_S']) }) } : {}),
  })
  return { engine, store, clock }
}

const plan = fc.array(
  fc.record({
    gapS: fc.integer({ min: 0, max: 50 }),
    runS: fc.integer({ min: 1, max: 100 }),
    accelerators: fc.integer({ min: 1, max: 8 }),
  }),
  { minLength: 1, maxLength: 12 },
)

describe('settle', () => {
  test('what happens does not depend on how often anyone looks, or on what is forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 60 }), async (steps, lookS) => {
        const [rare, often] = [world({ failureRatePerH: 20 }), world({ failureRatePerH: 20 })]
        let atMs = 0
        for (const [index, step] of steps.entries()) {
          const nextMs = atMs + step.gapS * 1000
          for (let seenMs = atMs; seenMs < nextMs; seenMs += lookS * 1000) {
            often.clock.set(seenMs)
            const seen = await often.engine.observe()
            const ended = seen.isReachable ? seen.legs.filter((leg) => leg.phase === 'ended') : []
            for (const leg of ended) await often.engine.forget(leg.legId)
          }
          atMs = nextMs
          for (const { clock, engine } of [rare, often]) {
            clock.set(atMs)
            const { runS, accelerators } = step
            await engine.allocate(orderOf(`leg-${index}`, runS, { accelerators }))
          }
        }
        for (const { clock } of [rare, often]) clock.set(10_000_000)
        for (const index of steps.keys()) {
          const account = await rare.engine.account(`leg-${index}`)
          expect(account?.toMs).toBeDefined()
          expect(await often.engine.account(`leg-${index}`)).toEqual(account)
        }
      }),
    )
  })

  test('a pool is never used beyond what it has, and what has room is not kept waiting', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        const { engine, store, clock } = world()
        for (const [index, { gapS, runS, accelerators }] of steps.entries()) {
          clock.set(clock.nowMs() + gapS * 1000)
          await engine.allocate(orderOf(`leg-${index}`, runS, { accelerators }))
        }
        clock.set(10_000_000)
        await engine.observe()
        const legs = store.legs().map((leg) => ({
          fromMs: leg.grantedAtMs!,
          toMs: leg.end!.atMs,
          readyAtMs: leg.orderedAtMs + 10_000,
          accelerators: leg.order.accelerators,
        }))
        const instants = new Set(legs.flatMap((leg) => [leg.fromMs, leg.toMs]))
        for (const leg of legs) {
          const used = legs
            .filter((other) => other.fromMs <= leg.fromMs && leg.fromMs < other.toMs)
            .reduce((sum, other) => sum + other.accelerators, 0)
          expect(used).toBeLessThanOrEqual(8)
          expect(leg.fromMs === leg.readyAtMs || instants.has(leg.fromMs)).toBe(true)
          expect(leg.fromMs).toBeGreaterThanOrEqual(leg.readyAtMs)
        }
      }),
    )
  })

  test('a leg starts after the time of allocation, and only once enough is free', async () => {
    const { engine, clock } = world()
    await engine.allocate(orderOf('a', 100, { accelerators: 6 }))
    await engine.allocate(orderOf('b', 100, { accelerators: 3 }))
    expect(engine.nextChangeMs()).toBe(10_000)
    clock.set(9_999)
    expect(await phases(engine)).toEqual({ a: 'queued', b: 'queued' })
    clock.set(10_000)
    expect(await phases(engine)).toEqual({ a: 'running', b: 'queued' })
    expect(engine.nextChangeMs()).toBe(110_000)
    clock.set(500_000)
    expect(await engine.account('a')).toMatchObject({ fromMs: 10_000, toMs: 110_000 })
    expect(await engine.account('b')).toMatchObject({ fromMs: 110_000, toMs: 210_000 })
    expect(engine.nextChangeMs()).toBeUndefined()
  })

  test('load that goes away does not let a leg start in the past', async () => {
    const { engine, clock } = world()
    engine.setForeign('gpu', 8)
    await engine.allocate(orderOf('a', 100))
    clock.set(60_000)
    engine.setForeign('gpu', 0)
    engine.setDown('gpu', 2)
    expect(await engine.account('a')).toMatchObject({ fromMs: 60_000 })
    expect(await engine.observe()).toMatchObject({ downAccelerators: { gpu: 2 } })
  })

  test('half the speed takes twice the time that is left, and none takes for ever', async () => {
    const { engine, clock } = world()
    await engine.allocate(orderOf('a', 100))
    clock.set(50_000)
    await engine.signal('a', { kind: 'set-mode', sync: 'loose', speedShare: 0.5 })
    clock.set(70_000)
    await engine.signal('a', { kind: 'set-mode', sync: 'sync', speedShare: 0 })
    expect(engine.nextChangeMs()).toBe(1_000_010_000)
    clock.set(100_000)
    await engine.signal('a', { kind: 'set-mode', sync: 'sync', speedShare: 1 })
    clock.set(10_000_000)
    expect(await engine.account('a')).toMatchObject({ toMs: 100_000 + 50_000 })
  })

  test('without a model of the work a leg runs for its duration and is complete', async () => {
    const { engine, clock } = world({ hasWork: false })
    await engine.allocate(orderOf('a', 0, { durationMaxS: 60 }))
    await engine.allocate(orderOf('endless', 0, { durationMaxS: Infinity }))
    clock.set(10_000_000)
    const seen = await engine.observe()
    expect(seen.isReachable && seen.legs).toMatchObject([
      { legId: 'a', outcome: 'completed', endedAtMs: 70_000, exitCode: 0 },
      { legId: 'endless', phase: 'running' },
    ])
  })

  test('failures come at their rate, the same for the same seed and others for another', async () => {
    const lives = async (seed: number): Promise<readonly number[]> => {
      const { engine, clock } = world({ seed, failureRatePerH: 2 })
      const ids = Array.from({ length: 400 }, (_, index) => `leg-${index}`)
      const durations: number[] = []
      for (const legId of ids) {
        await engine.allocate(orderOf(legId, 900_000))
        clock.set(clock.nowMs() + 1e9)
        const { fromMs, toMs } = (await engine.account(legId))!
        durations.push(toMs! - fromMs)
        await engine.forget(legId)
      }
      return durations
    }
    const first = await lives(1)
    expect(await lives(1)).toEqual(first)
    expect(await lives(2)).not.toEqual(first)
    // The mean life at 2 per hour is half an hour; the mean of 400 has a deviation of 5 %, so 20 % is four of them.
    const meanH = first.reduce((sum, ms) => sum + ms, 0) / first.length / 3_600_000
    expect(Math.abs(meanH - 0.5)).toBeLessThan(0.1)
  })

  test('a copy of the whole site goes on as the original does', async () => {
    const store = memoryStore()
    let nowMs = 0
    const open = (from: SimulatedStore): SimulatedEngine =>
      openSimulatedEngine({
        siteId: 'paper',
        pools,
        seed: 3,
        allocateS: 1,
        failureRatePerH: 100,
        clock: { nowMs: () => nowMs },
        store: from,
      })
    const engine = open(store)
    for (const legId of ['a', 'b', 'c'])
      await engine.allocate(orderOf(legId, 0, { durationMaxS: 3600, accelerators: 4 }))
    nowMs = 30_000
    await engine.observe()
    const text = JSON.stringify(store.snapshot())
    const copy = open(memoryStore(JSON.parse(text) as ReturnType<typeof store.snapshot>))
    nowMs = 100_000_000
    expect(await copy.observe()).toEqual(await engine.observe())
    expect(JSON.stringify(store.snapshot())).not.toBe(text)
  })
})

test('chance is spread evenly over ids that look alike', () => {
  const counts = Array.from({ length: 10 }, () => 0)
  for (let index = 0; index < 10_000; index++) {
    const drawn = chance(7, `leg-${index}`)
    expect(drawn >= 0 && drawn < 1).toBe(true)
    counts[Math.floor(drawn * 10)]! += 1
  }
  // A tenth of 10,000 has a deviation of 30.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

async function phases(engine: SimulatedEngine): Promise<Record<string, string>> {
  const seen = await engine.observe()
  if (!seen.isReachable) throw new Error(seen.why)
  return Object.fromEntries(seen.legs.map((leg) => [leg.legId, leg.phase]))
}
