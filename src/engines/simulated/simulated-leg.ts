import type { LegOutcome, LegPhase } from '../../decide/index.ts'
import { hourMs, type InstantMs } from '../../units/index.ts'
import type { LegAccount, LegOrder, LegReport, LegSignal } from '../engine.ts'
import { chance, hoursToFirst } from './chance.ts'

/** A leg that is only reckoned with: plain data, kept as JSON; nothing in it depends on when it is looked at. */
export interface SimulatedLeg {
  readonly order: LegOrder
  readonly orderedAtMs: InstantMs
  readonly grantedAtMs?: InstantMs
  readonly releasedAtMs?: InstantMs
  readonly sync: 'sync' | 'loose'
  readonly speedShare: number
  readonly run?: SimulatedRun
  readonly end?: {
    readonly atMs: InstantMs
    readonly outcome: LegOutcome
    readonly exitCode?: number
  }
  /** What happened to it, oldest first: its log. */
  readonly notes: readonly { readonly atMs: InstantMs; readonly text: string }[]
}

export interface SimulatedRun {
  readonly startedAtMs: InstantMs
  /** Time that the work needs at full speed; absent for work that fills the time it may run, and is then complete. */
  readonly workMs?: number
  readonly exitCode: number
  /** Work done up to `sinceMs`, from where on the speed has been the same. */
  readonly doneMs: number
  readonly sinceMs: InstantMs
  readonly limitAtMs?: InstantMs
  readonly failsAtMs?: InstantMs
}

/** What the command of an order would do. */
export interface SimulatedWork {
  readonly runS: number
  readonly exitCode?: number
}

export interface SimulatedBehaviour {
  readonly seed: number
  /** Time from an order to its nodes, when enough are free. */
  readonly allocateS: number
  /** Failures of a node under one leg that runs, per hour. */
  readonly failureRatePerH: number
  /** Undefined for an order that runs for all the time that it may. */
  readonly workOf?: (order: LegOrder) => SimulatedWork | undefined
}

export const newLeg = (order: LegOrder, atMs: InstantMs): SimulatedLeg => ({
  order,
  orderedAtMs: atMs,
  sync: order.contract.sync,
  speedShare: 1,
  notes: [{ atMs, text: 'ordered; this site is simulated, no command runs' }],
})

/** Nodes are granted; a leg without a barrier, or whose barrier is open already, runs from then on. */
export function grantLeg(
  leg: SimulatedLeg,
  atMs: InstantMs,
  how: SimulatedBehaviour,
): SimulatedLeg {
  const granted = note({ ...leg, grantedAtMs: atMs }, atMs, 'holds its nodes')
  const isOpen = !leg.order.barrier || leg.releasedAtMs !== undefined
  return isOpen ? startRun(granted, atMs, how) : granted
}

export function releaseLeg(
  leg: SimulatedLeg,
  atMs: InstantMs,
  how: SimulatedBehaviour,
): SimulatedLeg {
  if (leg.end !== undefined || leg.releasedAtMs !== undefined) return leg
  const released = { ...leg, releasedAtMs: atMs }
  const isWaiting = leg.grantedAtMs !== undefined && leg.run === undefined
  return isWaiting ? startRun(released, atMs, how) : released
}

function startRun(leg: SimulatedLeg, atMs: InstantMs, how: SimulatedBehaviour): SimulatedLeg {
  const { order } = leg
  const work = how.workOf?.(order)
  // JSON keeps no infinity: after a restart an endless order says null.
  const durationMs = Math.ceil((order.durationMaxS ?? Infinity) * 1000)
  const workMs = work === undefined ? Infinity : Math.ceil(work.runS * 1000)
  const failsInH = hoursToFirst(how.failureRatePerH, chance(how.seed, order.legId))
  const failsAtMs = Math.ceil(atMs + failsInH * hourMs)
  const run: SimulatedRun = {
    startedAtMs: atMs,
    exitCode: work?.exitCode ?? 0,
    doneMs: 0,
    sinceMs: atMs,
    ...(Number.isFinite(workMs) ? { workMs } : {}),
    ...(Number.isFinite(durationMs) ? { limitAtMs: atMs + durationMs } : {}),
    ...(Number.isSafeInteger(failsAtMs) ? { failsAtMs } : {}),
  }
  return note({ ...leg, run }, atMs, 'started')
}

export function signalLeg(leg: SimulatedLeg, signal: LegSignal, atMs: InstantMs): SimulatedLeg {
  if (leg.end !== undefined) return leg
  if (signal.kind === 'checkpoint-now')
    return leg.run === undefined ? leg : note(leg, atMs, 'checkpoint')
  const { sync, speedShare } = signal
  const told = note({ ...leg, sync, speedShare }, atMs, `mode ${sync}, speed ${speedShare}`)
  if (leg.run === undefined) return told
  return { ...told, run: { ...leg.run, doneMs: doneMsAt(leg, leg.run, atMs), sinceMs: atMs } }
}

const doneMsAt = (leg: SimulatedLeg, run: SimulatedRun, atMs: InstantMs): number =>
  run.doneMs + (atMs - run.sinceMs) * leg.speedShare

/** When and how the run will end if nobody interferes. Of two ends at one instant, the milder one. */
export function plannedEnd(leg: SimulatedLeg): SimulatedLeg['end'] {
  const { run } = leg
  if (run === undefined) return undefined
  const { workMs = Infinity, limitAtMs = Infinity, failsAtMs = Infinity, exitCode } = run
  const leftMs = workMs - run.doneMs
  const finishAtMs = Math.ceil(run.sinceMs + (leftMs <= 0 ? 0 : leftMs / leg.speedShare))
  const atMs = Math.min(finishAtMs, limitAtMs, failsAtMs)
  if (atMs === Infinity) return undefined
  if (atMs === finishAtMs)
    return { atMs, outcome: exitCode === 0 ? 'completed' : 'failed', exitCode }
  if (atMs !== limitAtMs) return { atMs, outcome: 'node-failed' }
  return run.workMs === undefined
    ? { atMs, outcome: 'completed', exitCode }
    : { atMs, outcome: 'timed-out' }
}

export const endLeg = (leg: SimulatedLeg, end: NonNullable<SimulatedLeg['end']>): SimulatedLeg =>
  note({ ...leg, end }, end.atMs, end.outcome)

const note = (leg: SimulatedLeg, atMs: InstantMs, text: string): SimulatedLeg => ({
  ...leg,
  notes: [...leg.notes, { atMs, text }],
})

export function phaseOf(leg: SimulatedLeg): LegPhase {
  if (leg.end !== undefined) return 'ended'
  if (leg.run !== undefined) return 'running'
  return leg.grantedAtMs === undefined ? 'queued' : 'held'
}

export const reportOf = (leg: SimulatedLeg): LegReport => ({
  legId: leg.order.legId,
  fencingToken: leg.order.fencingToken,
  phase: phaseOf(leg),
  engineJobId: `simulated-${leg.order.legId}`,
  ...(leg.run === undefined ? {} : { startedAtMs: leg.run.startedAtMs }),
  ...(leg.end === undefined ? {} : { endedAtMs: leg.end.atMs, outcome: leg.end.outcome }),
  ...(leg.end?.exitCode === undefined ? {} : { exitCode: leg.end.exitCode }),
})

export const accountOf = (leg: SimulatedLeg): LegAccount | undefined =>
  leg.run === undefined
    ? undefined
    : {
        legId: leg.order.legId,
        fromMs: leg.run.startedAtMs,
        ...(leg.end === undefined ? {} : { toMs: leg.end.atMs }),
        accelerators: leg.order.accelerators,
        source: 'simulated',
      }
