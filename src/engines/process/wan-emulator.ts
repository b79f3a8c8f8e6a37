import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolder, replaceFile } from './durable-file.ts'
import { startSupervised, stopSupervised } from './supervised.ts'
import { wanLinkScript } from './wan-link.ts'

/** One emulated WAN link on this machine. */
export interface EmulatedLink {
  readonly listenPort: number
  readonly toPort: number
  readonly rateGbps: number
  /** One way, ms. */
  readonly delayMs: number
  readonly isCut: boolean
}

/**
 * The WAN links between sites of the `process` engine: each is a helper process of its own, which outlives the daemon and
 * is found again by the next. Link ids are leg ids.
 */
export interface WanEmulator {
  /** Starts the link, or brings the running one to these settings. */
  set(id: string, link: EmulatedLink): Promise<void>
  end(id: string): Promise<void>
  list(): Promise<readonly string[]>
}

const controlEnding = '.control'
/** How often a link that should run is looked at. */
const lookEveryMs = 3000

export function openWanEmulator({ directory }: { readonly directory: string }): WanEmulator {
  const root = resolve(directory)
  makeFolder(root)
  const known = new Map<string, { settings: string; lookedAtMs: number }>()
  for (const id of linksIn(root)) known.set(id, { settings: '', lookedAtMs: 0 })
  return {
    async set(id, link) {
      const { listenPort, toPort, rateGbps, delayMs, isCut } = link
      const settings = JSON.stringify({ rateGbps, delayMs, state: isCut ? 'cut' : 'up' })
      const entry = known.get(id) ?? { settings: '', lookedAtMs: 0 }
      known.set(id, entry)
      const control = join(root, id + controlEnding)
      if (entry.settings !== settings) replaceFile(control, settings)
      entry.settings = settings
      if (performance.now() - entry.lookedAtMs < lookEveryMs && entry.lookedAtMs > 0) return
      const ports = ['--listen', `127.0.0.1:${listenPort}`, '--to', `127.0.0.1:${toPort}`]
      const argv = [process.execPath, wanLinkScript, ...ports, '--control', control]
      await startSupervised({ directory: root, id, argv, environment: {} })
      entry.lookedAtMs = performance.now()
    },
    async end(id) {
      await stopSupervised(root, id)
      for (const name of filesOf(root, id)) rmSync(join(root, name), { force: true })
      known.delete(id)
    },
    list: () => Promise.resolve([...known.keys()]),
  }
}

/**
 * Links that an earlier daemon left: whatever has a settings file. One that was killed while it started a link may have
 * left the process and no record of it.
 */
const linksIn = (root: string): readonly string[] =>
  readdirSync(root)
    .filter((name) => name.endsWith(controlEnding))
    .map((name) => name.slice(0, -controlEnding.length))

/** Its settings last: as long as they are there, the link is not forgotten. */
const filesOf = (root: string, id: string): readonly string[] => [
  ...readdirSync(root).filter((name) => name.startsWith(`${id}.`) && name !== id + controlEnding),
  id + controlEnding,
]
