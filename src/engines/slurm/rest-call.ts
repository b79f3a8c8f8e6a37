import { readFile } from 'node:fs/promises'
import { isFields, positive, textOf } from './rest-dialect.ts'
import { gone, isGoneMessage, isPassingMessage } from './slurm-error.ts'
import type { SlurmAnswer } from './transport.ts'

/** Where a slurmrestd is, and who we are to it. */
export interface RestServer {
  readonly url: string
  /** Read again for each call, so that a token may be renewed under a running daemon. */
  readonly tokenFile: string
  readonly user?: string
  readonly timeoutMs: number
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

/** Slurm's error numbers for what is wrong with a request begin here; lower ones are of the system and of transport. */
const firstRequestError = 2000
const lastRequestError = 2999

/** One call. Whatever is not a clear no of Slurm about this request is `unknown`: a wrong token can be mended. */
export async function restCall(
  server: RestServer,
  request: RestRequest,
): Promise<SlurmAnswer<unknown>> {
  let response: Response
  let text: string
  try {
    const token = (await readFile(server.tokenFile, 'utf8')).trim()
    response = await fetch(new URL(request.path, server.url), {
      method: request.method,
      headers: {
        'X-SLURM-USER-TOKEN': token,
        ...(server.user === undefined ? {} : { 'X-SLURM-USER-NAME': server.user }),
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(server.timeoutMs),
    })
    text = await response.text()
  } catch (error) {
    return { status: 'unknown', why: `slurmrestd: ${messageOf(error)}` }
  }
  if (response.status === 401 || response.status === 403)
    return { status: 'unknown', why: `slurmrestd refuses the token (HTTP ${response.status})` }
  return readAnswer(response.status, text)
}

function readAnswer(httpStatus: number, text: string): SlurmAnswer<unknown> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return { status: 'unknown', why: `slurmrestd answers HTTP ${httpStatus} without JSON` }
  }
  const errors = isFields(body) && Array.isArray(body['errors']) ? body['errors'] : []
  const first = errors.find(isFields)
  if (first === undefined)
    return httpStatus < 300
      ? { status: 'done', value: body }
      : { status: 'unknown', why: `slurmrestd answers HTTP ${httpStatus}` }
  // A submission that is accepted but cannot start now has both a job and an error, with HTTP 200.
  if (httpStatus < 300 && isFields(body) && positive(body['job_id']))
    return { status: 'done', value: body }
  // v0.0.38 writes "error_code" for submissions and "error_number" for all else.
  const given = first['error_number'] ?? first['error_code']
  const number = typeof given === 'number' ? given : 0
  const said = [textOf(first['error']), textOf(first['description'])].filter(Boolean).join(': ')
  const why = `Slurm error ${number}: ${said}`
  if (isGoneMessage(said)) return gone(why)
  const isAboutRequest = number >= firstRequestError && number <= lastRequestError
  return { status: isAboutRequest && !isPassingMessage(said) ? 'refused' : 'unknown', why }
}

/** fetch hides what went wrong below it in `cause`. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
