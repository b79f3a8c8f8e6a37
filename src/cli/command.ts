import type { Command } from 'commander'
import { createClient, type Client } from './client.ts'
import { findConnection, type ConnectionOptions } from './connection.ts'
import { exitCodes, type ExitName } from './exit-code.ts'
import { reportFailure, type Outcome } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** What is left of a command when its output is written: how it ended. */
export type Act<Options> = (
  arguments_: readonly string[],
  options: Options & CommonOptions,
) => Promise<Outcome<Done>>

export interface Done {
  /** The API's answer, or what stands for it: all that `--json` prints. Left out by commands that stream. */
  readonly json?: unknown
  readonly text?: string
  readonly exit?: ExitName
}

export interface CommonOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** One run of the command line. */
export interface Session {
  readonly terminal: Terminal
  /** The exit of the command that ran. */
  exit: ExitName
}

export interface Manner {
  /** It talks to the daemon: --url and --data. */
  readonly isRemote?: boolean
  readonly examples: readonly string[]
  /** What --data is for, where it is not only the place of the token. */
  readonly dataMeaning?: string
}

/** The same for every command: --json, where the daemon is, examples in the help, failures reported in one way. */
export function finish<Options>(
  command: Command,
  session: Session,
  {
    isRemote = true,
    examples,
    act,
    dataMeaning = tokenPlace,
  }: Manner & { readonly act: Act<Options> },
): Command {
  command.option('--json', 'print the JSON of the API and nothing else')
  if (isRemote) {
    command
      .option(
        '--url <url>',
        'where the daemon is (default: $GRIDLOOM_URL or http://127.0.0.1:8642)',
      ) // prettier-ignore
      .option('--data <dir>', dataMeaning)
  }
  const title = examples.length === 1 ? 'Example' : 'Examples'
  command.addHelpText('after', `\n${title}:\n${examples.map((line) => `  $ ${line}`).join('\n')}`)
  command.action(async () => {
    const options = command.optsWithGlobals<Options & CommonOptions>()
    const outcome = await act(command.args, options)
    if (!outcome.ok) {
      session.exit = outcome.failure.exit
      reportFailure(session.terminal, outcome.failure, options.json === true)
      return
    }
    const { json, text, exit = 'good' } = outcome.value
    session.exit = exit
    if (options.json && json !== undefined) {
      session.terminal.out(`${JSON.stringify(json, undefined, 2)}\n`)
    } else if (!options.json && text !== undefined && text !== '') {
      session.terminal.out(text.endsWith('\n') ? text : `${text}\n`)
    }
  })
  return command
}

const tokenPlace =
  'its data directory, for the operator token (default: $GRIDLOOM_DATA or ~/.local/state/gridloom)'

export const clientOf = (session: Session, options: CommonOptions): Client =>
  createClient(findConnection(session.terminal, options))

export const exitCodeOf = (session: Session): number => exitCodes[session.exit].code
