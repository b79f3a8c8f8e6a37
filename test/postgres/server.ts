import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/**
 * A PostgreSQL server of our own: fresh files in a temporary folder, loopback only, a random port and password, ended
 * by its process id. The server refuses to run as root, so root starts it as another user.
 */
export interface PostgresServer extends AsyncDisposable {
  readonly connectionString: string
  readonly version: string
}

export type Availability =
  | { readonly status: 'present'; readonly binaries: string }
  | { readonly status: 'absent'; readonly why: string }

const isRoot = process.getuid?.() === 0
const root = '/usr/lib/postgresql'

/** Looks for the server's programs; as root on Debian it installs them. Absent only where nobody could install them. */
export function findPostgres(): Availability {
  const found = newestBinaries()
  if (found !== undefined) return { status: 'present', binaries: found }
  if (!isRoot) {
    const why = `no PostgreSQL under ${root} and not root: apt-get install postgresql-15, then run this again`
    return { status: 'absent', why }
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update', '-qq'], { env: environment, stdio: 'ignore' })
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'postgresql-15']
  execFileSync('apt-get', install, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
  const installed = newestBinaries()
  if (installed === undefined) throw new Error(`postgresql-15 is installed but not under ${root}`)
  return { status: 'present', binaries: installed }
}

function newestBinaries(): string | undefined {
  const versions = existsSync(root) ? readdirSync(root) : []
  return versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')))
}

export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const owner = isRoot ? unprivilegedUser() : undefined
  const folder = await mkdtemp(join(tmpdir(), 'gl-pg-'))
  const password = randomBytes(18).toString('base64url')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  await chmod(folder, 0o700)
  if (owner) for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid)

  const data = join(folder, 'data')
  const initdb = [
    '-D',
    data,
    '-U',
    'gridloom',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-A',
    'scram-sha-256',
  ]
  execFileSync(join(binaries, 'initdb'), [...initdb, `--pwfile=${passwordFile}`], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const port = await freePort()
  const settings = [
    `listen_addresses=127.0.0.1`,
    `unix_socket_directories=${folder}`,
    'shared_buffers=32MB',
  ]
  const child = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)))
  const stop = async (): Promise<void> => {
    await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  const connectionString = `postgres://gridloom:${password}@127.0.0.1:${port}/postgres`
  try {
    const version = await waitUntilReady(connectionString, child)
    return { connectionString, version, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error })
  }
}

/** Debian's package makes `postgres`; any user but root will do. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // Not on this machine: the next one.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function waitUntilReady(connectionString: string, child: ChildProcess): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      const { rows } = await client.query('SHOW server_version')
      return String(rows[0]?.['server_version'])
    } catch (error) {
      if (attempt === 300 || child.exitCode !== null) throw error
      await sleep(100)
    } finally {
      await client.end()
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: open sessions are ended, data is safe. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGINT')
  await exited
}
