import type { Command } from 'commander'
import type { WorkloadDetail } from '../control/index.ts'
import type { LogSlice } from '../engines/index.ts'
import type { Client } from './client.ts'
import { clientOf, finish, type Session } from './command.ts'
import { good, type Outcome } from './failure.ts'
import { withoutControls, type Terminal } from './terminal.ts'
import { hasEnded, pause } from './wait.ts'

interface Options {
  readonly follow?: boolean
  readonly rank: string
}

export function registerLogs(program: Command, session: Session): void {
  const command = program
    .command('logs')
    .description('The output of one leg; --json prints one slice per line')
    .argument('<id>', 'id or name')
    .option('-f, --follow', 'until the workload has ended')
    .option('--rank <n>', 'which leg', '0')
  finish<Options>(command, session, {
    examples: ['gridloom logs nightly-run-1 -f', 'gridloom logs nightly-run --rank 1'],
    act: async ([id = ''], options) => {
      const client = clientOf(session, options)
      const { terminal } = session
      const write = options.json
        ? (slice: LogSlice): void => terminal.out(`${JSON.stringify(slice)}\n`)
        : (slice: LogSlice): void => writeText(slice, terminal)
      return follow(client, { id, options, write, stop: terminal.stop })
    },
  })
}

/** As it is into a file or a pipe; on a terminal without the control characters that could fool its reader. */
function writeText({ text, note }: LogSlice, terminal: Terminal): void {
  if (text !== '') terminal.out(terminal.isTty ? withoutControls(text) : text)
  if (note !== undefined) terminal.err(`note: ${note}\n`)
}

interface Follow {
  readonly id: string
  readonly options: Options
  readonly write: (slice: LogSlice) => void
  readonly stop: AbortSignal
}

/** Where the reading is: each attempt of a workload has legs of its own, each with a log from byte 0. */
interface Place {
  readonly legId: string | undefined
  readonly from: number
  readonly note?: string
}

const pollMs = 300

/** Leg and offset are looked at before each slice: a new attempt between two slices starts a new log. */
async function follow(
  client: Client,
  { id, options, write, stop }: Follow,
): Promise<Outcome<Record<never, never>>> {
  const path = `/v1/workloads/${encodeURIComponent(id)}`
  let place: Place = { legId: undefined, from: 0 }
  for (;;) {
    const workload = await client.get<WorkloadDetail>(path)
    if (!workload.ok) return workload
    const legId = workload.value.legs.find(({ rank }) => String(rank) === options.rank)?.legId
    if (legId !== place.legId) place = { legId, from: 0 }
    const { from } = place
    const slice = await client.get<LogSlice>(`${path}/legs/${options.rank}/log`, { from })
    if (!slice.ok) return slice
    const { note, ...rest } = slice.value
    // A note is told once, however often it comes.
    const isNews = note !== undefined && note !== place.note
    if (rest.text !== '' || isNews) write(isNews ? slice.value : rest)
    place = { legId, from: rest.nextByte, ...(note !== undefined && { note }) }
    // What was written up to the end is read, because the end was seen before the read.
    const isOver = hasEnded(workload.value) || !options.follow
    if (stop.aborted || (isOver && rest.text === '')) return good({})
    if (rest.text === '') await pause(pollMs, stop)
  }
}
