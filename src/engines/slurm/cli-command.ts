import { spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'

/** How commands reach the site: nothing before them, or e.g. `["ssh", "-oBatchMode=yes", "login.alpha"]`. */
export interface CommandRoute {
  readonly prefix: readonly string[]
  readonly timeoutMs: number
}

export interface CommandRun {
  readonly input?: string
  /** Stop reading, and the command with it, after so many bytes of output. */
  readonly outputMaxBytes?: number
}

export type CommandResult =
  | {
      readonly status: 'ran'
      readonly exitCode: number
      readonly output: Buffer
      readonly errors: string
    }
  | { readonly status: 'failed'; readonly why: string }

/**
 * ssh joins its arguments and a shell at the other end splits and reads them again, so an argument may only hold what no
 * shell gives a meaning. What a tenant writes goes as base64 inside the script on standard input.
 */
const safeArgument = /^[A-Za-z0-9._:=,/@%+-]+$/
export const isSafeArgument = (text: string): boolean => safeArgument.test(text)

const errorsMaxCharacters = 4000

/** Runs a command at the site; never throws, never by a shell of ours. */
export function runAtSite(
  route: CommandRoute,
  command: readonly string[],
  { input = '', outputMaxBytes = 256 << 20 }: CommandRun = {},
): Promise<CommandResult> {
  const unsafe = command.find((argument) => !isSafeArgument(argument))
  if (unsafe !== undefined)
    return Promise.resolve({
      status: 'failed',
      why: `argument ${JSON.stringify(unsafe.slice(0, 80))} is not safe to send`,
    })
  const { promise, resolve } = Promise.withResolvers<CommandResult>()
  const [program, ...rest] = [...route.prefix, ...command]
  const child = spawn(program!, rest, { stdio: 'pipe', shell: false, detached: true })
  const chunks: Buffer[] = []
  let size = 0
  let errors = ''
  const decoder = new StringDecoder('utf8')
  // The whole process group, since a prefix such as ssh or nsenter may have children of its own.
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  const ran = (exitCode: number): void =>
    resolve({ status: 'ran', exitCode, output: Buffer.concat(chunks), errors: errors.trim() })
  const timer = setTimeout(() => {
    resolve({ status: 'failed', why: `${command[0]}: no answer within ${route.timeoutMs} ms` })
    end()
  }, route.timeoutMs)
  child.stdout.on('data', (chunk: Buffer) => {
    if (size < outputMaxBytes) chunks.push(chunk.subarray(0, outputMaxBytes - size))
    size += chunk.length
    if (size < outputMaxBytes) return
    ran(0)
    end()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < errorsMaxCharacters) errors += decoder.write(chunk)
  })
  child.on('error', (error) => {
    clearTimeout(timer)
    resolve({ status: 'failed', why: `${program}: ${error.message}` })
  })
  child.on('close', (code, signal) => {
    clearTimeout(timer)
    if (code === null) resolve({ status: 'failed', why: `${command[0]} was ended by ${signal}` })
    else ran(code)
  })
  // A command that ends before it has read its input closes the pipe; its exit code says why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return promise
}
