import { existsSync, mkdirSync, utimesSync, watch } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { createFile, isCode, readJsonFile } from './durable-file.ts'
import { legFile, type EndFile, type LaunchFile } from './leg-folder.ts'
import { identityOf } from './process-identity.ts'
import { startTenant, type Tenant } from './tenant.ts'

/**
 * The program between the daemon and one tenant's command: `node launcher.ts FOLDER`. It is a process of its own session,
 * so that it outlives the daemon; it is the command's parent, so that it alone learns the exit code; and it says all it
 * knows in files, so that any later daemon can read them. It imports little, because one of them idles for every leg.
 *
 * Its life: own the leg (or leave at once, when another launcher does) · wait at the barrier · start the command · pass on
 * signals, keep the time limit, end it when told · write how it ended · leave.
 */
const folder = process.argv[2] ?? ''
const heartbeatMs = 5000
/** The folder is watched; where the kernel has no watches left, this is how long an order waits at most. */
const unwatchedTurnMs = 50
const watchedTurnMs = 1000
const retryMs = 1000

const at = (name: string): string => join(folder, name)

function main(): void {
  const launch = readJsonFile<LaunchFile>(at(legFile.launch))
  const self = identityOf(process.pid)
  if (launch === undefined || self === undefined) throw new Error(`no leg to launch in ${folder}`)
  if (!createFile(at(legFile.launcher), JSON.stringify(self))) return
  live(launch)
  // Node writes its cache when it exits, but the next launcher starts long before this one does.
  flushCompileCache()
}

/** Runs until the leg has ended; everything is driven by `turn`, which looks at the folder and does what is due. */
function live(launch: LaunchFile): void {
  let tenant: Tenant | undefined
  let beatAtMs = 0
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  const end = (how: EndFile): void => {
    isOver = true
    clearTimeout(timer)
    recordEnd(how)
  }
  const start = (): void => {
    tenant = startTenant({ launch, folder, onEnd: end })
  }
  const act = (): void => {
    if (!existsSync(at(legFile.launch))) return abandon(tenant)
    if (existsSync(at(legFile.cancel))) {
      if (tenant === undefined) return end({ outcome: 'cancelled', endedAtMs: Date.now() })
      tenant.stop('cancelled')
    } else if (tenant === undefined) {
      if (!launch.hasBarrier || existsSync(at(legFile.release))) start()
    }
    tenant?.turn()
    if (Date.now() - beatAtMs >= heartbeatMs) {
      beatAtMs = Date.now()
      utimesSync(at(legFile.launcher), new Date(), new Date())
    }
  }
  const turn = (): void => {
    if (isOver) return
    clearTimeout(timer)
    try {
      act()
    } catch (error) {
      // A full disk, for instance: the leg goes on, and so does its launcher.
      console.error(new Date().toISOString(), error)
    }
    const waitMs = isWatched ? watchedTurnMs : unwatchedTurnMs
    if (!isOver) timer = setTimeout(turn, Math.min(waitMs, tenant?.dueInMs() ?? waitMs))
  }
  const isWatched = watchFolder(turn)
  // The machine shuts down, or a person ends the launcher: the work is not to blame.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () =>
      tenant === undefined
        ? end({ outcome: 'node-failed', endedAtMs: Date.now() })
        : tenant.stop('node-failed'),
    )
  }
  turn()
}

function watchFolder(onChange: () => void): boolean {
  try {
    mkdirSync(at(legFile.requests), { recursive: true })
    const watchers = [watch(folder, onChange), watch(at(legFile.requests), onChange)]
    for (const watcher of watchers) watcher.on('error', () => watcher.close())
    return true
  } catch (error) {
    console.error(new Date().toISOString(), error)
    return false
  }
}

/** The end must be on disk before the launcher leaves, however long the disk is full. */
function recordEnd(how: EndFile): void {
  try {
    createFile(at(legFile.end), JSON.stringify(how))
  } catch (error) {
    if (!isCode(error, 'ENOENT')) {
      console.error(new Date().toISOString(), error)
      setTimeout(() => recordEnd(how), retryMs)
      return
    }
  }
  process.exit(0)
}

/** Somebody removed the leg's folder: nobody can ask for it or pay for it any more. */
function abandon(tenant: Tenant | undefined): void {
  tenant?.kill()
  process.exit(0)
}

main()
