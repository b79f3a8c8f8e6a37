import type { Command } from 'commander'
import type { StreamEvent } from '../control/index.ts'
import { clientOf, finish, type Session } from './command.ts'
import { readEvents } from './event-source.ts'
import { formatTime } from './table.ts'
import { withoutControls } from './terminal.ts'

interface Options {
  readonly follow?: boolean
  readonly from?: string
}

export function registerEvents(program: Command, session: Session): void {
  const command = program
    .command('events')
    .description('What happened, in order; --json prints one event per line')
    .option('-f, --follow', 'go on as things happen')
    .option('--from <seq>', 'first sequence number (default: all; with -f, only what is new)')
  finish<Options>(command, session, {
    examples: ['gridloom events --from 100', 'gridloom events -f --json'],
    act: async (_, options) => {
      const write = options.json
        ? (event: StreamEvent): void => session.terminal.out(`${JSON.stringify(event)}\n`)
        : (event: StreamEvent): void => session.terminal.out(`${eventLine(event)}\n`)
      return readEvents(clientOf(session, options), {
        from: options.from,
        isFollowing: options.follow === true,
        stop: session.terminal.stop,
        onEvent: write,
      })
    },
  })
}

const eventLine = ({ seq, atMs, kind, summary }: StreamEvent): string =>
  withoutControls(`${String(seq).padStart(6)}  ${formatTime(atMs)}  ${kind.padEnd(18)}  ${summary}`)
