import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes `dist/`, the JavaScript of the published package: Node does not strip types inside `node_modules`. Only what the
 * entry points in `tsconfig.build.json` reach is built, so no test comes along. A script that is started by its path is
 * an entry point too; whoever starts it gives it the extension that its own file has, `.ts` here and `.js` there.
 */
const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
compile('tsconfig.build.json')
copyAssets(join(root, 'src'), dist)

function compile(project: string): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, project)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** What the source reads at run time beside its modules: everything that is not TypeScript and not a test's. */
function copyAssets(from: string, to: string): void {
  const isAsset = (path: string): boolean => !/\.ts$|[/\\](fixtures|expected)$/.test(path)
  cpSync(from, to, { recursive: true, filter: isAsset })
  if (!existsSync(join(to, 'cli/main.js'))) throw new Error('the build made no cli/main.js')
}
