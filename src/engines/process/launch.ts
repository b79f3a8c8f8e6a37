import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { contractEnvironment, controlText } from '../contract-environment.ts'
import type { EngineAnswer, LegOrder } from '../engine.ts'
import { createFile, makeFolder } from './durable-file.ts'
import { legFile, legMark, type LaunchFile } from './leg-folder.ts'
import type { SiteFolder } from './site-folder.ts'
import { plainEnvironment, startDetached } from './start-detached.ts'

export interface LaunchPlan {
  readonly site: SiteFolder
  readonly order: LegOrder
  readonly slots: readonly number[]
  readonly graceMs: number
  /** Where the command starts, when it is not the leg's own folder. */
  readonly workingDirectory?: string | undefined
}

/** Beside this file, in the language that this file is in: TypeScript in the repository, JavaScript in the package. */
const launcherPath = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'launcher.ts' : 'launcher.js',
)
/** A launcher on a busy machine takes about 0.3 s to own its leg; after this a second one is started beside it. */
const launcherSlowMs = 2000
const launcherLostMs = 8000
const lookMs = 10

/**
 * Without compiled code at hand a launcher loads the TypeScript compiler of Node: 30 MB more for each leg, and three
 * times the start.
 */
const compileCache = (site: SiteFolder): string =>
  process.env['NODE_COMPILE_CACHE'] ?? site.compileCache

/** Writes down what to start; from here on the leg holds its slots. */
export function planLaunch(plan: LaunchPlan): void {
  const { site, order, slots, graceMs } = plan
  const folder = join(site.legs, order.legId)
  const home = join(folder, legFile.work)
  const checkpointDirectory = join(site.checkpoints, order.contract.runId)
  const controlFile = join(folder, legFile.control)
  for (const path of [home, checkpointDirectory, join(folder, legFile.requests)]) makeFolder(path)
  createFile(controlFile, controlText({ sync: order.contract.sync, speedShare: 1 }))
  const launch: LaunchFile = {
    command: order.command,
    ...(order.checkpointCommand === undefined
      ? {}
      : { checkpointCommand: order.checkpointCommand }),
    environment: {
      ...plainEnvironment(),
      HOME: home,
      ...order.environment,
      ...contractEnvironment(order, { checkpointDirectory, controlFile }),
      GRIDLOOM_ACCELERATOR_SLOTS: slots.join(','),
    },
    workingDirectory: plan.workingDirectory ?? home,
    logFile: join(site.logs, `${order.legId}.log`),
    hasBarrier: order.barrier,
    ...(Number.isFinite(order.durationMaxS) ? { durationMaxS: order.durationMaxS } : {}),
    graceMs,
    mark: legMark(folder),
    slots,
  }
  createFile(join(folder, legFile.launch), JSON.stringify(launch))
}

/**
 * Answers `done` once a launcher owns the leg. The one that a killed daemon or another one of us has started gets time
 * to show itself; a second launcher is harmless, since only one can own the leg, but costs a process start.
 */
export async function ensureLauncher(site: SiteFolder, legId: string): Promise<EngineAnswer> {
  const folder = join(site.legs, legId)
  const isOwned = (): boolean => existsSync(join(folder, legFile.launcher))
  const plannedAtMs = statSync(join(folder, legFile.launch)).mtimeMs
  const isStarting = existsSync(join(folder, legFile.launcherLog))
  if (isStarting) await until(isOwned, launcherSlowMs - (Date.now() - plannedAtMs))
  if (isOwned()) return { status: 'done' }
  const started = await startDetached({
    argv: [process.execPath, launcherPath, folder],
    environment: { ...plainEnvironment(), NODE_COMPILE_CACHE: compileCache(site) },
    workingDirectory: folder,
    logFile: join(folder, legFile.launcherLog),
  })
  if (started instanceof Error) return { status: 'unknown', why: started.message }
  if (await until(isOwned, launcherLostMs)) return { status: 'done' }
  return { status: 'unknown', why: 'the launcher has not answered yet' }
}

async function until(isSo: () => boolean, waitMaxMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMaxMs
  while (!isSo()) {
    if (performance.now() > giveUpAt) return false
    await delay(lookMs)
  }
  return true
}
