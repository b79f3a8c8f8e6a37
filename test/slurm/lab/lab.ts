import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SlurmConfig } from '../../../src/engines/slurm/slurm-config.ts'

/** Two real Slurm sites with shaped links, brought up by two-sites.sh; every test file has its own. */
export interface Lab extends AsyncDisposable {
  readonly folder: string
  /** The user that gridloom and its jobs are; not root. */
  readonly user: string
  /** A node that this user may run. */
  readonly nodePath: string
  config(siteId: SiteId, transport: 'rest' | 'cli'): SlurmConfig
  /** `cut`, `heal`, `delay US`, `rate MBIT` for the link from here to a site, or between the sites. */
  link(name: SiteId | 'sites', command: string): Promise<void>
  /** A Slurm command at the site itself, as the lab's user or as root; its output. */
  slurm(siteId: SiteId, command: readonly string[], as?: Caller): Promise<string>
  /** Ids of the processes at a site that hold jobs. */
  stepsAt(siteId: SiteId): Promise<readonly number[]>
  /** End or start again slurmctld and slurmd of a site. */
  power(siteId: SiteId, action: 'kill' | 'restart'): Promise<void>
}

export type SiteId = 'alpha' | 'beta'

export interface Caller {
  readonly isRoot?: boolean
  readonly input?: string
}

/** The pool that every site of the lab has. */
export const labPools = [
  { id: 'gpu', accelerator: 'h100-sxm', nodes: 2, acceleratorsPerNode: 8 },
] as const

const packages = {
  slurmctld: 'slurmctld',
  slurmd: 'slurmd',
  slurmrestd: 'slurmrestd',
  sbatch: 'slurm-client',
  munged: 'munge',
  ip: 'iproute2',
  gcc: 'gcc libc6-dev',
  openssl: 'openssl',
  nsenter: 'util-linux',
}
const jwtPlugin = 'slurm-wlm-jwt-plugin'
const script = join(import.meta.dirname, 'two-sites.sh')

/** Throws with the reason when this machine cannot have the lab: a test without its Slurm must not pass. */
export async function openLab(options: { readonly minJobAgeS?: number } = {}): Promise<Lab> {
  if (process.getuid?.() !== 0)
    throw new Error('the Slurm tests start daemons in network namespaces and need root')
  await installMissing()
  const folder = mkdtempSync(join(tmpdir(), 'gl-'))
  const environment = {
    GRIDLOOM_LAB_DIR: folder,
    GRIDLOOM_LAB_MIN_JOB_AGE_S: String(options.minJobAgeS ?? 300),
  }
  await run(['bash', script, 'up'], { environment })
  const facts = Object.fromEntries(
    readFileSync(join(folder, 'facts'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  )
  const user = facts['user']!
  const asUser = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups']
  const work = join(folder, 'work')
  mkdirSync(work)
  const ids = await Promise.all(['-u', '-g'].map((flag) => run(['id', flag, user])))
  chownSync(work, Number(ids[0]), Number(ids[1]))
  const slurmConf = (siteId: SiteId): string => join(folder, siteId, 'slurm.conf')

  return {
    folder,
    user,
    nodePath: await nodeFor(asUser, folder),
    config: (siteId, transport) => ({
      kind: 'slurm',
      transport,
      restUrl: `http://${facts[siteId]}:6820`,
      tokenFile: join(folder, `token.${siteId}`),
      user,
      commandPrefix: asUser,
      slurmConf: slurmConf(siteId),
      partition: 'std',
      workingDirectory: work,
      gresTypeByPool: { gpu: 'h100' },
      address: facts[`${siteId}_wan`]!,
      ports: { from: 22000, to: 22099 },
    }),
    link: async (name, command) => {
      writeFileSync(join(folder, `wan.${name}`), `${command}\n`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    },
    slurm: (siteId, command, { isRoot = false, input = '' } = {}) =>
      run(
        [
          ...['nsenter', `--net=/run/netns/${facts['prefix']}-${siteId}`],
          ...(isRoot ? [] : asUser),
          ...['env', `SLURM_CONF=${slurmConf(siteId)}`, ...command],
        ],
        { input },
      ),
    stepsAt: async (siteId) => {
      const ids = await run(['ip', 'netns', 'pids', `${facts['prefix']}-${siteId}`])
      return ids.split('\n').filter(Boolean).map(Number).filter(isStep)
    },
    power: async (siteId, action) => {
      await run(['bash', script, action, siteId], { environment })
    },
    [Symbol.asyncDispose]: async () => {
      await run(['bash', script, 'down'], { environment })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isStep(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'slurmstepd'
  } catch {
    return false
  }
}

/** The node of this process, copied when its folder is closed to the lab's user, as a clone below /root is. */
async function nodeFor(asUser: readonly string[], folder: string): Promise<string> {
  const canRun = await run([...asUser, 'test', '-x', process.execPath]).then(
    () => true,
    () => false,
  )
  if (canRun) return process.execPath
  const copy = join(folder, 'node')
  copyFileSync(process.execPath, copy)
  chmodSync(copy, 0o755)
  return copy
}

async function installMissing(): Promise<void> {
  const has = (program: string): boolean =>
    ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) => existsSync(join(folder, program)))
  const missing = Object.entries(packages).filter(([program]) => !has(program))
  const hasJwt = globSync('/usr/lib/*/slurm-wlm/auth_jwt.so').length > 0
  if (missing.length === 0 && hasJwt) return
  const names = [...missing.flatMap(([, name]) => name.split(' ')), jwtPlugin]
  // Test files start side by side; only one may hold the lock of dpkg.
  const lock = ['flock', join(tmpdir(), 'gridloom-lab-install.lock')]
  const apt = [...lock, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  await run([...apt, 'update', '-qq'])
  await run([...apt, 'install', '-y', '-qq', '--no-install-recommends', ...names])
}

interface RunOptions {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
}

function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const [program, ...rest] = command
  const env = { ...process.env, ...options.environment }
  const child = spawn(program!, rest, { env, stdio: 'pipe' })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.on('error', reject)
  // Daemons that two-sites.sh starts keep none of its pipes, so "exit" and "close" come together.
  child.on('close', (code) => {
    if (code === 0) resolve(output.trim())
    else reject(new Error(`${command.join(' ')} ended with ${code}: ${errors}${output}`))
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return promise
}
