import { randomInt } from 'node:crypto'
import { preview as previewOf, unpackReasons } from '../decide/index.ts'
import type { State } from '../decide/index.ts'
import { invariant } from '../diagnostics/index.ts'
import type { Diagnostic } from '../diagnostics/index.ts'
import { checkWorkloadAgainstFleet, loadWorkload } from '../fleet/index.ts'
import type { WorkloadSpec } from '../fleet/index.ts'
import { canonicalJson } from '../units/index.ts'
import type { PreviewOutcome, SubmitOutcome, SubmitRequest } from './api.ts'
import type { Loop } from './loop.ts'
import { createProfiles } from './profiles.ts'

/** Submissions on their way into the journal, so that the same key arriving twice at once is one submission. */
export interface Submissions {
  submit(request: SubmitRequest): Promise<SubmitOutcome>
  preview(request: SubmitRequest): Promise<PreviewOutcome>
}

/** More than this many waiting for the disk means that the disk is not keeping up: say so instead of growing. */
const pendingMax = 5000

export function createSubmissions(loop: Loop): Submissions {
  const { state } = loop.fold
  const profiles = createProfiles()
  const pendingByKey = new Map<string, Promise<string>>()
  let pending = 0

  async function submit(request: SubmitRequest): Promise<SubmitOutcome> {
    const read = readSpec(loop, request)
    if (read.status !== 'ok') return read
    const { spec, notes } = read
    const key =
      request.idempotencyKey === undefined ? undefined : `${spec.tenant}/${request.idempotencyKey}`
    // Nothing may be awaited between this look and the mark below: two with one key may arrive at once.
    if (key !== undefined && (pendingByKey.has(key) || state.byKey.has(key)))
      return repeat(key, spec)
    if (pending >= pendingMax)
      return {
        status: 'unavailable',
        why: `${pending} submissions are waiting for the journal: try again shortly`,
      }
    const done = enter(spec, request)
    if (key !== undefined) pendingByKey.set(key, done)
    pending++
    let workloadId: string
    try {
      workloadId = await done
    } catch (error) {
      return { status: 'unavailable', why: String(error) }
    } finally {
      pending--
      if (key !== undefined) pendingByKey.delete(key)
    }
    return toOutcome(workloadId, false, notes)
  }

  /** Into the journal, under an id that nobody has; at once, unless there is something to estimate. */
  async function enter(written: WorkloadSpec, request: SubmitRequest): Promise<string> {
    const added = profiles.add(written)
    const spec = added instanceof Promise ? await added : added
    const workloadId = newId(state, spec.name)
    const { idempotencyKey } = request
    await loop.apply({
      kind: 'workload-submitted',
      workloadId,
      spec,
      submittedBy: request.viewer.subject,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    })
    return workloadId
  }

  async function repeat(key: string, spec: WorkloadSpec): Promise<SubmitOutcome> {
    try {
      await pendingByKey.get(key)
    } catch (error) {
      return { status: 'unavailable', why: String(error) }
    }
    const id = state.byKey.get(key)
    invariant(id !== undefined, 'a durable submission is known by its key')
    const isSame =
      canonicalJson(asWritten(state.workloads.get(id)!.spec)) === canonicalJson(asWritten(spec))
    return isSame ? toOutcome(id, true, []) : { status: 'invalid', diagnostics: [keyReused(key)] }
  }

  function toOutcome(
    workloadId: string,
    isRepeat: boolean,
    notes: readonly Diagnostic[],
  ): SubmitOutcome {
    const workload = state.workloads.get(workloadId)!
    if (workload.status === 'refused')
      return { status: 'refused', workloadId, reasons: unpackReasons(workload.reasons) }
    return { status: 'accepted', workloadId, isRepeat, notes }
  }

  return {
    submit,
    async preview(request) {
      const read = readSpec(loop, request)
      return read.status === 'ok' ? previewOf(state, await profiles.add(read.spec)) : read
    },
  }
}

/**
 * A name and six random characters. Random, not counted: another daemon over the same engines, or this one on a new
 * data directory, must never meet a job that carries the id of its own leg.
 */
function newId(state: State, name: string): string {
  for (;;) {
    const id = `${name}-${randomInt(36 ** 6)
      .toString(36)
      .padStart(6, '0')}`
    if (!state.workloads.has(id)) return id
  }
}

const keyReused = (key: string): Diagnostic => ({
  code: 'submit/idempotency-key-reused',
  severity: 'error',
  pointer: '',
  message: `the idempotency key "${key.slice(key.indexOf('/') + 1)}" was already used for another workload`,
  hint: 'use a new key for a new workload, and the same key only to repeat the same submission',
})

type Read =
  | { readonly status: 'ok'; readonly spec: WorkloadSpec; readonly notes: readonly Diagnostic[] }
  | Extract<SubmitOutcome, { status: 'invalid' | 'forbidden' }>

function readSpec(loop: Loop, request: SubmitRequest): Read {
  const loaded = loadWorkload(request.text, request.fileName)
  if (!loaded.ok) return { status: 'invalid', diagnostics: loaded.diagnostics }
  const { role, tenantId } = request.viewer
  if (role === 'viewer') return { status: 'forbidden', why: 'a viewer may not submit' }
  if (tenantId !== undefined && tenantId !== loaded.value.tenant)
    return { status: 'forbidden', why: `this token submits for ${tenantId} only` }
  const found = checkWorkloadAgainstFleet(loaded.value, loop.fold.state.world!.fleet)
  if (found.some((one) => one.severity === 'error'))
    return { status: 'invalid', diagnostics: [...loaded.notes, ...found] }
  return { status: 'ok', spec: loaded.value, notes: [...loaded.notes, ...found] }
}

/** What the tenant wrote, without what was estimated of it: two versions may estimate the same run differently. */
const asWritten = ({ trains, ...spec }: WorkloadSpec): unknown => {
  if (trains === undefined) return spec
  const { profile: _profile, ...written } = trains
  return { ...spec, trains: written }
}
