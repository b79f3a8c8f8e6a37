import type { Problem } from '../server/index.ts'
import type { Connection } from './connection.ts'
import { good, ofProblem, simple, type Outcome } from './failure.ts'

/** The API as the commands use it: JSON in, JSON out, every failure as data. */
export interface Client {
  readonly url: string
  get<T>(path: string, query?: Query): Promise<Outcome<T>>
  post<T>(path: string, body?: unknown, more?: More): Promise<Outcome<T>>
  delete<T>(path: string): Promise<Outcome<T>>
  /** The open answer of the event stream. */
  stream(path: string, query: Query, more: More): Promise<Outcome<Response>>
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>
export interface More {
  readonly query?: Query
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

interface Ask extends More {
  readonly method: string
  readonly body?: unknown
}

const answerMaxMs = 60_000

export function createClient(connection: Connection): Client {
  const { url, token } = connection
  const ask = async (path: string, { method, body, query, headers, signal }: Ask) => {
    try {
      const target = new URL(path, url)
      for (const [name, value] of Object.entries(query ?? {})) {
        if (value !== undefined) target.searchParams.set(name, String(value))
      }
      const answer = await fetch(target, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: signal ?? AbortSignal.timeout(answerMaxMs),
        // A redirect would carry the token to whoever it names.
        redirect: 'error',
      })
      return answer.ok ? good(answer) : await refusal(answer, url)
    } catch (error) {
      return unreachable(url, error)
    }
  }
  const json = async <T>(path: string, request: Ask): Promise<Outcome<T>> => {
    const answer = await ask(path, request)
    if (!answer.ok) return answer
    try {
      return good((await answer.value.json()) as T)
    } catch (error) {
      return unreachable(url, error)
    }
  }
  return {
    url,
    get: (path, query = {}) => json(path, { method: 'GET', query }),
    post: (path, body, more = {}) => json(path, { method: 'POST', body, ...more }),
    delete: (path) => json(path, { method: 'DELETE' }),
    stream: (path, query, more) => ask(path, { method: 'GET', query, ...more }),
  }
}

async function refusal(answer: Response, url: string): Promise<Outcome<never>> {
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json')
  if (isProblem) return ofProblem((await answer.json()) as Problem)
  return simple('unreachable', {
    code: 'cli/not-a-daemon',
    message: `${url} answered ${answer.status} and does not look like gridloom`,
    hint: 'check GRIDLOOM_URL or --url',
  })
}

function unreachable(url: string, error: unknown): Outcome<never> {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const why = cause instanceof Error ? cause.message || cause.name : String(cause)
  return simple('unreachable', {
    code: 'cli/unreachable',
    message: `cannot reach the daemon at ${url}: ${why}`,
    hint: 'start one with "gridloom run FLEET", or set GRIDLOOM_URL',
  })
}
