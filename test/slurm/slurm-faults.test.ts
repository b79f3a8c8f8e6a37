import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLab, type Lab } from './lab/lab.ts'
import { logOf, openEngineOf, orderOf, pause, reachPhase, seen, settle, until } from './lab/legs.ts'
import { faultyWay, type WayFault } from './lab/faulty-way.ts'

/** What goes wrong between gridloom and a site, and at the site, on real Slurm and by both transports. */
describe.each(['rest', 'cli'] as const)('slurm by %s under faults', (transport) => {
  let lab: Lab
  const at = { siteId: 'alpha', transport } as const
  beforeAll(async () => {
    lab = await openLab()
  })
  afterAll(async () => {
    await lab?.[Symbol.asyncDispose]()
  })
  const jobsNamed = async (legId: string): Promise<readonly string[]> => {
    const list = ['squeue', '-h', '-t', 'all', '--name', `gridloom-${legId}`, '-o', '%A:%T']
    return (await lab.slurm('alpha', list)).split('\n').filter(Boolean)
  }

  const wayWith = (fault: WayFault) =>
    faultyWay(lab.config('alpha', transport), { fault, folder: lab.folder })

  test('a submission whose answer was lost is found and not made again', async () => {
    await using way = await wayWith('loses-answers')
    await using deaf = openEngineOf(lab, at, { config: way.config })
    const order = orderOf('alpha', 1)
    expect((await deaf.allocate(order)).status).toBe('unknown')
    await using engine = openEngineOf(lab, at)
    expect(await engine.allocate(order)).toEqual({ status: 'done' })
    expect((await reachPhase(engine, order.legId, 'ended')).outcome).toBe('completed')
    expect(await jobsNamed(order.legId)).toHaveLength(1)
    expect(await logOf(engine, order.legId)).toBe('began\nover\n')
  })

  test('of two submissions that both arrived the first is the leg and the other never runs', async () => {
    await using way = await wayWith('sees-no-jobs')
    await using one = openEngineOf(lab, at)
    const directory = join(lab.folder, `${transport}-blind`)
    await using blind = openEngineOf(lab, at, { config: way.config, directory })
    await using other = openEngineOf(lab, at, { directory })
    const order = orderOf('alpha', 1)
    expect(await one.allocate(order)).toEqual({ status: 'done' })
    expect(await blind.allocate(order)).toEqual({ status: 'done' })
    const jobs = await jobsNamed(order.legId)
    expect(jobs).toHaveLength(2)
    const ended = await reachPhase(one, order.legId, 'ended')
    expect(ended.outcome).toBe('completed')
    const ids = jobs.map((job) => Number(job.split(':')[0]))
    expect(Number(ended.engineJobId)).toBe(Math.min(...ids))
    expect((await reachPhase(other, order.legId, 'ended')).engineJobId).toBe(ended.engineJobId)
    await until('the twin is gone', async () =>
      (await jobsNamed(order.legId)).every((job) => /COMPLETED|CANCELLED|FAILED/.test(job)),
    )
    expect(await logOf(one, order.legId)).toBe('began\nover\n')
  })

  test('a job that arrives after its leg was cancelled is cancelled by the next look', async () => {
    await using way = await wayWith('loses-answers')
    const directory = join(lab.folder, `${transport}-late`)
    await using deaf = openEngineOf(lab, at, { config: way.config, directory })
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 60, { barrier: true })
    expect(await engine.cancel(order.legId)).toEqual({ status: 'done' })
    expect((await deaf.allocate(order)).status).toBe('unknown')
    const ended = await reachPhase(engine, order.legId, 'ended')
    expect(ended.outcome).toBe('cancelled')
    expect(await engine.account(order.legId)).toBeUndefined()
  })

  test('a leg runs on behind a cut link and its account is whole after the healing', async () => {
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 3)
    await settle(() => engine.allocate(order))
    const { startedAtMs } = await reachPhase(engine, order.legId, 'running')
    await lab.link('alpha', 'cut')
    try {
      expect((await engine.observe()).isReachable).toBe(false)
      await expect(engine.account(order.legId)).rejects.toThrow(/alpha/)
      await pause(4000)
    } finally {
      await lab.link('alpha', 'heal')
    }
    await until('the site answers', async () => (await engine.observe()).isReachable)
    await reachPhase(engine, order.legId, 'ended')
    const account = (await engine.account(order.legId))!
    expect(account.fromMs).toBe(startedAtMs)
    expect(account.toMs! - account.fromMs).toBeGreaterThanOrEqual(3000)
    expect(account.source).toContain('end from launcher')
  })

  test('a command killed by the machine fails with the signal in its exit code', async () => {
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 60, { command: ['/bin/sh', '-c', 'kill -9 $$'] })
    await settle(() => engine.allocate(order))
    expect(await reachPhase(engine, order.legId, 'ended')).toMatchObject({
      outcome: 'failed',
      exitCode: 137,
    })
  })

  test('a job cancelled behind our back is a cancelled leg with an account up to its end', async () => {
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 60)
    await settle(() => engine.allocate(order))
    const running = await reachPhase(engine, order.legId, 'running')
    await pause(1500)
    await lab.slurm('alpha', ['scancel', running.engineJobId], { isRoot: true })
    const ended = await reachPhase(engine, order.legId, 'ended')
    expect(ended.outcome).toBe('cancelled')
    const account = (await engine.account(order.legId))!
    expect(account.toMs).toBe(ended.endedAtMs)
    expect(account.toMs!).toBeGreaterThan(account.fromMs)
    expect(account.source).toContain('end from slurmctld')
  })

  test('a job started behind our back counts as foreign load, whatever it is called', async () => {
    await using engine = openEngineOf(lab, at)
    const ours = orderOf('alpha', 60, { accelerators: 2 })
    await settle(() => engine.allocate(ours))
    await reachPhase(engine, ours.legId, 'running')
    expect((await seen(engine)).foreignAccelerators).toEqual({ gpu: 0 })
    const forged = 'x\nJobId=7 JobName=gridloom-forged JobState=RUNNING'
    const job = await lab.slurm(
      'alpha',
      [
        ...['sbatch', '--parsable', '-N', '2', '--gpus=h100:12', '-D', '/', '-o', '/dev/null'],
        ...['-J', forged, '--comment', 'gridloom,leg=forged,token=1,pool=gpu,n=12,go=1,started=1'],
      ],
      { isRoot: true, input: '#!/bin/bash\nexec sleep 300\n' },
    )
    await until('it shows', async () => (await seen(engine)).foreignAccelerators['gpu'] === 12)
    expect((await seen(engine)).legs.map((leg) => leg.legId)).not.toContain('forged')
    await lab.slurm('alpha', ['scancel', job], { isRoot: true })
    await until('it is gone', async () => (await seen(engine)).foreignAccelerators['gpu'] === 0)
    await engine.cancel(ours.legId)
    await reachPhase(engine, ours.legId, 'ended')
  })

  test('a drained node is out of service and the leg on it goes on', async () => {
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 60, { accelerators: 2 })
    await settle(() => engine.allocate(order))
    const running = await reachPhase(engine, order.legId, 'running')
    const nodeOf = ['squeue', '-h', '-j', running.engineJobId, '-o', '%N']
    const node = await lab.slurm('alpha', nodeOf)
    const set = (state: string) =>
      lab.slurm(
        'alpha',
        ['scontrol', 'update', `NodeName=${node}`, `State=${state}`, 'Reason=test'],
        { isRoot: true },
      )
    expect((await seen(engine)).downAccelerators).toEqual({ gpu: 0 })
    await set('DRAIN')
    await until('it shows', async () => (await seen(engine)).downAccelerators['gpu'] === 6)
    expect((await reachPhase(engine, order.legId, 'running')).engineJobId).toBe(running.engineJobId)
    await engine.cancel(order.legId)
    await until('all 8 are out', async () => (await seen(engine)).downAccelerators['gpu'] === 8)
    await set('RESUME')
    await until('it is back', async () => (await seen(engine)).downAccelerators['gpu'] === 0)
  })

  test('a leg that nobody releases gives its nodes back and is not charged', async () => {
    await using engine = openEngineOf(lab, at, { holdMaxS: 2 })
    const order = orderOf('alpha', 60, { barrier: true, accelerators: 16, nodes: 2 })
    await settle(() => engine.allocate(order))
    await reachPhase(engine, order.legId, 'held')
    expect((await reachPhase(engine, order.legId, 'ended')).outcome).toBe('timed-out')
    expect(await engine.account(order.legId)).toBeUndefined()
    expect(await logOf(engine, order.legId)).toBe('')
  })

  test('the command of a leg on two nodes runs once and reaches both with srun', async () => {
    await using engine = openEngineOf(lab, at)
    const say = 'echo once; srun --ntasks-per-node=1 printenv SLURMD_NODENAME MINE | sort'
    const order = orderOf('alpha', 0, {
      nodes: 2,
      accelerators: 8,
      command: ['/bin/sh', '-c', say],
      environment: { MINE: 'kept' },
    })
    await settle(() => engine.allocate(order))
    expect((await reachPhase(engine, order.legId, 'ended')).outcome).toBe('completed')
    expect(await logOf(engine, order.legId)).toBe('once\nalpha1\nalpha2\nkept\nkept\n')
  })

  test('accelerators that do not divide by the nodes are all given', async () => {
    await using engine = openEngineOf(lab, at)
    const order = orderOf('alpha', 30, { accelerators: 11, nodes: 2 })
    await settle(() => engine.allocate(order))
    const { engineJobId } = await reachPhase(engine, order.legId, 'running')
    const job = await lab.slurm('alpha', ['scontrol', 'show', 'job', '-d', engineJobId])
    expect(job).toContain('JOB_GRES=gpu:h100:11')
    expect((await seen(engine)).foreignAccelerators).toEqual({ gpu: 0 })
    await engine.cancel(order.legId)
    await reachPhase(engine, order.legId, 'ended')
  })
})

test('a wrong partition is refused for good, a wrong token is a site that cannot be asked', async () => {
  await using lab = await openLab()
  for (const transport of ['rest', 'cli'] as const) {
    const config = { ...lab.config('alpha', transport), partition: 'no-such-partition' }
    const directory = join(lab.folder, `wrong-${transport}`)
    await using engine = openEngineOf(lab, { siteId: 'alpha', transport }, { config, directory })
    const answer = await engine.allocate(orderOf('alpha', 1))
    expect(answer).toMatchObject({ status: 'refused', why: expect.stringMatching(/partition/i) })
  }
  // Read again for each question: a token that is renewed in its file is good at once.
  const tokenFile = join(lab.folder, 'token.test')
  writeFileSync(tokenFile, 'no.such.token')
  const config = { ...lab.config('alpha', 'rest'), tokenFile }
  const directory = join(lab.folder, 'token')
  const at = { siteId: 'alpha', transport: 'rest' } as const
  await using engine = openEngineOf(lab, at, { config, directory })
  expect((await engine.observe()).isReachable).toBe(false)
  writeFileSync(tokenFile, readFileSync(join(lab.folder, 'token.alpha')))
  expect((await engine.observe()).isReachable).toBe(true)
})

test('a leg whose job slurmctld has lost is ended at the site and vanishes here', async () => {
  await using lab = await openLab()
  const at = { siteId: 'alpha', transport: 'rest' } as const
  await using engine = openEngineOf(lab, at)
  const orders = [orderOf('alpha', 600), orderOf('alpha', 600, { barrier: true })]
  for (const order of orders) await settle(() => engine.allocate(order))
  const running = await reachPhase(engine, orders[0]!.legId, 'running')
  await reachPhase(engine, orders[1]!.legId, 'held')
  await lab.power('alpha', 'kill')
  for (const path of globSync(join(lab.folder, 'alpha/state/job_state*'))) rmSync(path)
  await lab.power('alpha', 'restart')
  await until('alpha answers', async () => (await engine.observe()).isReachable)
  for (const { legId } of orders)
    expect((await reachPhase(engine, legId, 'ended')).outcome).toBe('vanished')
  const { startedAtMs } = running
  expect(await engine.account(orders[0]!.legId)).toMatchObject({ fromMs: startedAtMs })
  expect(await engine.account(orders[1]!.legId)).toBeUndefined()
  await until('no step is left', async () => (await lab.stepsAt('alpha')).length === 0)
  expect(await logOf(engine, orders[0]!.legId)).not.toContain('over')
  expect(await logOf(engine, orders[1]!.legId)).not.toContain('began')
})

test('what slurmctld has forgotten is still accounted for', async () => {
  await using lab = await openLab({ minJobAgeS: 2 })
  const at = { siteId: 'alpha', transport: 'cli' } as const
  const forgotten = (legId: string) =>
    until(
      `slurmctld has forgotten ${legId}`,
      async () => {
        const list = ['squeue', '-h', '-t', 'all', '--name', `gridloom-${legId}`, '-o', '%A']
        return (await lab.slurm('alpha', list)) === ''
      },
      150_000,
    )
  await using engine = openEngineOf(lab, at)
  const watched = orderOf('alpha', 1)
  const unwatched = orderOf('alpha', 3)
  for (const order of [watched, unwatched]) await settle(() => engine.allocate(order))
  const started = await reachPhase(engine, unwatched.legId, 'running')
  // Between here and the end nobody looks at the second leg; the first is seen to its end by then.
  const ended = await reachPhase(engine, watched.legId, 'ended')
  const account = await engine.account(watched.legId)
  await forgotten(unwatched.legId)
  await using later = openEngineOf(lab, at)
  const legs = (await seen(later)).legs
  expect(legs.find((leg) => leg.legId === watched.legId)).toEqual(ended)
  expect(await later.account(watched.legId)).toEqual(account)
  expect(legs.find((leg) => leg.legId === unwatched.legId)).toMatchObject({ outcome: 'vanished' })
  const least = { fromMs: started.startedAtMs, toMs: started.startedAtMs }
  expect(await later.account(unwatched.legId)).toMatchObject(least)
  expect(await later.allocate(unwatched)).toEqual({ status: 'done' })
})
