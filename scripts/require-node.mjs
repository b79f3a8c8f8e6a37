/** Every script starts here: Node 24 comes with `npm ci`, unless install scripts were switched off. */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `gridloom needs Node 24 or later and found ${process.versions.node}. "npm ci" brings it (the npm package ` +
      `"node"); if install scripts are switched off, run "npm rebuild node".`,
  )
  process.exit(1)
}
