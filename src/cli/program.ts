import { Command, CommanderError } from 'commander'
import { registerBill } from './bill.ts'
import { registerCancel } from './cancel.ts'
import { registerCatalog } from './catalog.ts'
import { registerDemo } from './demo/demo.ts'
import { exitCodeOf, type Session } from './command.ts'
import { registerEstimate } from './estimate/estimate.ts'
import { registerEvents } from './events.ts'
import { exitCodes } from './exit-code.ts'
import { registerExplain } from './explain.ts'
import { registerFleet } from './fleet.ts'
import { registerJournal } from './journal.ts'
import { registerList } from './list.ts'
import { registerLogs } from './logs.ts'
import { registerNetwork } from './network.ts'
import { registerRoutes } from './routes.ts'
import { registerRun } from './run.ts'
import { registerShow } from './show.ts'
import { registerSignal } from './signal.ts'
import { registerSites } from './sites.ts'
import { registerSubmit } from './submit.ts'
import type { Terminal } from './terminal.ts'
import { registerToken } from './token.ts'
import { registerTop } from './top.ts'
import { registerValidate } from './validate.ts'
import { version } from './version.ts'

/** Every command, in the order in which a newcomer meets them. */
const commands = [
  registerRun,
  registerSubmit,
  registerList,
  registerShow,
  registerLogs,
  registerExplain,
  registerCancel,
  registerSites,
  registerRoutes,
  registerTop,
  registerEvents,
  registerSignal,
  registerBill,
  registerJournal,
  registerFleet,
  registerNetwork,
  registerCatalog,
  registerEstimate,
  registerValidate,
  registerToken,
  registerDemo,
]

export function buildProgram(session: Session): Command {
  const program = new Command('gridloom')
    .description('Makes GPU sites on different power grids behave as one machine')
    .version(version, '-V, --version')
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(add --help for the options and an example)')
    .exitOverride()
    .configureOutput({
      writeOut: session.terminal.out,
      writeErr: session.terminal.err,
      getOutHelpWidth: () => Math.min(100, session.terminal.columns),
      getErrHelpWidth: () => Math.min(100, session.terminal.columns),
    })
  program.addHelpText(
    'after',
    '\nExamples:\n  $ gridloom run fleets/laptop.yaml\n  $ gridloom submit run.yaml --explain',
  )
  for (const register of commands) register(program, session)
  return program
}

/** Runs one command line and gives its exit code. A defect is not caught here: the process edge reports it. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const session: Session = { terminal, exit: 'good' }
  try {
    await buildProgram(session).parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version end this way too, with 0.
    return error.exitCode === 0 ? exitCodes.good.code : exitCodes.usage.code
  }
  return exitCodeOf(session)
}
