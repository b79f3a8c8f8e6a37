import { expect } from 'vitest'
import { expectStarts, legsOf, type Bench } from './conformance-bench.ts'
import { settleMs, steers, type Law } from './conformance-law.ts'
import type { Engine } from './engine.ts'

/** What orders do, for every engine, whether it runs commands or only reckons with them. */
export const laws: readonly Law[] = [
  {
    name: 'a repeated allocate finds the leg',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await place.allocate(engine, order)
      const first = await place.reachPhase(engine, order.legId, 'running')
      expect(await engine.allocate(order)).toEqual({ status: 'done' })
      expect(await (await place.engine()).allocate(order)).toEqual({ status: 'done' })
      await place.advance(settleMs)
      await expectOneReport(place, engine, order.legId)
      expect((await place.report(engine, order.legId))?.engineJobId).toBe(first.engineJobId)
      expectStarts(place, order.legId, 1)
    },
  },
  {
    name: 'concurrent allocates of one leg from two engine objects make one leg',
    holds: async (place) => {
      const engines = [await place.engine(), await place.engine()]
      const order = place.order()
      const answers = await Promise.all(
        [0, 1, 0, 1, 0, 1].map((index) => engines[index]!.allocate(order)),
      )
      for (const answer of answers) expect(answer.status).not.toBe('refused')
      await place.allocate(engines[0]!, order)
      await place.reachPhase(engines[1]!, order.legId, 'running')
      await place.advance(settleMs)
      await expectOneReport(place, engines[0]!, order.legId)
      expectStarts(place, order.legId, 1)
    },
  },
  {
    name: 'an allocate after the leg has ended does not run it again',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({ runMs: 40 })
      await place.allocate(engine, order)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      await engine.allocate(order)
      await (await place.engine()).allocate(order)
      await place.advance(settleMs)
      expect(await place.report(engine, order.legId)).toEqual(ended)
      expectStarts(place, order.legId, 1)
    },
  },
  {
    name: 'a leg at the barrier holds its nodes and runs nothing of the tenant until release',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({ runMs: 40 }, { barrier: true })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'held')
      await place.advance(settleMs)
      const held = await place.report(engine, order.legId)
      expect(held?.phase).toBe('held')
      expect(held?.startedAtMs).toBeUndefined()
      expectStarts(place, order.legId, 0)
      expect(await engine.release(order.legId)).toEqual({ status: 'done' })
      expect(await engine.release(order.legId)).toEqual({ status: 'done' })
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('completed')
      expectStarts(place, order.legId, 1)
    },
  },
  {
    name: 'release, signal and cancel of a leg that was never made are harmless',
    holds: async (place) => {
      const engine = await place.engine()
      for (const steer of steers) {
        const { legId } = place.order()
        expect((await steer(engine, legId)).status).not.toBe('unknown')
        const phase = (await place.report(engine, legId))?.phase
        expect(phase === undefined || phase === 'ended', `${legId} is ${phase}`).toBe(true)
      }
    },
  },
  {
    name: 'release, signal and cancel of a leg that has ended are harmless',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({ runMs: 40, exitCode: 4 })
      await place.allocate(engine, order)
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      const account = await engine.account(order.legId)
      for (const steer of steers) expect((await steer(engine, order.legId)).status).toBe('done')
      await place.advance(settleMs)
      expect(await place.report(engine, order.legId)).toEqual(ended)
      expect(await engine.account(order.legId)).toEqual(account)
    },
  },
  {
    name: 'a cancel that came first refuses the late allocate',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      expect((await engine.cancel(order.legId)).status).toBe('done')
      expect((await engine.allocate(order)).status).toBe('refused')
      expect((await (await place.engine()).allocate(order)).status).toBe('refused')
      await place.advance(settleMs)
      const phase = (await place.report(engine, order.legId))?.phase
      expect(phase === undefined || phase === 'ended', `it is ${phase}`).toBe(true)
      expectStarts(place, order.legId, 0)
    },
  },
  {
    name: 'a cancel at the barrier gives the nodes back and nothing has run',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({}, { barrier: true })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'held')
      expect(await engine.cancel(order.legId)).toEqual({ status: 'done' })
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('cancelled')
      await engine.release(order.legId)
      await place.advance(settleMs)
      expect(await engine.account(order.legId)).toBeUndefined()
      expectStarts(place, order.legId, 0)
    },
  },
  {
    name: 'a cancel ends a command that runs',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order()
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'running')
      expect(await engine.cancel(order.legId)).toEqual({ status: 'done' })
      expect(await engine.cancel(order.legId)).toEqual({ status: 'done' })
      const ended = await place.reachPhase(engine, order.legId, 'ended')
      expect(ended.outcome).toBe('cancelled')
      expect(place.written(order.legId)).not.toContain('finished')
      const account = await engine.account(order.legId)
      expect(account?.toMs).toBe(ended.endedAtMs)
    },
  },
  {
    name: 'a new engine object sees and steers the legs of the old one',
    holds: async (place) => {
      const old = await place.engine()
      const ended = place.order({ runMs: 40, exitCode: 5 })
      const held = place.order({}, { barrier: true })
      const running = place.order()
      for (const order of [ended, held, running]) await place.allocate(old, order)
      const reports = [
        await place.reachPhase(old, ended.legId, 'ended'),
        await place.reachPhase(old, held.legId, 'held'),
        await place.reachPhase(old, running.legId, 'running'),
      ]
      const account = await old.account(ended.legId)
      await old[Symbol.asyncDispose]()
      const fresh = await place.engine()
      for (const report of reports) expect(await place.report(fresh, report.legId)).toEqual(report)
      expect(await fresh.account(ended.legId)).toEqual(account)
      await fresh.release(held.legId)
      await place.reachPhase(fresh, held.legId, 'running')
      await fresh.cancel(running.legId)
      expect((await place.reachPhase(fresh, running.legId, 'ended')).outcome).toBe('cancelled')
    },
  },
  {
    name: 'ids that are no ids are refused and touch nothing',
    holds: async (place) => {
      const engine = await place.engine()
      const good = place.order()
      for (const legId of [
        '',
        '.',
        '..',
        '../x',
        '/tmp/x',
        'a/b',
        'a b',
        '$(id)',
        'a\nb',
        '-rf',
        'A',
      ]) {
        expect((await engine.allocate({ ...good, legId })).status, legId).toBe('refused')
        for (const steer of steers) expect((await steer(engine, legId)).status).not.toBe('unknown')
        expect(await engine.account(legId)).toBeUndefined()
        expect((await engine.readLog(legId, 0, 100)).text).toBe('')
        await engine.forget(legId)
      }
      const runId = '../../escaped'
      const contract = { ...good.contract, runId }
      expect((await engine.allocate({ ...good, contract })).status).toBe('refused')
    },
  },
  {
    name: 'an order that no command line can carry is refused',
    holds: async (place) => {
      const engine = await place.engine()
      const good = place.order()
      const wrong: Parameters<Engine['allocate']>[0][] = [
        { ...good, command: [] },
        { ...good, command: ['/bin/echo', 'a\0b'] },
        { ...good, environment: { 'A=B': 'c' } },
        { ...good, environment: { '': 'c' } },
        { ...good, environment: { A: 'c\0d' } },
        { ...good, accelerators: 0 },
        { ...good, accelerators: place.accelerators + 1 },
        { ...good, poolId: 'no-such-pool' },
      ]
      for (const order of wrong) expect((await engine.allocate(order)).status).toBe('refused')
      expect(await place.report(engine, good.legId)).toBeUndefined()
    },
  },
  {
    name: 'a leg that is forgotten is not listed and does not come back',
    holds: async (place) => {
      const engine = await place.engine()
      const order = place.order({ runMs: 40 })
      await place.allocate(engine, order)
      await place.reachPhase(engine, order.legId, 'ended')
      await engine.forget(order.legId)
      await engine.forget(order.legId)
      expect(await place.report(engine, order.legId)).toBeUndefined()
      await engine.allocate(order)
      await place.advance(settleMs)
      const phase = (await place.report(engine, order.legId))?.phase
      expect(phase === undefined || phase === 'ended', `it is ${phase}`).toBe(true)
      expectStarts(place, order.legId, 1)
    },
  },
]

async function expectOneReport(place: Bench, engine: Engine, legId: string): Promise<void> {
  const legs = legsOf(await engine.observe()).filter((leg) => leg.legId === legId)
  expect(legs, `reports of ${legId}`).toHaveLength(1)
  expect(legs[0]!.phase).toBe('running')
}
