import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LegAccount } from '../engine.ts'
import { createFile, makeFolder, readJsonFile } from './durable-file.ts'

/**
 * The folder of a process site. `site.json` says whose it is: when it is missing where legs were, a volume is not
 * mounted, and then the site is silent, not empty.
 */
export interface SiteFolder {
  readonly root: string
  readonly legs: string
  /** What is left of legs that must not come back: cancelled before they came, or forgotten. */
  readonly marks: string
  readonly logs: string
  readonly checkpoints: string
  /** Load that is not ours, as JSON files; see `foreignLoad`. */
  readonly foreign: string
  readonly compileCache: string
}

export interface LegMarkFile {
  readonly why: 'cancelled' | 'forgotten'
  /** Of a forgotten leg that ran, so that a bill can be checked later. */
  readonly account?: LegAccount
}

const siteFile = 'site.json'

export const siteFolder = (root: string): SiteFolder => ({
  root,
  legs: join(root, 'legs'),
  marks: join(root, 'marks'),
  logs: join(root, 'logs'),
  checkpoints: join(root, 'checkpoints'),
  foreign: join(root, 'foreign'),
  compileCache: join(root, 'compile-cache'),
})

/** Makes the folder of a new site; one that holds anything is left alone. */
export function prepareSite(site: SiteFolder, siteId: string): void {
  makeFolder(site.root)
  if (readdirSync(site.root).length > 0) return
  for (const path of [site.legs, site.marks, site.logs, site.checkpoints, site.foreign])
    makeFolder(path)
  createFile(join(site.root, siteFile), JSON.stringify({ siteId }))
}

/** Why the site cannot be asked, or undefined when it can. */
export function siteFault(site: SiteFolder, siteId: string): string | undefined {
  const marker = readJsonFile<{ siteId?: unknown } | null>(join(site.root, siteFile))
  if (marker === undefined) return `${join(site.root, siteFile)} is not there`
  if (marker?.siteId !== siteId) return `${site.root} belongs to another site`
  return undefined
}

export const readMark = (site: SiteFolder, legId: string): LegMarkFile | undefined =>
  readJsonFile<LegMarkFile>(join(site.marks, legId))
