import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import type { ControlPlane } from '../control/index.ts'
import { renderDiagnostics, type Diagnostic, type Result } from '../diagnostics/index.ts'
import type { RunningServer } from '../server/index.ts'
import { finish, type CommonOptions, type Done, type Session } from './command.ts'
import { dataDirectory, operatorTokenFile } from './connection.ts'
import { failed, good, simple, type Outcome } from './failure.ts'
import { readInput } from './read-file.ts'

interface Options extends CommonOptions {
  readonly port: string
  readonly listen: string
  readonly listenPublic?: boolean
  readonly postgres?: string
  readonly logLevel: string
}

interface Daemon extends Options {
  readonly data: string
  readonly onLost: (why: string) => void
}

export function registerRun(program: Command, session: Session): void {
  const command = program
    .command('run')
    .description('Start the daemon on a fleet; it goes on where it stopped')
    .argument('<fleet>', 'fleet file')
    .option(
      '--data <dir>',
      'journal, tokens and logs (default: $GRIDLOOM_DATA or ~/.local/state/gridloom)',
    ) // prettier-ignore
    .option('--port <n>', 'port of the API; 0 takes a free one', '8642')
    .option('--listen <host>', 'address of the API', '127.0.0.1')
    .option('--listen-public', 'allow an address that other machines can reach')
    .option('--postgres <url>', 'keep the journal in PostgreSQL instead of SQLite')
    .option(
      '--log-level <level>',
      'silent, error, warn, info or debug; JSON lines on stderr',
      'warn',
    )
  finish<Options>(command, session, {
    isRemote: false,
    examples: [
      'gridloom run fleets/laptop.yaml',
      'gridloom run fleets/northloom.yaml --data /var/lib/gridloom --port 9000',
    ],
    act: ([path = ''], options) => runDaemon(session, path, options),
  })
}

/**
 * By default V8 lets the heap grow to more than twice what is alive before it looks, takes up to 128 MB for new objects and
 * gives little back: right for a short program, not for a daemon beside other work. These cost no measurable throughput
 * and hold a third less (bench).
 */
const heapFlags = ['--heap-growing-percent=20', '--semi-space-growth-factor=1']

/** Until it is interrupted. Running legs stay with their engines: the next daemon finds them. */
async function runDaemon(session: Session, path: string, options: Options): Promise<Outcome<Done>> {
  for (const flag of heapFlags) setFlagsFromString(flag)
  const { terminal } = session
  const port = Number(options.port)
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535) {
    return simple('usage', { code: 'cli/bad-port', message: `${options.port} is not a port`, hint: 'a number from 0 to 65535' }) // prettier-ignore
  }
  const { checkListenAddress } = await import('../server/index.ts')
  const address = checkListenAddress(options.listen, options.listenPublic === true)
  if (address?.severity === 'error') return failed('refused', [address])
  const directory = dataDirectory(terminal, options.data)
  const lost = Promise.withResolvers<string>()
  const daemon = { ...options, data: directory, onLost: lost.resolve }
  const opened = await openControl(session, path, daemon)
  if (!opened.ok) return opened
  await using control = opened.value
  const started = await startApi(control, { directory, port, options })
  if (!started.ok) return failed('refused', started.diagnostics)
  await using server = started.value
  terminal.err(renderDiagnostics(started.notes))
  if (options.json)
    terminal.out(`${JSON.stringify({ url: server.url, dataDirectory: directory })}\n`)
  else {
    terminal.out(`gridloom runs ${control.fleet.name} at ${server.url}\n`)
    terminal.out(`data and operator token: ${directory}\n`)
  }
  const why = await Promise.race([lost.promise, untilStopped(terminal.stop)])
  if (why === undefined) return good({})
  return simple('unreachable', {
    code: 'cli/leadership-lost',
    message: `this daemon no longer leads: ${why}`,
    hint: 'start it again: it will stand by until it may lead',
  })
}

async function openControl(
  session: Session,
  path: string,
  options: Daemon,
): Promise<Outcome<ControlPlane>> {
  const file = await readInput(path, session.terminal)
  if (!file.ok) return file
  const { bytes, fileName } = file.value
  const sourceText = Buffer.from(bytes).toString('utf8')
  const refuse = (diagnostics: readonly Diagnostic[]): Outcome<never> => ({
    ok: false,
    failure: { exit: 'refused', diagnostics, sourceText },
  })
  // Before anything is opened: a file with faults starts nothing.
  const { loadFleetBytes } = await import('../fleet/index.ts')
  const { deriveCapacity } = await import('../network/index.ts')
  const fleet = loadFleetBytes(bytes, fileName, deriveCapacity)
  if (!fleet.ok) return refuse(fleet.diagnostics)
  const opened = await openLeading(session, options, { sourceText, fileName })
  if (!opened.ok) return 'failure' in opened ? opened : refuse(opened.diagnostics)
  session.terminal.err(renderDiagnostics(opened.notes, () => sourceText))
  return good(opened.value)
}

interface FleetFile {
  readonly sourceText: string
  readonly fileName: string
}

/** Waits while another daemon leads over the same journal: that is what a standby does. */
async function openLeading(
  { terminal }: Session,
  options: Daemon,
  { sourceText, fileName }: FleetFile,
): Promise<Result<ControlPlane> | Extract<Outcome<never>, { ok: false }>> {
  const { openControlPlane } = await import('../control/index.ts')
  const waiting = setTimeout(() => terminal.err('another daemon leads over this journal: standing by\n'), standbyToldAfterMs) // prettier-ignore
  try {
    return await openControlPlane({
      fleetText: sourceText,
      fleetFileName: fileName,
      dataDirectory: options.data,
      ...(options.postgres !== undefined && { postgresUrl: options.postgres }),
      signal: terminal.stop,
      onLost: options.onLost,
      onTrouble: (message, error) => terminal.err(`trouble: ${message}${told(error)}\n`),
    })
  } catch (error) {
    if (!isFromOutside(error) && !terminal.stop.aborted) throw error
    return {
      ok: false,
      failure: {
        exit: 'refused',
        diagnostics: [
          {
            code: 'cli/cannot-start',
            severity: 'error',
            pointer: '',
            message: `cannot start over ${options.postgres === undefined ? options.data : 'PostgreSQL'}${told(error)}`,
            hint: 'check --data and --postgres, and that this user may write there',
          },
        ],
      },
    }
  } finally {
    clearTimeout(waiting)
  }
}

const standbyToldAfterMs = 2_000

const told = (error: unknown): string =>
  error === undefined ? '' : `: ${error instanceof Error ? error.message : String(error)}`

/** The file system, the database and the network report with a code; an invariant of ours does not. */
const isFromOutside = (error: unknown): boolean =>
  error instanceof Error && ('code' in error || isFromOutside(error.cause))

interface ApiOptions {
  readonly directory: string
  readonly port: number
  readonly options: Options
}

async function startApi(
  control: ControlPlane,
  { directory, port, options }: ApiOptions,
): Promise<Result<RunningServer>> {
  const { openTokenStore, startServer } = await import('../server/index.ts')
  const prepared = await prepareOperatorToken(directory)
  if (!prepared.ok) return prepared
  return startServer({
    control,
    tokens: openTokenStore(directory),
    host: options.listen,
    port,
    isPublicAllowed: options.listenPublic === true,
    // On stderr: stdout is for what was asked, and a service manager collects both.
    logger: { level: options.logLevel, stream: process.stderr },
  })
}

/**
 * The first run makes a token for whoever owns the data directory, so that the CLI works at once. So does a run that finds
 * no token at all: nobody could be let in otherwise.
 */
async function prepareOperatorToken(directory: string): Promise<Result<undefined>> {
  const { createToken, listTokens, writePrivateFile } = await import('../server/index.ts')
  const path = join(directory, operatorTokenFile)
  const known = listTokens(directory)
  if (!known.ok) return known
  if (existsSync(path) && known.value.length > 0) return { ok: true, value: undefined, notes: [] }
  const made = await createToken(directory, { subject: 'operator', role: 'operator' })
  if (!made.ok) return made
  writePrivateFile(path, `${made.value.token}\n`)
  return { ok: true, value: undefined, notes: [] }
}

const untilStopped = (stop: AbortSignal): Promise<undefined> =>
  new Promise((resume) => {
    if (stop.aborted) resume(undefined)
    else stop.addEventListener('abort', () => resume(undefined), { once: true })
  })
