import { expect } from 'vitest'
import { legsOf } from './conformance-bench.ts'
import { settleMs, steers, type Law } from './conformance-law.ts'

/** What an engine says of its legs, of load that is not ours, and of the time that they ran. */
export const recordLaws: readonly Law[] = [
  {
    name: 'observe lists every leg with its token, and each has its own job id',
    holds: async (place) => {
      const engine = await place.engine()
      const orders = [place.order(), place.order({}, { fencingToken: 8, barrier: true })]
      for (const order of orders) await place.allocate(engine, order)
      await place.reachPhase(engine, orders[0]!.legId, 'running')
      await place.reachPhase(engine, orders[1]!.legId, 'held')
      const legs = legsOf(await (await place.engine()).observe())
      const ours = orders.map((order) => legs.find((leg) => leg.legId === order.legId))
      expect(ours.map((leg) => leg?.fencingToken)).toEqual([7, 8])
      const jobs = new Set(ours.map((leg) => leg?.engineJobId))
      expect(jobs.size).toBe(2)
      expect(jobs.has('')).toBe(false)
    },
  },
  {
    name: 'observe counts load that is not ours, and ours is not in it',
    holds: async (place) => {
      const engine = await place.engine()
      const foreign = async (): Promise<number> => {
        const seen = await engine.observe()
        if (!seen.isReachable) throw new Error(seen.why)
        return seen.foreignAccelerators[place.poolId] ?? 0
      }
      const before = await foreign()
      const order = place.order()
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'running')
      expect(await foreign()).toBe(before)
      await place.setForeign(2)
      await place.until('the load shows', async () => (await foreign()) === before + 2)
      await place.setForeign(0)
      await place.until('the load is gone', async () => (await foreign()) === before)
    },
  },
  {
    name: 'a site that cannot be asked is unreachable, and its legs are not gone',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { barrier: true })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'held')
      await place.setReachable(false)
      const late = place.order()
      for (const silent of [engine, await place.engine()]) {
        expect((await silent.observe()).isReachable).toBe(false)
        expect((await silent.allocate(late)).status).toBe('unknown')
        for (const steer of steers)
          expect((await steer(silent, order.legId)).status).toBe('unknown')
        await expect(silent.account(order.legId)).rejects.toThrow()
      }
      await place.setReachable(true)
      expect((await place.report(engine, order.legId))?.phase).toBe('held')
    },
  },
  {
    name: 'the account leaves out the wait at the barrier',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({ runMs: 200 }, { barrier: true, accelerators: 2 })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'held')
      await place.advance(settleMs)
      expect(await engine.account(order.legId)).toBeUndefined()
      const releasedAtMs = place.nowMs()
      await engine.release(order.legId)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      const account = (await engine.account(order.legId))!
      expect(account).toMatchObject({ legId: order.legId, accelerators: 2 })
      expect(account.fromMs).toBeGreaterThanOrEqual(releasedAtMs)
      expect(account.toMs! - account.fromMs).toBeGreaterThanOrEqual(200)
      expect(account.toMs).toBeLessThanOrEqual(place.nowMs())
      expect([account.fromMs, account.toMs].every(Number.isInteger)).toBe(true)
      expect([ended.startedAtMs, ended.endedAtMs]).toEqual([account.fromMs, account.toMs])
    },
  },
  {
    name: 'the account of a leg that runs is open',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await place.allocate(engine, order)
      const running = await place.reachPhase(engine, order.legId, 'running')
      const account = await engine.account(order.legId)
      expect(account?.fromMs).toBe(running.startedAtMs)
      expect(account?.toMs).toBeUndefined()
      expect(account?.source).not.toBe('')
      expect(await engine.account('conformance-never-made')).toBeUndefined()
    },
  },
  {
    name: 'an exit code of zero completes, another fails with its number',
    holds: async (place) => {
      const engine = await place.engine()
      for (const exitCode of [0, 3]) {
        const order = place.order({ runMs: 40, exitCode })
        await place.allocate(engine, order)
        const ended = await place.reachPhase(engine, order.legId, 'ended')
        const outcome = exitCode === 0 ? 'completed' : 'failed'
        expect(ended).toMatchObject({ outcome, exitCode })
      }
    },
  },
  {
    name: 'a command that runs over its duration is timed out',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { durationMaxS: 1 })
      await place.allocate(engine, order)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('timed-out')
      const account = (await engine.account(order.legId))!
      expect(account.toMs! - account.fromMs).toBeGreaterThanOrEqual(1000)
      expect(place.written(order.legId)).not.toContain('finished')
    },
  },
]
