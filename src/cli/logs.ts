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
    // Looked at before reading, so that what is written up to the end is read after it.
    const isOver = hasEnded(workload.value) || !options.follow
    const read = await readOn(client, `${path}/legs/${options.rank}/log`, { place, write, stop })
    if (!read.ok) return read
    place = read.value
    if (stop.aborted || isOver) return good({})
    await pause(pollMs, stop)
  }
}

interface Reading {
  readonly place: Place
  readonly write: (slice: LogSlice) => void
  readonly stop: AbortSignal
}

/** All that is there now. A note is told once, however often it comes. */
async function readOn(client: Client, path: string, reading: Reading): Promise<Outcome<Place>> {
  const { write, stop } = reading
  let { place } = reading
  for (;;) {
    const slice = await client.get<LogSlice>(path, { from: place.from })
    if (!slice.ok) return slice
    const { note, ...rest } = slice.value
    const isNews = note !== undefined && note !== place.note
    if (rest.text !== '' || isNews) write(isNews ? slice.value : rest)
    place = { legId: place.legId, from: rest.nextByte, ...(note !== undefined && { note }) }
    if (rest.text === '' || stop.aborted) return good(place)
  }
}
