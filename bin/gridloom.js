#!/usr/bin/env node
/**
 * What `gridloom` starts. It is plain enough for any Node to read, so that an old one says what is missing instead of
 * failing on syntax it does not know. In a checkout it runs the source, in the published package what was built of it.
 */
import { existsSync } from 'node:fs'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `gridloom needs Node 24 or later and found ${process.versions.node}. ` +
      'Install Node 24, or add it to your project with "npm install node@24" and run "npx gridloom".',
  )
  process.exitCode = 1
} else {
  const source = new URL('../src/cli/main.ts', import.meta.url)
  await import(existsSync(source) ? source.href : '../dist/cli/main.js')
}
