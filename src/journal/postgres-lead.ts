import { setTimeout as sleep } from 'node:timers/promises'
import type { Leadership } from './journal.ts'

/**
 * Leadership over PostgreSQL: an advisory lock on a connection of its own, kept alive by a heartbeat.
 *
 * The server lets go of an advisory lock when the session ends. A leader that is killed closes its socket at once. A
 * leader that is stopped, or cut off by the network, does not; so its session asks the server to end it when nothing
 * was heard for `leaseMs` (`idle_session_timeout`, PostgreSQL 14 and later), and the heartbeat comes five times in that
 * time. The leader notices in less than `leaseMs` itself, because a heartbeat must be answered in half of it. So a
 * standby, which asks every `pollMs`, leads after at most `leaseMs + pollMs`, and a stopped leader that wakes up later
 * is refused by the fencing token, which the standby has raised in the meantime.
 */
export const leaseMs = 5_000
const heartbeatMs = leaseMs / 5
export const heartbeatAnswerMs = leaseMs / 2
const pollMs = 250

/** One session with the server. Every query rejects once it is closed or lost. */
export interface Session {
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Resolves when the session has ended, with what is known of the reason. */
  readonly ended: Promise<string>
  /** Never rejects and never takes long, even when nobody answers. */
  close(): Promise<void>
}

export interface LeadRequest {
  readonly openSession: () => Promise<Session>
  readonly lockKey: string
  /** The quoted name of the table with the fencing token. */
  readonly writerTable: string
  readonly journalName: string
  readonly holder: string
  readonly signal?: AbortSignal
}

export async function leadOverPostgres(request: LeadRequest): Promise<Leadership> {
  const session = await waitForLock(request)
  try {
    const [row] = await session.query(
      `UPDATE ${request.writerTable} SET fencing_token = fencing_token + 1, holder = $1
       RETURNING fencing_token::text AS token`,
      [request.holder],
    )
    return keep(session, request.writerTable, Number(row?.['token']))
  } catch (error) {
    await session.close()
    throw error
  }
}

/** Resolves with the session that holds the lock. A server that is away is asked again until `signal` says stop. */
async function waitForLock(request: LeadRequest): Promise<Session> {
  let session: Session | undefined
  let trouble = ''
  try {
    for (;;) {
      if (request.signal?.aborted) throw new Error(await describeHolder(request, session, trouble))
      try {
        session ??= await request.openSession()
        const [row] = await session.query('SELECT pg_try_advisory_lock($1::bigint) AS led', [
          request.lockKey,
        ])
        if (row?.['led'] === true) {
          const holding = session
          session = undefined
          return holding
        }
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error)
        await session?.close()
        session = undefined
      }
      const options = request.signal ? { signal: request.signal } : {}
      await sleep(pollMs, undefined, options).catch(() => undefined)
    }
  } finally {
    await session?.close()
  }
}

async function describeHolder(
  request: LeadRequest,
  session: Session | undefined,
  trouble: string,
): Promise<string> {
  const rows = await session?.query(`SELECT holder FROM ${request.writerTable}`).catch(() => [])
  const holder = rows?.[0]?.['holder']
  if (typeof holder === 'string') {
    return `the journal ${request.journalName} is led by ${holder}, which is alive`
  }
  return `the journal ${request.journalName} cannot be reached: ${trouble || 'no answer'}`
}

function keep(session: Session, writerTable: string, fencingToken: number): Leadership {
  const lost = Promise.withResolvers<string>()
  const stop = new AbortController()
  void session.ended.then(lost.resolve)
  void beat(session, writerTable, { fencingToken, signal: stop.signal }).then((why) => {
    if (why === undefined) return
    lost.resolve(why)
    return session.close()
  })
  return {
    fencingToken,
    lost: lost.promise,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await session.close()
    },
  }
}

/** Tells the server that we are alive until stopped; resolves with the reason when leadership is gone. */
async function beat(
  session: Session,
  writerTable: string,
  { fencingToken, signal }: { readonly fencingToken: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  for (;;) {
    await sleep(heartbeatMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return undefined
    try {
      const [row] = await session.query(`SELECT fencing_token::text AS token FROM ${writerTable}`)
      const newest = Number(row?.['token'])
      if (newest !== fencingToken) return `token ${newest} was given out`
    } catch (error) {
      return `the heartbeat was not answered: ${error instanceof Error ? error.message : error}`
    }
  }
}
