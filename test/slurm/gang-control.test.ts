import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openControlPlane } from '../../src/control/index.ts'
import type { ControlPlane, Viewer, WorkloadDetail } from '../../src/control/index.ts'
import { openSlurmEngine } from '../../src/engines/index.ts'
import { openLab, type Lab, type SiteId } from './lab/lab.ts'
import { until } from './lab/legs.ts'

/** The whole control plane over two independent Slurm clusters: one id, one bill, both transports. */
const operator: Viewer = { subject: 'test', role: 'operator' }
const period = { fromMs: 0, toMs: Date.UTC(2100, 0) }
const root = join(import.meta.dirname, '..', '..')
const fleetText = readFileSync(join(root, 'fleets', 'two-slurm.yaml'), 'utf8').replace(
  'startWindow: 120 s',
  'startWindow: 20 s',
)

describe.each(['rest', 'cli'] as const)('a run on two clusters by %s', (transport) => {
  let lab: Lab
  let folder: string
  let control: ControlPlane
  beforeAll(async () => {
    lab = await openLab()
    const trainer = join(lab.folder, 'trainer')
    cpSync(join(root, 'examples', 'trainer'), trainer, { recursive: true })
    writeFileSync(join(trainer, 'package.json'), '{ "type": "module" }')
  })
  afterAll(async () => {
    await lab?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gl-control-'))
    control = await open()
  })
  afterEach(async () => {
    // A test that failed must not take the nodes of the next.
    for (const { id } of control?.list(operator, {}) ?? []) await control.cancel(id, operator)
    await until('nothing is left', () =>
      Promise.resolve((control?.sites() ?? []).every((site) => site.legs === 0)),
    ).catch(() => undefined)
    await control?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  async function open(): Promise<ControlPlane> {
    // Peers reach a site where this lab has put it.
    const addressed = fleetText
      .replace('address: 10.90.1.2', `address: ${lab.config('alpha', transport).address}`)
      .replace('address: 10.90.2.2', `address: ${lab.config('beta', transport).address}`)
    const opened = await openControlPlane({
      fleetText: addressed,
      fleetFileName: 'two-slurm.yaml',
      dataDirectory: folder,
      engineOf: (site) =>
        openSlurmEngine({
          site,
          config: lab.config(site.id as SiteId, transport),
          directory: join(folder, site.id),
        }),
    })
    if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics))
    return opened.value
  }

  const gang = (command: readonly string[], accelerators = 16): string =>
    JSON.stringify({
      gridloom: 1,
      kind: 'training',
      name: 'gang',
      tenant: 'acme',
      accelerators: { kind: 'h100-sxm', count: accelerators },
      legs: { min: 2, max: 2, startTogether: true },
      wan: { rate: '0.2 Gb/s' },
      command,
      durationMax: '10 min',
      flexibility: 'firm',
    })

  async function submit(text: string, key?: string): Promise<string> {
    const request = { text, fileName: 'gang.json', viewer: operator }
    const outcome = await control.submit(
      key === undefined ? request : { ...request, idempotencyKey: key },
    )
    if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    return outcome.workloadId
  }

  const show = (id: string): WorkloadDetail => control.show(id, operator)!
  const reach = (id: string, state: string): Promise<unknown> =>
    until(`${id} is ${state}`, () => Promise.resolve(show(id).state === state))
  /** Names of the run's jobs that are not over; a slurmctld that was killed may remember older runs' as running. */
  const jobsAt = async (siteId: SiteId, id: string): Promise<readonly string[]> => {
    const names = await lab.slurm(siteId, ['squeue', '-h', '-t', 'PD,R,CG', '-o', '%j'])
    return names.split('\n').filter((name) => name.includes(id))
  }

  test('one id, two legs running within 5 s of each other, one bill that reconciles to zero', async () => {
    const id = await submit(gang(['sleep', '3']), 'once')
    expect(await submit(gang(['sleep', '3']), 'once')).toBe(id)
    await reach(id, 'running')
    const starts = show(id).legs.map((leg) => leg.startedAtMs!)
    const spreadMs = Math.abs(starts[0]! - starts[1]!)
    console.log(`gang through the control plane by ${transport}: legs started ${spreadMs} ms apart`)
    expect(spreadMs).toBeLessThan(5000)
    expect(show(id).legs.map((leg) => leg.siteId)).toEqual(['alpha', 'beta'])
    for (const siteId of ['alpha', 'beta'] as const)
      expect(await jobsAt(siteId, id)).toHaveLength(1)
    await reach(id, 'completed')
    const reconciled = await control.reconcile(period)
    expect(reconciled).toMatchObject({ differences: [], unknown: [] })
    expect(Number(reconciled.diffAcceleratorH)).toBe(0)
    expect(Number(reconciled.engineAcceleratorH)).toBeGreaterThan(0)
    const { lines } = await control.bill({ ...period, tenantId: 'acme' })
    expect([...new Set(lines.map((line) => line.workloadId))]).toEqual([id])
    expect((await control.replayJournal()).isEqual).toBe(true)
  })

  test('the trainer really spans the clusters: its gradients cross the WAN and its loss falls', async () => {
    const train = join(lab.folder, 'trainer', 'train.ts')
    const id = await submit(gang([lab.nodePath, train, '--steps', '60', '--report', '20']))
    await reach(id, 'completed')
    const log = await control.readLog(id, 0, 0, operator)
    const losses = log!.text
      .split('\n')
      .filter((line) => line.includes('"loss"'))
      .map((line) => (JSON.parse(line) as { loss: number }).loss)
    expect(losses.at(-1)!).toBeLessThan(losses[0]!)
  })

  test('a daemon that is replaced finds its jobs and doubles none', async () => {
    const id = await submit(gang(['sleep', '8']))
    await reach(id, 'running')
    const before = show(id).legs.map((leg) => leg.engineJobId)
    await control[Symbol.asyncDispose]()
    control = await open()
    expect(show(id).legs.map((leg) => leg.engineJobId)).toEqual(before)
    for (const siteId of ['alpha', 'beta'] as const)
      expect(await jobsAt(siteId, id)).toHaveLength(1)
    await reach(id, 'completed')
    expect(show(id).attempt).toBe(1)
  })

  test('a job behind our back counts: the gang waits for it and says so', async () => {
    const quiet = ['--chdir=/tmp', '--output=/dev/null', '--wrap=sleep 600']
    const wrap = ['sbatch', '--parsable', '--gres=gpu:h100:8', '-N2', ...quiet]
    const foreign = await lab.slurm('alpha', wrap)
    const alpha = () => control.sites().find((site) => site.id === 'alpha')!
    await until('it is seen', () => Promise.resolve(alpha().pools[0]!.foreign === 16))
    const id = await submit(gang(['true']))
    const reasons = control.explain(id, operator)!.reasons
    expect(reasons).toContainEqual(
      expect.objectContaining({ siteIds: ['alpha'], constraint: 'accelerators', limit: 0 }),
    )
    await lab.slurm('alpha', ['scancel', foreign])
    await reach(id, 'completed')
  })

  test('a cluster killed before the barrier: the other is given back, no orphan, no charge, and the gang comes again', async () => {
    await lab.power('beta', 'kill')
    const id = await submit(gang([lab.nodePath, '-e', 'console.log("ran")']))
    await until('alpha holds', () => Promise.resolve(show(id).legs[0]?.phase === 'held'))
    await until('it is rolled back', () =>
      Promise.resolve(
        control.explain(id, operator)!.history.some((line) => line.text.includes('rolled back')),
      ),
    )
    await until('alpha is free', async () => (await jobsAt('alpha', id)).length === 0)
    expect((await control.bill(period)).lines).toEqual([])
    expect(Number((await control.bill(period)).totalUsd)).toBe(0)
    await lab.power('beta', 'restart')
    await reach(id, 'completed')
    expect(show(id).attempt).toBeGreaterThan(1)
    for (const siteId of ['alpha', 'beta'] as const)
      await until(`${siteId} is free`, async () => (await jobsAt(siteId, id)).length === 0)
    const { lines } = await control.bill(period)
    expect(new Set(lines.map((line) => line.legId.split('.')[1]))).toEqual(
      new Set([String(show(id).attempt)]),
    )
  })
})
