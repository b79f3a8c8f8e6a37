import { posix } from 'node:path'
import { contractEnvironment, controlText } from '../contract-environment.ts'
import type { LegOrder } from '../engine.ts'
import { launcherScript } from './launcher-script.ts'

/** How a site wants its launchers. */
export interface LauncherSettings {
  /** A folder that exists on every node and that the job's user may write. */
  readonly workingDirectory: string
  readonly slurmConf?: string
  /** How often a launcher looks at its comment while it waits and while the command runs. */
  readonly pollHeldS: number
  readonly pollRunningS: number
  /** A leg that nobody releases gives its nodes back after this. */
  readonly holdMaxS: number
}

/** Time between asking a command that is over its duration to end and ending it. */
const graceS = 5
/** Starting and ending, which the tenant's duration does not hold. */
const marginS = 60

export const logPath = (workingDirectory: string, legId: string): string =>
  posix.join(workingDirectory, `gridloom-${legId}.log`)
export const scratchFolder = (workingDirectory: string, legId: string): string =>
  posix.join(workingDirectory, 'legs', legId)

/** Slurm's limit for the job, as a backstop: the launcher keeps the tenant's duration to the millisecond itself. */
export const timeLimitMin = (order: LegOrder, settings: LauncherSettings): number =>
  Math.ceil((order.durationMaxS + marginS + (order.barrier ? settings.holdMaxS : 0)) / 60)

/** The whole batch script. Everything that comes from outside is base64 in it. */
export function launcherFor(order: LegOrder, settings: LauncherSettings): string {
  const folder = scratchFolder(settings.workingDirectory, order.legId)
  const controlFile = posix.join(folder, 'control.json')
  const checkpointDirectory = posix.join(
    settings.workingDirectory,
    'checkpoints',
    order.contract.runId,
  )
  const environment = {
    ...order.environment,
    ...contractEnvironment(order, { checkpointDirectory, controlFile }),
  }
  const control = controlText({ sync: order.contract.sync, speedShare: 1 }).trimEnd()
  const own = [folder, checkpointDirectory, controlFile, control, settings.slurmConf ?? '']
  const durationMs = Math.ceil(order.durationMaxS * 1000)
  return [
    '#!/bin/bash',
    '# A leg of gridloom: waits at the barrier, runs the command, tells when it began and ended.',
    `argv_b64=${base64List(order.command)}`,
    `variables_b64=${base64List(Object.entries(environment).map(([k, v]) => `${k}=${v}`))}`,
    `checkpoint_b64=${base64List(order.checkpointCommand ?? [])}`,
    `settings_b64=${base64List(own)}`,
    `poll_held_s=${settings.pollHeldS} poll_running_s=${settings.pollRunningS} grace_s=${graceS}`,
    `hold_max_ms=${Math.ceil(settings.holdMaxS * 1000)} duration_ms=${durationMs}`,
    `duration_s=${(durationMs / 1000).toFixed(3)}`,
    launcherScript.trimStart(),
  ].join('\n')
}

/** Each element ends with a zero byte, so that an empty one and an empty list differ. */
const base64List = (texts: readonly string[]): string =>
  Buffer.from(texts.map((text) => `${text}\0`).join(''), 'utf8').toString('base64')
