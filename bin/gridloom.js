#!/usr/bin/env node
/**
 * What `gridloom` starts. It is plain enough for any Node to read, so that an old one says what is missing instead of
 * failing on syntax it does not know.
 */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `gridloom needs Node 24 or later and found ${process.versions.node}. ` +
      'Install Node 24, or add it to your project with "npm install node@24" and run "npx gridloom".',
  )
  process.exitCode = 1
} else {
  import('../dist/cli/main.js')
}
