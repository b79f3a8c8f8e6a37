import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { transformer } from '../catalog/index.ts'
import { openSqliteJournal } from '../journal/index.ts'
import type { ControlPlane, Viewer } from './api.ts'
import { openControlPlane } from './open.ts'
import { createProfiles } from './profiles.ts'
import { recover } from './recover.ts'

/** A run that says what it trains, through the real control plane over engines that are simulated. */
const operator: Viewer = { subject: 'test', role: 'operator' }
const laptop = readFileSync(new URL('../../fleets/laptop.yaml', import.meta.url), 'utf8')

/** Two sites, and between them one fibre pair whose capacity nobody states. */
const fleetText = laptop
  .replaceAll(/engine: \{.*\}/gu, 'engine: { kind: simulated, allocate: 0.1 s }')
  .replace('capacity: 1 Gb/s', 'line: { fibrePairs: 1, fibre: hollow-core }')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridloom-modelled-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(): Promise<ControlPlane> {
  const opened = await openControlPlane({
    fleetText,
    fleetFileName: 'line.yaml',
    dataDirectory: folder,
  })
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics))
  return opened.value
}

const trains = { model: 'llama3-8b', tokens: 2e8, sequenceLength: 8192, batch: 64 }

const workload = (change: object = {}): string =>
  JSON.stringify({
    gridloom: 1,
    kind: 'training',
    name: 'lm',
    tenant: 'acme',
    accelerators: { kind: 'h100-sxm', count: 32 },
    legs: { min: 2, max: 2 },
    command: ['true'],
    durationMax: '24 h',
    flexibility: 'shift',
    trains,
    ...change,
  })

const submit = (control: ControlPlane, text: string, idempotencyKey?: string) =>
  control.submit({
    text,
    fileName: 'w.json',
    viewer: operator,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })

async function accepted(control: ControlPlane, text: string, key?: string): Promise<string> {
  const outcome = await submit(control, text, key)
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

describe('a run that says what it trains', () => {
  it('is placed on two sites with a rate that was chosen for it, says how efficient it is, and replays to the same hash', async () => {
    let id: string
    {
      await using control = await open()
      id = await accepted(control, workload())
      await until(() => control.show(id, operator)?.state === 'running')
      const { legs, costUsd } = control.show(id, operator)!
      expect(legs.map((leg) => [leg.siteId, leg.phase, leg.wan === undefined])).toEqual([
        ['desk', 'running', true],
        ['shed', 'running', false],
      ])
      const { gbps, rttMs } = legs[1]!.wan!
      expect(Number.isInteger(gbps)).toBe(true)
      // Light in a hollow core: 1,580 km there and back at 1.0013 of its time in vacuum.
      expect(rttMs).toBeCloseTo((2 * 1580 * 1.0013) / 299.792458, 6)
      const [route] = control.routes()
      expect(route).toMatchObject({ id: 'desk-shed', bookedGbps: gbps })
      expect(route!.capacityGbps).toBeGreaterThan(1000)
      const chosen = control.explain(id, operator)!.reasons.find(({ verdict, siteIds }) => verdict === 'chosen' && siteIds.length === 2)! // prettier-ignore
      expect(chosen.note).toMatch(new RegExp(`^\\d+ % efficient at ${gbps} Gb/s; .*done in [\\d.]+ h \\(P90 [\\d.]+ h\\)$`)) // prettier-ignore
      expect(chosen.need).toBeCloseTo(costUsd!, 6)
      expect(await control.replayJournal()).toMatchObject({ isEqual: true })
    }
    // From the snapshot, and from the first record: the profile is in both.
    const journal = await openSqliteJournal(join(folder, 'journal.sqlite'))
    const [cached, folded] = [await recover(journal), await recover(journal, false)]
    await journal[Symbol.asyncDispose]()
    const profileOf = ({ fold }: typeof cached) =>
      fold.state.workloads.get(id)!.spec.trains!.profile
    expect(profileOf(folded)!.byLegs.map(({ legs }) => legs)).toEqual([2])
    expect(profileOf(cached)).toEqual(profileOf(folded))
    expect(folded.divergedAtSeq).toBeUndefined()
    expect(cached.fold.decisionHash).toBe(folded.fold.decisionHash)
    await using control = await open()
    expect(control.show(id, operator)!.state).toBe('running')
    expect(await control.replayJournal()).toMatchObject({ isEqual: true })
  })

  it('under one key is one submission, whatever was estimated of it; another number of tokens is another workload', async () => {
    await using control = await open()
    const ids = await Promise.all(['k', 'k'].map((key) => accepted(control, workload(), key)))
    expect(ids[0]).toBe(ids[1])
    expect(await accepted(control, workload(), 'k')).toBe(ids[0])
    expect(control.list(operator, {})).toHaveLength(1)
    const other = await submit(control, workload({ trains: { ...trains, tokens: 3e8 } }), 'k')
    expect(other).toMatchObject({
      status: 'invalid',
      diagnostics: [{ code: 'submit/idempotency-key-reused' }],
    })
  })

  it('that would not be done in its time is refused with the hours that it takes, and a dry run says the same', async () => {
    await using control = await open()
    const text = workload({ trains: { ...trains, tokens: 1e18 } })
    const refused = await submit(control, text)
    const dry = await control.preview({ text, fileName: 'w.json', viewer: operator })
    for (const outcome of [refused, dry]) {
      if (outcome.status !== 'refused') throw new Error(outcome.status)
      const [reason] = outcome.reasons
      expect(reason).toMatchObject({ constraint: 'efficiency', limit: 24, unit: 'h' })
      expect(reason!.need).toBeGreaterThan(1e6)
      expect(reason!.need).toBeLessThan(Number.MAX_VALUE)
    }
  })

  it('that fits on no leg is refused in the words of the estimate; a step that cannot be shared, when it is read', async () => {
    await using control = await open()
    const large = await submit(control, workload({ trains: { ...trains, model: 'llama3.1-405b' } }))
    if (large.status !== 'refused') throw new Error(large.status)
    expect(large.reasons[0]!.note).toMatch(
      /^llama3\.1-405b cannot be laid out on so many: at least \d+ GB of 80 GB$/,
    )
    const odd = await submit(control, workload({ trains: { ...trains, batch: 1 } }))
    expect(odd).toMatchObject({
      status: 'invalid',
      diagnostics: [{ code: 'workload/uneven-legs', pointer: '/trains/batch' }],
    })
  })
})

describe('estimates', () => {
  const spec = (tokens: number) => ({
    gridloom: 1 as const,
    kind: 'training' as const,
    name: 'lm',
    tenant: 'acme',
    priority: 50,
    accelerators: { kind: 'h100-sxm', count: 96 },
    legs: { min: 1, max: 4, startTogether: true },
    command: ['true'],
    environment: {},
    flexibility: 'shift' as const,
    fallback: 'pause' as const,
    datasets: [],
    retriesMax: 0,
    trains: { model: transformer('llama3-8b')!.id, tokens, sequenceLength: 8192, batchSequences: 96, precision: 'bf16' as const, reduction: 'bf16' as const }, // prettier-ignore
  })

  it('let others take their turn, and are made once for what differs in tokens only', async () => {
    const profiles = createProfiles()
    let turns = 0
    let isDone = false
    const count = (): void => {
      turns++
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    const [a, b] = await Promise.all([profiles.add(spec(1e9)), profiles.add(spec(2e9))])
    isDone = true
    expect(turns).toBeGreaterThan(2)
    expect(a.trains!.profile!.byLegs.map(({ legs }) => legs)).toEqual([1, 2, 3, 4])
    expect(b.trains!.profile).toBe(a.trains!.profile)
    expect(b.trains!.tokens).toBe(2e9)
  })

  it('are not made of what trains nothing', () => {
    const { trains: _none, ...plain } = spec(1)
    expect(createProfiles().add(plain)).toBe(plain)
  })
})
