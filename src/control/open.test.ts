import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlPlane, Viewer } from './api.ts'
import { openControlPlane } from './open.ts'

const fleetText = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url), 'utf8')
const operator: Viewer = { subject: 'test', role: 'operator' }
const period = { fromMs: 0, toMs: Date.UTC(2100, 0) }

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridloom-control-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = async (onLost?: (why: string) => void): Promise<ControlPlane> => {
  const opened = await openControlPlane({
    fleetText,
    fleetFileName: 'laptop.yaml',
    dataDirectory: folder,
    ...(onLost === undefined ? {} : { onLost }),
  })
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics))
  return opened.value
}

const workload = (change: object = {}): string =>
  JSON.stringify({
    gridloom: 1,
    kind: 'batch',
    name: 'job',
    tenant: 'acme',
    accelerators: { kind: 'h100-sxm', count: 8 },
    command: [process.execPath, '-e', 'console.log(process.env.GRIDLOOM_SITE)'],
    durationMax: '1 h',
    flexibility: 'shift',
    ...change,
  })

const gang = (change: object = {}): string =>
  workload({
    kind: 'training',
    accelerators: { kind: 'h100-sxm', count: 16 },
    legs: { min: 2, max: 2, startTogether: true },
    wan: { rate: '0.1 Gb/s' },
    command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
    ...change,
  })

async function accepted(
  control: ControlPlane,
  text: string,
  idempotencyKey?: string,
): Promise<string> {
  const outcome = await control.submit({
    text,
    fileName: 'w.json',
    viewer: operator,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
  if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
  return outcome.workloadId
}

async function until(isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + 20_000
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error('it did not come')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

const stateOf = (control: ControlPlane, id: string) => control.show(id, operator)?.state

describe('a daemon over real processes', () => {
  it('runs a batch job to its end, bills it once and reconciles to zero', async () => {
    await using control = await open()
    const id = await accepted(control, workload())
    await until(() => stateOf(control, id) === 'completed')
    expect(await control.readLog(id, 0, 0, operator)).toMatchObject({
      text: 'shed\n',
      isEnded: true,
    })
    const reconciled = await control.reconcile(period)
    expect(reconciled).toMatchObject({ differences: [], unknown: [] })
    expect(Number(reconciled.diffAcceleratorH)).toBe(0)
    const bill = await control.bill({ ...period, tenantId: 'acme' })
    expect(bill.lines.map((line) => line.workloadId)).toEqual([id])
  })

  it('starts a gang on two sites and ends both legs when it is cancelled', async () => {
    await using control = await open()
    const id = await accepted(control, gang())
    await until(() => stateOf(control, id) === 'running')
    const { legs } = control.show(id, operator)!
    expect(legs.map((leg) => [leg.siteId, leg.phase])).toEqual([
      ['desk', 'running'],
      ['shed', 'running'],
    ])
    expect(Math.abs(legs[0]!.startedAtMs! - legs[1]!.startedAtMs!)).toBeLessThan(5000)
    expect(await control.cancel(id, operator)).toEqual({ status: 'done' })
    await until(() => stateOf(control, id) === 'cancelled')
    expect(control.sites().map((site) => site.legs)).toEqual([0, 0])
    expect(Number((await control.reconcile(period)).diffAcceleratorH)).toBe(0)
  })

  it('a restart adopts what runs, and its journal folds to the same hash', async () => {
    let id: string
    let before: string | undefined
    {
      await using control = await open()
      id = await accepted(control, gang())
      await until(() => stateOf(control, id) === 'running')
      before = control.show(id, operator)!.legs[0]!.engineJobId
    }
    await using control = await open()
    expect(stateOf(control, id)).toBe('running')
    const replay = await control.replayJournal()
    expect(replay).toMatchObject({ isEqual: true })
    expect(control.show(id, operator)!.legs[0]!.engineJobId).toBe(before)
    await control.cancel(id, operator)
    await until(() => stateOf(control, id) === 'cancelled')
    expect(await control.verifyJournal()).toMatchObject({ status: 'intact' })
  })

  it('a cut takes the declared fallback, and light brings it back', async () => {
    await using control = await open()
    const id = await accepted(control, gang({ fallback: 'loose-sync' }))
    await until(() => stateOf(control, id) === 'running')
    expect(await control.setLink('srlg:duct', false, 'test')).toEqual({ status: 'done' })
    expect(control.show(id, operator)!.sync).toBe('loose')
    await control.setLink('route:desk-shed', true, 'test')
    expect(control.show(id, operator)!.sync).toBe('sync')
    expect(await control.setLink('srlg:nowhere', true, 'test')).toEqual({
      status: 'unknown-target',
    })
    await control.cancel(id, operator)
    await until(() => stateOf(control, id) === 'cancelled')
  })
})

describe('submissions', () => {
  it('the same key is the same submission, also when both arrive at once; another body under it is refused', async () => {
    await using control = await open()
    const ids = await Promise.all([
      accepted(control, workload(), 'k1'),
      accepted(control, workload(), 'k1'),
    ])
    expect(ids[0]).toBe(ids[1])
    expect(control.list(operator, {})).toHaveLength(1)
    const other = await control.submit({
      text: workload({ priority: 7 }),
      fileName: 'w.json',
      viewer: operator,
      idempotencyKey: 'k1',
    })
    expect(other).toMatchObject({
      status: 'invalid',
      diagnostics: [{ code: 'submit/idempotency-key-reused' }],
    })
  })

  it('a tenant submits for itself only and sees nothing of others', async () => {
    await using control = await open()
    const stranger: Viewer = { subject: 'eve', role: 'tenant', tenantId: 'globex' }
    expect(
      await control.submit({ text: workload(), fileName: 'w.json', viewer: stranger }),
    ).toMatchObject({ status: 'forbidden' })
    const id = await accepted(control, workload())
    expect([
      control.show(id, stranger),
      control.explain(id, stranger),
      control.list(stranger, {}),
    ]).toEqual([undefined, undefined, []])
    expect(await control.cancel(id, stranger)).toEqual({ status: 'unknown-target' })
  })

  it('what can never run is refused with reasons, and a dry run writes nothing', async () => {
    await using control = await open()
    const request = {
      text: workload({ accelerators: { kind: 'h100-sxm', count: 32 } }),
      fileName: 'w.json',
      viewer: operator,
    }
    const { journalSeq } = control.status()
    expect(await control.preview(request)).toMatchObject({ status: 'refused' })
    expect(control.status().journalSeq).toBe(journalSeq)
    expect(await control.submit(request)).toMatchObject({
      status: 'refused',
      reasons: [{ siteIds: ['desk'] }, { siteIds: ['shed'] }],
    })
  })
})
