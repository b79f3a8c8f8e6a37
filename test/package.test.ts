import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/**
 * The package is tested as packed: built, packed, installed in an empty folder, run from there. What works only in the
 * repository (TypeScript, a file that was not listed, a dependency for development) fails here.
 */
const repository = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'gridloom-package-'))
const app = join(folder, 'app')
const installed = join(app, 'node_modules/gridloom')
const manifest = readJson(join(repository, 'package.json')) as { readonly version: string }
let packed: readonly string[] = []

beforeAll(async () => {
  await run(process.execPath, ['scripts/build.ts'], repository)
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [listing] = JSON.parse((await run('npm', pack, repository)).stdout) as [PackListing]
  packed = listing.files.map((file) => file.path)
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }')
  const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-package-lock']
  await run('npm', [...install, join(folder, listing.filename)], app)
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface PackListing {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

interface RunResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs to the end; throws with everything that was printed unless it exits with `expected`. */
async function run(
  file: string,
  args: readonly string[],
  options: string | { readonly cwd: string; readonly expected: number },
): Promise<RunResult> {
  const { cwd, expected } = typeof options === 'string' ? { cwd: options, expected: 0 } : options
  const result = await promisify(execFile)(file, args, { cwd }).then(
    ({ stdout, stderr }): RunResult => ({ code: 0, stdout, stderr }),
    (error: RunResult) => error,
  )
  if (result.code === expected) return result
  const said = `${result.stdout}\n${result.stderr}`
  throw new Error(`${file} ${args.join(' ')} ended with ${result.code}\n${said}`)
}

const bin = join(installed, 'bin/gridloom.js')

const workload = `
gridloom: 1
kind: batch
name: hello
tenant: acme
accelerators: { kind: h100-sxm, count: 8 }
command: [node, -e, "console.log('hello from leg', process.env.GRIDLOOM_LEG_RANK)"]
durationMax: 1 min
flexibility: firm
`

const gridloom = (args: readonly string[], expected = 0): Promise<RunResult> =>
  run(process.execPath, [bin, ...args], { cwd: app, expected })

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe('the package as packed', () => {
  it('holds what it is for and nothing else', () => {
    const welcome =
      /^(bin|dist|docs|examples|fleets)\/|^(README\.md|CHANGELOG\.md|LICENSE|package\.json)$/
    const unwelcome =
      /\.test\.|[/.-](conformance|laws|arbitrary|fake)[/.-]|\/(fixtures|expected|node_modules)\/|^dist\/.*(?<!\.d)\.ts$|\.log$|\.sqlite/
    expect(packed.filter((path) => !welcome.test(path) || unwelcome.test(path))).toEqual([])
    const needed = [
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'fleets/laptop.yaml',
      'docs/picture.svg',
    ]
    expect(packed).toEqual(expect.arrayContaining([...needed, 'bin/gridloom.js']))
  })

  it('holds every entry point as JavaScript with its types', () => {
    const { files } = readJson(join(repository, 'tsconfig.build.json')) as { files: string[] }
    const built = files.map((path) => path.replace(/^src\//, 'dist/').replace(/\.ts$/, ''))
    expect(packed).toEqual(
      expect.arrayContaining(built.flatMap((path) => [`${path}.js`, `${path}.d.ts`])),
    )
  })

  it('has a command that prints the version of the package', async () => {
    const { stdout } = await gridloom(['--version'])
    expect(stdout.trim()).toContain(manifest.version)
  })

  it('installs the command under its name', async () => {
    const { stdout } = await run(join(app, 'node_modules/.bin/gridloom'), ['--version'], app)
    expect(stdout.trim()).toContain(manifest.version)
  })

  it('checks the smallest fleet, which it brings', async () => {
    await gridloom(['fleet', 'check', join(installed, 'fleets/laptop.yaml')])
  })

  it('refuses a wrong fleet with exit code 2 and the place of the mistake', async () => {
    const file = join(app, 'wrong.yaml')
    writeFileSync(file, 'gridloom: 1\nname: wrong\nsites: 3\n')
    const { stderr, stdout } = await gridloom(['fleet', 'check', file], 2)
    expect(stderr + stdout).toContain('wrong.yaml:3')
  })

  it('is a library with types', async () => {
    const source = join(app, 'use.ts')
    writeFileSync(
      source,
      "import { canonicalJson, type Fleet } from 'gridloom'\n" +
        'export const bytes: string = canonicalJson({ b: 1, a: 2 })\n' +
        'export const name = (fleet: Fleet): string => fleet.name\n' +
        '// @ts-expect-error: were the types lost, this would be no error.\n' +
        'export const wrong: number = canonicalJson(1)\nconsole.log(bytes)\n',
    )
    const tsc = join(repository, 'node_modules/typescript/bin/tsc')
    const strict = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024']
    const types = ['--typeRoots', join(repository, 'node_modules/@types'), '--types', 'node']
    await run(process.execPath, [tsc, ...strict, ...types, '--skipLibCheck', source], app)
    const { stdout } = await run(process.execPath, [source], app)
    expect(stdout.trim()).toBe('{"a":2,"b":1}')
  })

  it('runs a daemon that runs a leg', async () => {
    const data = join(folder, 'data')
    const daemon = spawn(
      process.execPath,
      [bin, 'run', join(installed, 'fleets/laptop.yaml'), '--data', data, '--port', '0', '--json'],
      { cwd: app, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    try {
      const [line] = (await once(daemon.stdout, 'data')) as [Buffer]
      const { url } = JSON.parse(line.toString()) as { readonly url: string }
      const file = join(app, 'hello.yaml')
      writeFileSync(file, workload)
      const where = ['--url', url, '--data', data]
      await gridloom(['submit', file, '--wait', ...where])
      const { stdout } = await gridloom(['logs', 'hello', ...where])
      expect(stdout).toContain('hello from leg 0')
    } finally {
      daemon.kill('SIGTERM')
      if (daemon.exitCode === null) await once(daemon, 'exit')
    }
  }, 60_000)

  it('tells an old Node what it needs, in words', async () => {
    const pretend =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })'
    const preload = `data:text/javascript,${encodeURIComponent(pretend)}`
    const args = ['--import', preload, bin, '--version']
    const { stderr } = await run(process.execPath, args, { cwd: app, expected: 1 })
    expect(stderr).toContain('gridloom needs Node 24 or later and found 20.1.0')
  })
})
