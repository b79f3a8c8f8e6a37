import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LegPhase } from '../../decide/index.ts'
import type { LegAccount, LegOrder, LegReport } from '../engine.ts'
import { createFile, readJsonFile } from './durable-file.ts'
import { legFile, legMark, type EndFile, type LaunchFile, type TenantFile } from './leg-folder.ts'
import {
  findByEnvironment,
  isAlive,
  signalGroup,
  signalProcess,
  type ProcessIdentity,
} from './process-identity.ts'

/** A leg as its folder tells it. */
export interface LegState {
  readonly order: LegOrder
  readonly launch: LaunchFile | undefined
  readonly launcher: ProcessIdentity | undefined
  readonly tenant: TenantFile | undefined
  readonly end: EndFile | undefined
}

/** Undefined when no leg was ever ordered there. A leg whose launcher is gone without a word is closed on the way. */
export function readLeg(folder: string): LegState | undefined {
  const order = readJsonFile<LegOrder>(join(folder, legFile.order))
  if (order === undefined) return undefined
  const read = (): LegState => ({
    order,
    launch: readJsonFile(join(folder, legFile.launch)),
    launcher: readJsonFile(join(folder, legFile.launcher)),
    tenant: readJsonFile(join(folder, legFile.tenant)),
    end: readJsonFile(join(folder, legFile.end)),
  })
  const state = read()
  if (state.end !== undefined || state.launcher === undefined || isAlive(state.launcher))
    return state
  // It may have ended well between the two looks; the end is written once, whoever comes second is too late.
  closeVanished(folder, read())
  return read()
}

/**
 * The launcher was killed. What it started must not run on unnoticed: it is ended here. The command counts as running
 * until now if it still did, and otherwise until the launcher's last heartbeat, which is never later than the truth.
 */
function closeVanished(folder: string, state: LegState): void {
  if (state.end !== undefined) return
  const orphans = findByEnvironment(legMark(folder))
  const { tenant } = state
  const isRunning = tenant !== undefined && isAlive(tenant)
  if (isRunning) signalGroup(tenant.pid, 'SIGKILL')
  for (const orphan of orphans) signalProcess(orphan, 'SIGKILL')
  const beatAtMs = Math.trunc(statSync(join(folder, legFile.launcher)).mtimeMs)
  const end: EndFile =
    tenant === undefined
      ? { outcome: 'vanished', endedAtMs: beatAtMs }
      : {
          outcome: 'vanished',
          startedAtMs: tenant.startedAtMs,
          endedAtMs: Math.max(tenant.startedAtMs, isRunning ? Date.now() : beatAtMs),
        }
  createFile(join(folder, legFile.end), JSON.stringify(end))
}

export function phaseOf(state: LegState): LegPhase {
  if (state.end !== undefined) return 'ended'
  if (state.tenant !== undefined) return 'running'
  return state.launcher === undefined ? 'queued' : 'held'
}

export function reportOf(state: LegState): LegReport {
  const { order, launcher, end } = state
  const startedAtMs = end === undefined ? state.tenant?.startedAtMs : end.startedAtMs
  return {
    legId: order.legId,
    fencingToken: order.fencingToken,
    phase: phaseOf(state),
    engineJobId: (launcher?.pid ?? 0) === 0 ? '' : `pid-${launcher!.pid}.${launcher!.startTicks}`,
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(end === undefined ? {} : { endedAtMs: end.endedAtMs, outcome: end.outcome }),
    ...(end?.exitCode === undefined ? {} : { exitCode: end.exitCode }),
  }
}

export function accountOf(state: LegState): LegAccount | undefined {
  const report = reportOf(state)
  if (report.startedAtMs === undefined) return undefined
  return {
    legId: report.legId,
    fromMs: report.startedAtMs,
    ...(report.endedAtMs === undefined ? {} : { toMs: report.endedAtMs }),
    accelerators: state.order.accelerators,
    source: 'process: launcher record',
  }
}

/** Every leg below a folder; what is no leg of ours is passed over. */
export function readLegs(legsFolder: string): readonly LegState[] {
  if (!existsSync(legsFolder)) return []
  const states = readdirSync(legsFolder).map((name) => readLeg(join(legsFolder, name)))
  return states.filter((state) => state !== undefined)
}
