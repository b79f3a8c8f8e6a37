#!/usr/bin/env node
/**
 * What `gridloom` starts. It is plain enough for any Node to read, so that an old one says what is missing instead of
 * failing on syntax it does not know. In a checkout it runs the source, in the published package what was built of it.
 */
import { existsSync, mkdirSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `gridloom needs Node 24 or later and found ${process.versions.node}. ` +
      'Install Node 24, or add it to your project with "npm install node@24" and run "npx gridloom".',
  )
  process.exitCode = 1
} else {
  keepCompiled()
  const source = new URL('../src/cli/main.ts', import.meta.url)
  await import(existsSync(source) ? source.href : '../dist/cli/main.js')
}

/**
 * Half of a short command is reading modules: what was made of them is kept in a folder of the user's own, since a shared one could
 * be filled by others. Where there is none nothing is lost but time. Folders are made one by one: asked for a path
 * that cannot be, Node's recursive way may never end.
 */
function keepCompiled() {
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = join(caches, 'gridloom')
  try {
    if (!existsSync(caches)) return
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    module.enableCompileCache?.(folder)
  } catch {
    // Not ours to write: then without.
  }
}
