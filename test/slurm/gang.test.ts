import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engines/engine.ts'
import { openLab, type Lab } from './lab/lab.ts'
import { logOf, openEngineOf, orderOf, reachPhase, seen, settle, until } from './lab/legs.ts'

/** A gang over two independent clusters, at the level of the two engines. */
const sites = ['alpha', 'beta'] as const

describe.each(['rest', 'cli'] as const)('a gang on two clusters by %s', (transport) => {
  let lab: Lab
  let engines: Record<(typeof sites)[number], Engine>
  beforeAll(async () => {
    lab = await openLab()
    engines = {
      alpha: openEngineOf(lab, { siteId: 'alpha', transport }),
      beta: openEngineOf(lab, { siteId: 'beta', transport }),
    }
  })
  afterAll(async () => {
    await lab?.[Symbol.asyncDispose]()
  })
  const gang = (name: string, seconds: number) =>
    sites.map((siteId, rank) =>
      orderOf(siteId, seconds, {
        legId: `${name}-${transport}-${rank}`,
        barrier: true,
        accelerators: 16,
        nodes: 2,
      }),
    )
  const each = <T>(ask: (engine: Engine, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(sites.map((siteId, index) => ask(engines[siteId], index)))

  test('the legs start within 5 s of each other, and none before both hold their nodes', async () => {
    const rounds: { heldMs: number[]; afterReleaseMs: number[]; spreadMs: number }[] = []
    for (let round = 0; round < 5; round++) {
      const orders = gang(`run-${round}`, 1)
      const askedAtMs = Date.now()
      const heldMs = await each(async (engine, index) => {
        await settle(() => engine.allocate(orders[index]!))
        await reachPhase(engine, orders[index]!.legId, 'held')
        return Date.now() - askedAtMs
      })
      const releasedAtMs = Date.now()
      await each((engine, index) => settle(() => engine.release(orders[index]!.legId)))
      const reports = await each((engine, index) =>
        reachPhase(engine, orders[index]!.legId, 'ended'),
      )
      const starts = reports.map((report) => report.startedAtMs!)
      const spreadMs = Math.abs(starts[0]! - starts[1]!)
      rounds.push({ heldMs, afterReleaseMs: starts.map((at) => at - releasedAtMs), spreadMs })
      expect(reports.map((report) => report.outcome)).toEqual(['completed', 'completed'])
      expect(Math.min(...starts)).toBeGreaterThanOrEqual(releasedAtMs)
      expect(spreadMs).toBeLessThan(5000)
    }
    console.log(`gang by ${transport}: ${JSON.stringify(rounds)}`)
  })

  test('a cluster lost before the barrier: the other gives its nodes back, nothing ran, nothing is charged', async () => {
    const orders = gang('lost', 600)
    await each((engine, index) => settle(() => engine.allocate(orders[index]!)))
    await each((engine, index) => reachPhase(engine, orders[index]!.legId, 'held'))
    await lab.power('beta', 'kill')
    await until('beta is silent', async () => !(await engines.beta.observe()).isReachable)
    expect((await engines.beta.release(orders[1]!.legId)).status).toBe('unknown')
    expect((await engines.beta.cancel(orders[1]!.legId)).status).toBe('unknown')

    expect(await engines.alpha.cancel(orders[0]!.legId)).toEqual({ status: 'done' })
    expect((await reachPhase(engines.alpha, orders[0]!.legId, 'ended')).outcome).toBe('cancelled')
    expect(await engines.alpha.account(orders[0]!.legId)).toBeUndefined()
    // All 16 of alpha are free again: a leg that needs them all starts.
    const next = orderOf('alpha', 0, { accelerators: 16, nodes: 2 })
    await settle(() => engines.alpha.allocate(next))
    expect((await reachPhase(engines.alpha, next.legId, 'ended')).outcome).toBe('completed')

    await lab.power('beta', 'restart')
    await until('beta answers', async () => (await engines.beta.observe()).isReachable)
    expect(await settle(() => engines.beta.cancel(orders[1]!.legId))).toBe('done')
    const ended = await reachPhase(engines.beta, orders[1]!.legId, 'ended')
    // A slurmctld that dies before it has saved a new job does not know it afterwards, and its nodes end it.
    expect(['cancelled', 'node-failed', 'vanished']).toContain(ended.outcome)
    expect(await engines.beta.account(orders[1]!.legId)).toBeUndefined()
    for (const [index, siteId] of sites.entries())
      expect(await logOf(engines[siteId], orders[index]!.legId)).not.toContain('began')
    const queue = ['squeue', '-h', '-t', 'R,PD,CG', '-o', '%A']
    // Observed all the while, as by a control loop: it is what gives back a job that slurmctld has from an old save.
    await until('no job is left', async () => {
      await engines.beta.observe()
      return (await lab.slurm('beta', queue)) === ''
    })
    await until('no step is left', async () => (await lab.stepsAt('beta')).length === 0)
    await until(
      'beta is whole',
      async () => (await seen(engines.beta)).downAccelerators['gpu'] === 0,
    )
  })
})
