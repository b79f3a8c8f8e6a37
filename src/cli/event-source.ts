import { createParser } from 'eventsource-parser'
import type { StreamEvent } from '../control/index.ts'
import type { Client } from './client.ts'
import { good, type Outcome } from './failure.ts'
import { pause } from './wait.ts'

export interface EventReading {
  readonly from: string | undefined
  readonly isFollowing: boolean
  readonly stop: AbortSignal
  readonly onEvent: (event: StreamEvent) => void
}

const comeBackMs = 1_000
/** The server beats every 15 seconds: three beats missed is a connection that is gone. */
const silenceMaxMs = 45_000
/** After so long without the daemon the user is told instead of waiting on. */
const awayMaxMs = 60_000

/**
 * Reads the event stream. While following it comes back after every break, with the id of the last event, so that none
 * is lost or told twice.
 */
export async function readEvents(
  client: Client,
  reading: EventReading,
): Promise<Outcome<Record<never, never>>> {
  let lastId: string | undefined
  let awaySinceMs: number | undefined
  for (;;) {
    const answer = await connect(client, reading, lastId)
    if (answer.ok) {
      awaySinceMs = undefined
      const id = await drain(answer.value, reading)
      lastId = id ?? lastId
      // Ended by the server: without follow that is the end, unless it only let go of a slow reader.
      if (!reading.isFollowing && id === undefined) return good({})
    } else {
      awaySinceMs ??= Date.now()
      const isAway = answer.failure.exit === 'unreachable' && reading.isFollowing
      if (reading.stop.aborted) return good({})
      if (!isAway || lastId === undefined || Date.now() - awaySinceMs > awayMaxMs) return answer
    }
    if (reading.stop.aborted) return good({})
    if (reading.isFollowing) await pause(comeBackMs, reading.stop)
  }
}

function connect(
  client: Client,
  { from, isFollowing, stop }: EventReading,
  lastId: string | undefined,
): Promise<Outcome<Response>> {
  return client.stream(
    '/v1/events',
    { from, follow: isFollowing },
    { signal: stop, ...(lastId !== undefined && { headers: { 'last-event-id': lastId } }) },
  )
}

/** Gives the id of the last event that came; undefined if none did. */
async function drain(
  answer: Response,
  { stop, onEvent }: EventReading,
): Promise<string | undefined> {
  let lastId: string | undefined
  const parser = createParser({
    onEvent: ({ id, data }) => {
      if (id !== undefined) lastId = id
      onEvent(JSON.parse(data) as StreamEvent)
    },
  })
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  stop.addEventListener('abort', cancel)
  const decoder = new TextDecoder()
  let silence = setTimeout(cancel, silenceMaxMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      clearTimeout(silence)
      if (done) return lastId
      parser.feed(decoder.decode(value, { stream: true }))
      silence = setTimeout(cancel, silenceMaxMs)
    }
  } catch {
    // The connection broke: what came before counts, and whoever follows comes back.
    return lastId
  } finally {
    clearTimeout(silence)
    stop.removeEventListener('abort', cancel)
  }
}
