#!/usr/bin/env node
import { exitCodes } from './exit-code.ts'
import { processTerminal } from './process-terminal.ts'
import { runCli } from './program.ts'
import { version } from './version.ts'

/** The process edge: what reaches it is a defect, ours and not the user's. */
function reportDefect(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `gridloom ${version} on Node ${process.versions.node}: this is a defect, please report it\n${text}\n`,
  )
  process.exit(exitCodes.defect.code)
}

process.on('uncaughtException', reportDefect)
process.on('unhandledRejection', reportDefect)

process.exitCode = await runCli(process.argv.slice(2), processTerminal())
